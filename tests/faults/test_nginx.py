"""The example of docs/nginx.conf before a service: what it refuses, limits, keeps and never passes on."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.cutting import Cutter, MidwayCutter, end_database, means_of
from tests.faults.download import CURL, MANNERS, Download, Old, another, references
from tests.faults.postgres import Postgres
from tests.faults.programs import OF_R, PROGRAMS
from tests.faults.service import ROOT, Service, free_port
from tests.faults.test_files_cut import END, cut_sessions
from tests.faults.test_forms_cut import READERS, halted
from tests.faults.test_release_files import SIZE, large_file, stored

pytestmark = pytest.mark.extra
HOST = {"host": "muster.example"}


class Proxy:
    """nginx with the documented file, in which only ports and places are others."""

    def __init__(self, folder: Path, service: Service) -> None:
        if shutil.which("nginx") is None:
            raise RuntimeError("nginx is missing: `make check-all` installs it")
        self.folder, self.port = folder, free_port()
        text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
        replaced = {
            "listen 80": f"listen 127.0.0.1:{self.port}",
            "127.0.0.1:8000": f"127.0.0.1:{service.port}",
            "/run/nginx.pid": f"{folder}/pid",
            "/var/log/nginx": str(folder),
            "/var/cache/nginx": str(folder),
            # some readers can send no other name
            "server_name muster.example": "server_name muster.example 127.0.0.1",
        }
        for documented, here in replaced.items():
            assert documented in text
            text = text.replace(documented, here)
        text = self.adapted(text)
        self.config = folder / "nginx.conf"
        self.config.write_text(text, encoding="utf-8")
        for name in ("muster", "body", "proxy"):
            (folder / name).mkdir(mode=0o777)
        # a test's folder is closed to other accounts, so root's nginx stays root here
        account = "user root;" if os.geteuid() == 0 else ""
        command = ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(self.config)]
        self.process = subprocess.Popen([*command, "-g", f"daemon off; {account}"])

    def adapted(self, text: str) -> str:
        return text

    def wait(self) -> None:
        web.until(lambda: self.get("/health/live").status == 200, 10)

    def get(self, path: str, method: str = "GET", **headers: str) -> web.Answer:
        return web.get(self.port, path, method, headers=HOST | headers)

    def workers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture
def proxy(pair: Service, tmp_path: Path) -> Iterator[Proxy]:
    running = Proxy(tmp_path, pair)
    try:
        running.wait()
        yield running
    finally:
        running.close()


def test_the_numbers_of_a_draft_are_in_no_log(proxy: Proxy):
    """Of a verdict, a refused request, a redirect and requests beyond the limit; other pages are logged."""
    number = "987654321"
    query = f"agency_id=us-dhs-ice&metric=hires&value={number}"
    found = proxy.get(f"/v1/check?{query}")
    assert (found.status, found.headers["cache-control"]) == (200, "private, no-store")
    for path in ("/v1/check", "/v1/check/", "//v1/check", "/v1/Check", "/v1/%63heck"):
        assert proxy.get(f"{path}?{query}&nothing=1").status in {308, 400, 404}
    with ThreadPoolExecutor(24) as readers:
        asked = readers.map(lambda _: proxy.get(f"/v1/check?{query}").status, range(300))
        assert set(asked) == {200, 429}
    proxy.get("/v1/config?written=1")
    assert "/v1/config?written=1" in (proxy.folder / "access.log").read_text(encoding="utf-8")
    for log in ("access.log", "error.log"):
        assert number not in (proxy.folder / log).read_text(encoding="utf-8")


def test_answers_pass_unchanged_and_are_kept(proxy: Proxy, pair: Service):
    for path in ("/v1/agencies?release=1", "/v1/sources.csv", "/v1/config"):
        direct, first, second = web.get(pair.port, path), proxy.get(path), proxy.get(path)
        assert direct.body == first.body == second.body
        for name in ("etag", "vary", "cache-control", "content-type", "access-control-allow-origin"):
            assert direct.headers.get(name) == second.headers.get(name), (path, name)
        assert (first.headers["x-cache"], second.headers["x-cache"]) == ("MISS", "HIT")
    unchanged = proxy.get("/v1/agencies?release=1", **{"if-none-match": second.headers.get("etag", "")})
    assert unchanged.status in {200, 304}


def test_each_form_is_kept_by_itself(proxy: Proxy):
    def form(**headers: str) -> tuple[str, str | None]:
        answer = proxy.get("/v1/agencies?release=1", **headers)
        assert answer.status == 200
        return answer.headers["content-type"], answer.headers.get("content-encoding")

    asked = [{}, {"accept": "text/csv"}, {"accept-encoding": "gzip"}, {"accept": "application/json"}]
    found = [form(**headers) for headers in asked]
    assert [form(**headers) for headers in asked] == found
    assert found[0] == found[3] == ("application/json", None)
    assert found[1][0].startswith("text/csv")
    assert found[2] == ("application/json", "gzip")


def test_problems_pass_unchanged(proxy: Proxy, pair: Service):
    for path, status in (
        ("/v1/agencies?nmae=x", 400),
        ("/v1/nothing", 404),
        ("/v1/agencies?q=" + "x" * 9000, 414),
    ):
        answer = proxy.get(path)
        direct = web.get(pair.port, path)
        assert (answer.status, web.without_id(answer.body)) == (status, web.without_id(direct.body))
    assert proxy.get("//v1/agencies").headers["location"] == "https://muster.example/v1/agencies"
    assert proxy.get("/v1/agencies", "POST").status == 405
    assert proxy.get("/" + "a" * 70_000).status == 414


AMBIGUOUS = {
    "no host": b"GET /v1/config HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\nhost: evil.example\r\n\r\n",
    "length and chunks": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\ncontent-length: 4\r\n"
    b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\ncontent-length: 4\r\n"
    b"content-length: 0\r\n\r\nabcd",
    "chunks twice": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\ntransfer-encoding: chunked\r\n"
    b"transfer-encoding: identity\r\n\r\n0\r\n\r\n",
    "unknown coding": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\n"
    b"transfer-encoding: xchunked\r\n\r\n",
    "blank before colon": b"GET /v1/config HTTP/1.1\r\nhost : muster.example\r\n\r\n",
    "negative length": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\ncontent-length: -1\r\n\r\n",
    "nul": b"GET /v1/config HTTP/1.1\r\nhost: muster.example\r\nx: a\x00b\r\n\r\n",
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_request_is_refused_and_ends_the_connection(proxy: Proxy, name: str):
    """What follows it on the connection is never answered, so it cannot be somebody else's request."""
    said = web.raw(proxy.port, AMBIGUOUS[name] + b"GET /health/live HTTP/1.1\r\nhost: muster.example\r\n\r\n")
    assert said.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 ")), said[:200]
    assert said.count(b"HTTP/1.1 ") == 1
    assert b'"live"' not in said


