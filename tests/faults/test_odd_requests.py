"""Requests that ask for another protocol, bring a body, or try to write into the headers and the log."""

import json
import socket
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.faults import web
from tests.faults.postgres import Postgres
from tests.faults.service import Service

NAUGHTY = json.loads((Path(__file__).parents[1] / "api" / "naughty.json").read_text(encoding="utf-8"))
PAGE = "/v1/agencies?limit=1"


def said(service: Service, *fields: str, target: str = PAGE, method: str = "GET", body: bytes = b"") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "host: x", *fields, "", ""]
    return web.raw(service.port, "\r\n".join(lines).encode() + body)


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        (("upgrade: websocket", "connection: upgrade", "sec-websocket-version: 13"), b""),
        (("upgrade: h2c", "connection: upgrade, http2-settings", "http2-settings: AAMAAABkAAQAoAAA"), b""),
        (("content-length: 5",), b"hello"),
        (("content-length: 5", "content-encoding: gzip"), b"\x1f\x8b\x08\x00\x00"),
        (("transfer-encoding: chunked",), b"5\r\nhello\r\n0\r\n\r\n"),
        (("expect: 100-continue", "content-length: 5"), b"hello"),
    ],
)
def test_a_get_is_answered_as_if_it_had_no_body_and_no_other_protocol(
    service: Service, fields: tuple[str, ...], body: bytes
):
    answer = said(service, *fields, body=body)
    assert b" 101 " not in answer
    final = answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert final.startswith(b"HTTP/1.1 200 ")
    assert web.get(service.port, PAGE).body in final


def test_http_2_is_not_spoken(service: Service):
    answer = web.raw(
        service.port, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    )
    assert not answer or answer.startswith(b"HTTP/1.1 400 ")


def test_a_large_body_is_refused_before_it_has_come(service: Service):
    """Only its first bytes are sent, and memory does not grow by what was announced."""
    before = service.memory()
    with closing(socket.create_connection(("127.0.0.1", service.port), 10)) as connection:
        head = f"POST {PAGE} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n"
        connection.sendall(head.encode() + b"x" * 100_000)
        begun = time.monotonic()
        assert connection.recv(100).startswith(b"HTTP/1.1 405 ")
        assert web.since(begun) < 2 * web.busy()
    assert service.memory() < before + 16 * 2**20


@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=-5", "bytes=0-1,3-4", "bytes=99999999-", "lines=1-2"])
def test_a_page_is_sent_whole_whatever_part_is_asked_for(service: Service, asked: str):
    answer = web.get(service.port, PAGE, headers={"range": asked})
    assert (answer.status, "content-range" in answer.headers) == (200, False)
    assert answer.body == web.get(service.port, PAGE).body


KNOWN = {
    "accept-ranges", "access-control-allow-methods", "access-control-allow-origin",
    "access-control-expose-headers", "allow", "cache-control", "content-disposition", "content-encoding",
    "content-length", "content-location", "content-range", "content-security-policy", "content-type",
    "cross-origin-resource-policy", "date", "etag", "link", "location", "muster-contract", "muster-release",
    "muster-rows", "referrer-policy", "repr-digest", "retry-after", "server", "transfer-encoding", "vary",
    "x-content-type-options", "x-frame-options",
}  # fmt: skip
SPLITTING = [
    "x\r\nx-injected: 1",
    "x\nx-injected: 1",
    "\u560d\u560ax-injected: 1",
    "x\u2028x-injected: 1",
    '"; filename="evil.exe',
    "élan",
    "name\x00",
]
TARGETS = ("/v1/agencies?name={}", "/v1/agencies.csv?name={}", "/v1/agencies/{}", "//v1/agencies?name={}")


def test_no_text_of_a_client_becomes_a_header_or_a_name_of_a_file(service: Service):
    """Every name of a header is ours, every value printable ASCII, and files have plain names."""
    texts = [*SPLITTING, *(text for texts in NAUGHTY.values() for text in texts[::7])]
    for text in texts:
        for target in TARGETS:
            answer = web.get(service.port, target.format(quote(text, safe="")))
            assert answer.headers.keys() <= KNOWN, (target, text)
            for value in answer.headers.values():
                assert value.isascii(), (target, text)
                assert value.isprintable(), (target, text)
            name = answer.headers.get("content-disposition", 'filename="a"').partition("filename=")[2]
            assert name.strip('"').replace("-", "").replace(".", "").isalnum(), (target, text)


PATTERNS = [
    "name__contains=" + quote("%_" * 1200),
    "name__contains=" + quote("(a+)+$" * 400),
    "name__contains=" + quote("\\" * 3000),
    "q=" + "+".join(f"-w{n}" for n in range(1200)),
    "q=" + "+OR+".join(f"w{n}" for n in range(800)),
    "q=" + quote('"' + "a b " * 1500),
    "q=" + quote("a:* & | ! <-> ()" * 200),
    "q=" + "a" * 8000,
    "id__in=" + ",".join(f"a{n}" for n in range(1000)),
]


@pytest.mark.parametrize("number", range(len(PATTERNS)))
def test_the_worst_search_ends_in_the_time_of_a_page(service: Service, filled: Postgres, number: int):
    for path in ("/v1/agencies", "/v1/staffing-figures"):
        column = PATTERNS[number].replace("name__", "note__" if "figures" in path else "name__")
        answer = web.get(service.port, f"{path}?{column}")
        assert answer.status in {200, 400, 404, 414, 503, 504}
        assert answer.seconds < 5 + web.busy()
    web.until(lambda: filled.sessions() == [], 5)
