"""Check whether a copy of a release's files is complete and unchanged.

`run` checks the checksums, the data package and every cell of the tables. `source` reads a folder or a zip,
which it does not unpack. No database is needed.
"""
