"""`muster export`: the same questions, error messages and bytes as over HTTP, without a server.

`options` turns options into a query, `run` runs the export, and `output` writes the file.
"""
