"""What `muster` can do; `api.cli` says which module holds which command."""
