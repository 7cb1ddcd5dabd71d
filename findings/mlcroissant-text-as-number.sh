#!/bin/bash
# mlcroissant 1.1.1: a column that the metadata calls text loses its leading zeros, and the text NA.
#
# A field of Croissant names its type, here sc:Text, so "0001" (a county) and "NA" (Namibia) are texts. mlcroissant reads the
# CSV file with the types that pandas guesses, and applies the type of the field to what is left: the bytes of the number 1,
# and None. Parquet files carry their types, and have no such loss.
#
# Expected: b'0001' and b'NA'. Seen:
#   0 errors
#   {'rows/county': b'1', 'rows/country': None}
#   {'rows/county': b'2', 'rows/country': b'MZ'}
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mlcroissant==1.1.1 pandas==3.1.1
cd "$folder"
seen=$("$folder/venv/bin/python" - 2> /dev/null <<'PYTHON'
import hashlib
import json
from pathlib import Path

import mlcroissant

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "recordSet": "cr:recordSet",
    "source": "cr:source",
}
table = Path("rows.csv")
table.write_text("county,country\n0001,NA\n0002,MZ\n")
fields = [
    {
        "@type": "cr:Field",
        "@id": f"rows/{name}",
        "name": name,
        "dataType": "sc:Text",
        "source": {"fileObject": {"@id": "rows.csv"}, "extract": {"column": name}},
    }
    for name in ("county", "country")
]
Path("croissant.json").write_text(
    json.dumps(
        {
            "@context": CONTEXT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.1",
            "name": "counties",
            "description": "Two counties.",
            "license": "https://creativecommons.org/publicdomain/zero/1.0/",
            "url": "https://example.org/",
            "version": "1.0.0",
            "datePublished": "2026-01-01",
            "distribution": [
                {
                    "@type": "cr:FileObject",
                    "@id": "rows.csv",
                    "name": "rows.csv",
                    "contentUrl": "rows.csv",
                    "encodingFormat": "text/csv",
                    "sha256": hashlib.sha256(table.read_bytes()).hexdigest(),
                }
            ],
            "recordSet": [{"@type": "cr:RecordSet", "@id": "rows", "name": "rows", "field": fields}],
        }
    )
)
dataset = mlcroissant.Dataset("croissant.json")
print(len(dataset.metadata.issues.errors), "errors")
for row in dataset.records("rows"):
    print(row)
PYTHON
)
echo "$seen"
expected="0 errors
{'rows/county': b'1', 'rows/country': None}
{'rows/county': b'2', 'rows/country': b'MZ'}"
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
