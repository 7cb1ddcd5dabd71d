"""How a record is cited: ready sentences, and the formats that reference managers read.

`reading` fetches a record with its evidence, `titles` says what it states in words, `works` makes of both the
one thing that every format writes: a `Work`.
"""
