"""Citations of records: ready sentences, and the formats that reference managers read.

`lookup` reads a record with its evidence, `titles` puts what it states into words, and `compose` builds a
`Work` from both. Every format writes a `Work`.
"""
