"""The stored files of a release: tables, the files that explain, cite and load them, and a zip of all.

`write` finds and writes missing files, and `compose` writes one release, in the order in which its files
depend on each other. `tables` describes every table from the catalog. Each module named after a file writes
that file.
"""
