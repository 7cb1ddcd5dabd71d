"""Files made by the command line: the same question, the same words of refusal, the same bytes as over HTTP.

`options` turns options into a query, `target` is where the file goes, `making` makes it.
"""
