#!/bin/bash
# frictionless 5.21.0: cells that Table Schema does not allow are valid, because Python reads them.
#
# Table Schema says that an integer is digits, possibly with a sign, and that a date of the default format is YYYY-MM-DD.
# frictionless hands the cell to int(), Decimal() and strptime(), which also take underscores, digits of any script and
# months of one digit. So a file that it calls valid is refused, or read as text, by tools that follow the specification.
#
# Expected: false. Seen:
#   valid: True
#   {'officers': 1000, 'budget': Decimal('1000.5'), 'as_of': datetime.date(2025, 1, 5)}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0
cd "$folder"
printf 'officers,budget,as_of\n1_000,1_000.5,2025-1-5\n' > figures.csv
seen=$("$folder/venv/bin/python" - 2> /dev/null <<'PYTHON'
from frictionless import Resource, Schema

schema = Schema.from_descriptor(
    {
        "fields": [
            {"name": "officers", "type": "integer"},
            {"name": "budget", "type": "number"},
            {"name": "as_of", "type": "date"},
        ]
    }
)
table = Resource(path="figures.csv", schema=schema)
print("valid:", table.validate().valid)
[row] = table.read_rows()
print(row.to_dict())
PYTHON
)
echo "$seen"
expected="valid: True
{'officers': 1000, 'budget': Decimal('1000.5'), 'as_of': datetime.date(2025, 1, 5)}"
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
