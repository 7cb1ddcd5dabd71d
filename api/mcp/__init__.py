"""The Model Context Protocol at `/mcp`: questions of assistants, answered with sources.

Only `protocol` needs the package of the protocol, which is an extra: `muster[mcp]`.
"""
