"""Whether a copy of a release's files is whole: the sums, the data package, and every cell of its tables.

`verification` goes through it all, over a `holding`: a folder or a zip. Nothing is unpacked, no
database is asked.
"""
