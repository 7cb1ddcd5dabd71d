"""The documentation on a running server: the guides, and the reference of every operation, column and code.

These pages are for people, so the OpenAPI document leaves them out.
"""
