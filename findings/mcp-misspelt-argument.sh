#!/bin/bash
# mcp 2.3.0 (Python SDK): a tool that gets a misspelt argument drops it and answers with the default.
#
# The schema that the server publishes for a tool does not close its properties, and the call validates the arguments with
# a model that ignores what it does not know. So a client that sends `State` where the tool has `state` gets the answer for
# the default state, as a success, and nothing in the result says which state it is for.
#
# Expected: an error that names the unknown argument. Seen:
#   {'state': {'default': 'NY', 'title': 'State', 'type': 'string'}} additionalProperties: absent
#   False officers of NY
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mcp==2.3.0
seen=$("$folder/venv/bin/python" - 2> /dev/null <<'PYTHON'
import asyncio

from mcp import Client
from mcp.server import MCPServer

server = MCPServer("officers")


@server.tool()
def officers(state: str = "NY") -> str:
    return f"officers of {state}"


async def main():
    async with Client(server) as client:
        [tool] = (await client.list_tools()).tools
        closed = tool.input_schema.get("additionalProperties", "absent")
        print(tool.input_schema["properties"], "additionalProperties:", closed)
        found = await client.call_tool("officers", {"State": "TX"})
        print(found.is_error, found.content[0].text)


asyncio.run(main())
PYTHON
)
echo "$seen"
expected="{'state': {'default': 'NY', 'title': 'State', 'type': 'string'}} additionalProperties: absent
False officers of NY"
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