def test_a_body_is_not_passed_on(proxy: Proxy):
    """With bare line feeds as well: nginx writes the request anew."""
    inner = b"GET /health/live HTTP/1.1\r\nhost: muster.example\r\n\r\n"
    for end in (b"\r\n", b"\n"):
        head = [
            b"GET /v1/config HTTP/1.1",
            b"host: muster.example",
            b"content-length: %d" % len(inner),
            b"",
            b"",
        ]
        said = web.raw(proxy.port, end.join(head) + inner)
        assert said.startswith(b"HTTP/1.1 200 ")
        assert said.count(b"HTTP/1.1 ") == 1


def test_a_question_of_an_assistant_is_passed_on_and_in_no_log(proxy: Proxy):
    """Its body holds the draft; bodies of other requests are dropped."""
    number = 987654321
    claims = [{"agency_id": "us-dhs-ice", "metric": "hires", "value": number}]
    call = {"name": "check_claims", "arguments": {"claims": claims * 20}}
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    accepted = HOST | {"accept": "application/json"}
    answer = httpx.post(f"http://127.0.0.1:{proxy.port}/mcp", json=asked, headers=accepted, timeout=60)
    assert answer.json()["result"]["structuredContent"]["found"] == 20
    assert answer.headers["cache-control"] == "private, no-store"
    long = httpx.post(f"http://127.0.0.1:{proxy.port}/mcp", content=b" " * 600_000, headers=accepted)
    assert long.status_code == 413
    for log in ("access.log", "error.log"):
        assert str(number) not in (proxy.folder / log).read_text(encoding="utf-8")


def test_another_name_is_not_served(proxy: Proxy):
    assert web.get(proxy.port, "/v1/config", headers={"host": "evil.example"}).status == 421


def test_headers_come_in_time_and_the_silent_are_in_nobodys_way(proxy: Proxy):
    with ExitStack() as open_ones:
        for _ in range(1000):
            open_ones.enter_context(socket.create_connection(("127.0.0.1", proxy.port), 5))
        slow = open_ones.enter_context(socket.create_connection(("127.0.0.1", proxy.port), 5))
        slow.sendall(b"GET / HTTP/1.1\r\nhost: mus")
        begun = time.monotonic()
        # the limit of connections counts requests, not silence
        answers = [proxy.get("/v1/agencies?limit=5") for _ in range(20)]
        assert {answer.status for answer in answers} == {200}
        assert max(answer.seconds for answer in answers) < 0.5 * web.busy()
        slow.settimeout(15)
        with suppress(ConnectionResetError):
            assert slow.recv(100) == b""
        assert 9 < web.since(begun) < 11 + web.busy()


