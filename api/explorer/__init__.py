"""The form, the chips and the downloads of a list's page, built from the grammar."""
