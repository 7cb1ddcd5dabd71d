"""Data out: the HTTP application, its database and the command line."""
