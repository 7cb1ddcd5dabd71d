#!/bin/bash
# Litestar 2.25.0: Accept.best_match returns a media type that the client refuses with q=0.
#
# RFC 9110, 12.4.2: "A value of 0 means 'not acceptable'." A client that sends
# `Accept: application/json;q=0` to a server that has only JSON should get 406. best_match returns
# "application/json", as if the type had been asked for; only its order among several types follows q.
#
# Expected: None, as for a type that the header does not name. Seen:
#   refused: application/json
#   unnamed: None
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check litestar==2.25.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
from litestar.datastructures import Accept

print("refused:", Accept("application/json;q=0").best_match(["application/json"]))
print("unnamed:", Accept("text/csv").best_match(["application/json"]))
PYTHON
)
echo "$seen"
[ "$seen" = $'refused: application/json\nunnamed: None' ] || { echo "This has changed." >&2; exit 1; }
