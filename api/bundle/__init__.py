"""The files of a release, stored once: tables, what explains, cites and loads them, all of it as a zip.

`writing` makes the folder of a release in the order in which one file needs another; `folder` sees that it
appears whole or not at all. `tables` describes every table, from the catalogue and its structs, and each
module named for a file writes it from that.
"""
