#!/bin/bash
# mcp 2.3.0 (Python SDK): a server sends a NaN that passed its own validation as null, and the SDK's client refuses it.
#
# A tool that is annotated `-> dict[str, float]` may return NaN, for example a rate of zero by zero. The server validates the
# result with its model, for which NaN is a float, writes JSON, which has no NaN, and says null under an output schema that
# says number. The server reports success; the client raises an error that speaks of None, which no code returned.
#
# Expected: the server refuses the result, where the tool is. Seen:
#   schema {'type': 'number'}
#   the client: RuntimeError Invalid structured content returned by tool rate: None is not of type 'number'
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mcp==2.3.0
seen=$("$folder/venv/bin/python" - 2> /dev/null <<'PYTHON'
import asyncio
import math

from mcp import Client
from mcp.server import MCPServer

server = MCPServer("rates")


@server.tool()
def rate() -> dict[str, float]:
    return {"per_1000": math.nan}


async def main():
    async with Client(server) as client:
        [tool] = (await client.list_tools()).tools
        print("schema", tool.output_schema["additionalProperties"])
        try:
            print(await client.call_tool("rate", {}))
        except RuntimeError as error:
            print("the client:", type(error).__name__, str(error).splitlines()[0])


asyncio.run(main())
PYTHON
)
echo "$seen"
expected="schema {'type': 'number'}
the client: RuntimeError Invalid structured content returned by tool rate: None is not of type 'number'"
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
