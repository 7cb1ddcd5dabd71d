#!/bin/bash
# fsspec 2026.9.0: measures a file without compression, then asks for a range of the compressed one.
#
# Over HTTP, fsspec finds the size with `HEAD` and `Accept-Encoding: identity`. The ranges it reads afterwards go out
# with aiohttp's default, `Accept-Encoding: gzip, deflate`. A range counts the bytes of the selected representation
# (RFC 9110, 14.1.2), so a server that compresses may answer bytes 3-8 of the gzip stream. A server must therefore
# serve parts of the identity coding only, whatever such a client accepts.
#
# Expected: `identity` in both requests. Seen:
#   HEAD range=None accept-encoding=identity
#   GET range=bytes=3-8 accept-encoding=gzip, deflate
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fsspec==2026.9.0 aiohttp==3.14.5
seen=$("$folder/venv/bin/python" - <<'PYTHON'
import http.server
import threading

import fsspec

BODY = b"id,value\n1,2\n"


class InParts(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self):
        self.answer(200, BODY, {"accept-ranges": "bytes"})

    def do_GET(self):
        self.answer(206, BODY[3:9], {"content-range": f"bytes 3-8/{len(BODY)}"})

    def answer(self, status, body, headers):
        print(self.command, f"range={self.headers['range']}", f"accept-encoding={self.headers['accept-encoding']}")
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), InParts)
threading.Thread(target=server.serve_forever, daemon=True).start()
with fsspec.open(f"http://127.0.0.1:{server.server_port}/table.csv", "rb", block_size=4) as file:
    file.seek(3)
    file.read(2)
PYTHON
)
echo "$seen"
expected='HEAD range=None accept-encoding=identity
GET range=bytes=3-8 accept-encoding=gzip, deflate'
[ "$seen" = "$expected" ] || { echo "This has changed." >&2; exit 1; }