def test_who_asks_too_often_is_told_when_to_come_back(proxy: Proxy):
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10)
    answers = [web.asked(connection, "/v1/config", headers=HOST) for _ in range(400)]
    connection.close()
    refused = [answer for answer in answers if answer.status != 200]
    assert {answer.status for answer in refused} == {429}
    assert refused[0].headers["retry-after"] == "2"
    assert refused[0].headers["content-type"] == "application/problem+json"
    time.sleep(2)
    assert proxy.get("/v1/config").status == 200


def test_what_is_kept_outlives_the_service_and_the_rest_is_503(proxy: Proxy, serve: Serve, tmp_path: Path):
    service = serve()
    (tmp_path / "other").mkdir()
    other = Proxy(tmp_path / "other", service)
    try:
        other.wait()
        kept = other.get("/v1/agencies?release=1&limit=2")
        service.kill()
        again, answer = other.get("/v1/agencies?release=1&limit=2"), other.get("/v1/agencies?limit=3")
    finally:
        other.close()
    assert (again.status, again.body) == (200, kept.body)
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("old", [False, True])
def test_a_stored_file_is_asked_for_in_parts(proxy: Proxy, pair: Service, filled: Postgres, old: bool):
    large = large_file()
    stored(pair, filled, large)
    answer = proxy.get(large.path, range="bytes=-1000")
    assert (answer.status, answer.body) == (206, large.body[-1000:])
    assert answer.headers["content-range"] == f"bytes {SIZE - 1000}-{SIZE - 1}/{SIZE}"
    assert "x-cache" not in answer.headers
    other = proxy.get(large.path, range="bytes=-1000", **{"if-range": '"another"'})
    assert (other.status, other.body) == (200, large.body)
    kind = Old if old else http.client.HTTPConnection
    connection = kind("127.0.0.1", proxy.port, timeout=30)
    taken = web.taken(connection, large.path, HOST)
    connection.close()
    assert (taken.status, taken.sha256, taken.broken) == (200, large.sha256, "")


def test_a_file_cut_behind_nginx_is_visibly_cut(proxy: Proxy, pair: Service, filled: Postgres):
    manners = (*MANNERS, *CURL)
    known = references(pair.port, manners)
    tally = cut_sessions(proxy.port, filled, 60, manners, known)
    assert tally.cut + tally.refused >= 60, tally
    assert tally.cut >= 10, tally
    for turn in range(20):
        with Download(proxy.port, "1.1", another(turn)) as download:
            pass
        assert (download.answer.status, download.answer.whole) == (200, True)
        assert download.answer.sha256 == known["1.1"], "a cut file was kept"


@pytest.mark.timeout(3600)  # a worker starts after every second try, which takes a busy machine ten seconds
def test_no_program_takes_a_file_cut_behind_nginx_for_whole(proxy: Proxy, pair: Service, filled: Postgres):
    cutter = Cutter(proxy.port, PROGRAMS, *means_of(pair, filled))
    cutter.cut(40)
    assert cutter.ended["cut"] + cutter.ended["refused"] >= 40, cutter.ended
    assert cutter.ended["cut"] >= 10, cutter.ended


def test_no_program_takes_a_file_for_whole_whose_database_is_killed(
    proxy: Proxy, pair: Service, filled: Postgres
):
    cutter = MidwayCutter(proxy.port, filled, READERS, partial(end_database, pair, filled))
    cutter.cut(6)
    assert cutter.met >= 6, cutter.ended


def test_r_halts_at_a_file_cut_behind_nginx(proxy: Proxy, filled: Postgres):
    cutter = MidwayCutter(proxy.port, filled, {".csv": OF_R}, partial(filled.ask, END))
    cutter.cut(8)
    assert cutter.met >= 8, cutter.ended
    assert halted(cutter) >= 4, cutter.told


class Shared(Proxy):
    """The address of the tests is listed as shared.

    nginx goes on counting the connections of a worker that was killed: after eight, another client of one
    address would be refused until nginx itself restarts.
    """

    def adapted(self, text: str) -> str:
        assert "# 192.0.2.1 1;" in text
        return text.replace("# 192.0.2.1 1;", "127.0.0.1 1;")


def test_a_file_cut_by_nginx_is_visibly_cut(pair: Service, tmp_path: Path):
    with closing(Shared(tmp_path, pair)) as proxy:
        proxy.wait()
        cut_by_its_workers(proxy, pair)


def cut_by_its_workers(proxy: Proxy, pair: Service) -> None:
    known = references(pair.port)
    cut = 0
    for turn in range(20):
        manner = MANNERS[turn % len(MANNERS)]
        with Download(proxy.port, manner, another(turn)) as download:
            time.sleep(0.02 * (turn % 5))
            for worker in proxy.workers():
                worker.kill()
        web.until(lambda: proxy.get("/health/live").status == 200, 5)
        cut += not download.answer.whole
        if download.answer.whole:
            assert known[manner] == download.answer.sha256
    assert cut >= 5
