#!/bin/bash
# Polars 2.1.0: read_csv(url) fails if the server answers a range request with the whole file.
#
# RFC 9110, 14.2: "A server MAY ignore the Range header field", and answer 200 with everything. Files that are made on
# request, and `python -m http.server`, do. read_csv("http://…") asks HEAD, then GET with `Range: bytes=0-3`, twice, and
# gives up, even for a file of 13 bytes. scan_csv does the same.
#
# Expected: the table, as from any other URL. Seen (port left out):
#   HEAD None
#   GET bytes=0-3
#   GET bytes=0-3
#   OSError object-store error: Operation not supported: Range request not supported by …
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import http.server
import threading

import polars


class WholeFile(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print(self.command, self.headers["range"], flush=True)
        self.send_response(200)
        self.send_header("content-length", "13")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"id,value\n1,2\n")

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), WholeFile)
threading.Thread(target=server.serve_forever, daemon=True).start()
try:
    print(polars.read_csv(f"http://127.0.0.1:{server.server_port}/table.csv").shape)
except OSError as error:
    print(type(error).__name__, str(error).partition(" by ")[0])
PYTHON
)
echo "$seen"
expected='HEAD None
GET bytes=0-3
GET bytes=0-3
OSError object-store error: Operation not supported: Range request not supported'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
