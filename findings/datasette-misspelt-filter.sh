#!/bin/bash
# Datasette 0.65.5: a filter by a column that the table does not have is a success without rows, and one with an operator
# that does not exist is a success with all rows.
#
# Datasette writes the name in double quotes, and SQLite takes a quoted name that is no column for a text: the condition
# compares the text "valeu" with 1. A parameter that ends in an unknown `__operator` is left out of the query.
#
# Expected: status 400 in both cases. Seen, of a table with three rows:
#   ?valeu=1 200 where valeu = 1: 0 rows
#   ?value__less=2 200 : 3 rows
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check datasette==0.65.5
cd "$folder"
seen=$("$folder/venv/bin/python" - 2> /dev/null <<'PYTHON'
import asyncio
import sqlite3

from datasette.app import Datasette

with sqlite3.connect("figures.db") as database:
    database.execute("create table figures (id integer primary key, value integer)")
    database.executemany("insert into figures values (?, ?)", [(1, 1), (2, 2), (3, 3)])


async def main():
    site = Datasette(["figures.db"])
    for query in ("?valeu=1", "?value__less=2"):
        answer = await site.client.get(f"/figures/figures.json{query}")
        page = answer.json()
        print(query, answer.status_code, page["human_description_en"] + ":", len(page["rows"]), "rows")


asyncio.run(main())
PYTHON
)
echo "$seen"
expected='?valeu=1 200 where valeu = 1: 0 rows
?value__less=2 200 : 3 rows'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
