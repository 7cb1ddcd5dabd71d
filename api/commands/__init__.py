"""What `muster` can do: every click command in these modules is one of its commands."""
