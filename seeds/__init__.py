"""Data in: the log of releases, the importers that write it, and what reads, validates and publishes it."""
