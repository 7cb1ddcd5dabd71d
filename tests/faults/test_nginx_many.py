"""The example of docs/nginx.conf before two servers, and before many clients of whom some ask too much."""

import http.client
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.faults import web
from tests.faults.conftest import Serve
from tests.faults.service import Service
from tests.faults.test_nginx import HOST, Proxy

pytestmark = pytest.mark.extra
PAGES = [f"/v1/agencies?limit={n}&release=1" for n in range(1, 1000)]


class Documented(Proxy):
    """The same with one more line of the example in use, or one put in."""

    def __init__(self, folder: Path, service: Service, changes: dict[str, str]) -> None:
        self.changes = changes
        super().__init__(folder, service)

    def adapted(self, text: str) -> str:
        for documented, here in self.changes.items():
            assert documented in text
            text = text.replace(documented, here)
        return text


@contextmanager
def proxied(folder: Path, service: Service, changes: dict[str, str]) -> Iterator[Documented]:
    proxy = Documented(folder, service, changes)
    try:
        proxy.wait()
        yield proxy
    finally:
        proxy.close()


def test_two_servers_are_restarted_one_after_the_other_and_nobody_notices(serve: Serve, tmp_path: Path):
    """Most of it is not in nginx's cache, and connections are kept alive."""
    services = [serve(), serve()]
    second = {"# server 127.0.0.1:8001 max_fails=0;": f"server 127.0.0.1:{services[1].port} max_fails=0;"}
    with proxied(tmp_path, services[0], second) as proxy, Visitors(proxy) as visitors:
        for turn in range(6):
            before, place = len(visitors.answers), turn % 2
            port = services[place].port
            assert services[place].stop() == 0
            services[place] = serve(MUSTER_PORT=str(port))
            web.until(lambda: len(visitors.answers) > before + 10, 20)  # noqa: B023
    assert not [answer for _, answer in visitors.answers if answer.status != 200]
    asked = [answer for _, answer in visitors.answers if answer.headers["x-cache"] == "MISS"]
    assert len(asked) > 100


class Visitors(web.Crowd):
    """Twenty requests a second, by name."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(proxy.port, PAGES, size=4, pause=0.2)

    def ask(self, number: int) -> None:
        connection, turn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), number
        while not self.over.is_set():
            answer = web.asked(connection, self.paths[turn % len(self.paths)], headers=HOST)
            self.answers.append((time.monotonic(), answer))
            turn += len(self.threads)
            time.sleep(self.pause)
        connection.close()


def ask(proxy: Proxy, count: int, address: str = "127.0.0.1", **headers: str) -> list[web.Answer]:
    """From this address of the loopback, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=10, source_address=(address, 0))
    with closing(connection):
        return [web.asked(connection, "/v1/config", headers=HOST | headers) for _ in range(count)]


def test_who_asks_too_often_is_refused_alone_whatever_he_says_he_is(pair: Service, tmp_path: Path):
    with proxied(tmp_path, pair, {}) as proxy:
        refused = [answer for answer in ask(proxy, 400, "127.0.0.2") if answer.status != 200]
        assert {answer.status for answer in refused} == {429}
        for name in ("x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"):
            spoofed = ask(proxy, 30, "127.0.0.2", **{name: "198.51.100.7"})
            assert 429 in {answer.status for answer in spoofed}, name
        assert {answer.status for answer in ask(proxy, 20, "127.0.0.3")} == {200}


def test_five_hundred_readers_of_a_listed_address_read_what_is_kept(pair: Service, tmp_path: Path):
    """All at once, as when an editor sends a link around. Other addresses keep their limit."""
    path = "/v1/agencies?limit=3"
    with proxied(tmp_path, pair, {"# 192.0.2.1 1;": "127.0.0.5 1;"}) as proxy, ExitStack() as offices:
        kept = proxy.get(path).body
        readers = [
            http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=60, source_address=("127.0.0.5", 0))
            for _ in range(500)
        ]
        for reader in readers:
            offices.enter_context(closing(reader)).request("GET", path, headers=HOST)
        responses = [reader.getresponse() for reader in readers]
        answers = [(response.status, response.headers["x-cache"], response.read()) for response in responses]
        assert {(status, body) for status, _, body in answers} == {(200, kept)}
        assert "MISS" not in {cache for _, cache, _ in answers}
        assert 429 in {answer.status for answer in ask(proxy, 400, "127.0.0.6")}


def test_who_comes_back_when_told_is_answered(pair: Service, tmp_path: Path):
    with proxied(tmp_path, pair, {}) as proxy:
        for _ in range(3):
            refused = [answer for answer in ask(proxy, 300, "127.0.0.4") if answer.status == 429]
            assert refused
            time.sleep(int(refused[-1].headers["retry-after"]))
            assert {answer.status for answer in ask(proxy, 20, "127.0.0.4")} == {200}


def test_a_network_of_ipv6_is_one_client(pair: Service, tmp_path: Path):
    """The address of a request is that of a header here: nobody has so many addresses for a test."""
    believed = {"server_tokens off;": "server_tokens off; set_real_ip_from 127.0.0.1; real_ip_header x-test;"}
    with proxied(tmp_path, pair, believed) as proxy:
        found = [ask(proxy, 20, **{"x-test": f"2001:db8:1:2::{n:x}"}) for n in range(1, 21)]
        assert 429 in {answer.status for answers in found for answer in answers}
        others = [ask(proxy, 1, **{"x-test": f"2001:db8:1:{n:x}::1"}) for n in range(10, 30)]
        assert {answer.status for answers in others for answer in answers} == {200}


def test_a_parameter_that_does_not_exist_is_no_way_around_the_cache(proxy_log: Documented):
    """The refusal is kept for a while as well, so the server is asked for it once."""
    first = proxy_log.get("/v1/agencies?buster=1")
    again = [proxy_log.get("/v1/agencies?buster=1") for _ in range(10)]
    assert (first.status, {answer.status for answer in again}) == (400, {400})
    assert "HIT" in {answer.headers["x-cache"] for answer in again}


@pytest.fixture
def proxy_log(pair: Service, tmp_path: Path) -> Iterator[Documented]:
    with proxied(tmp_path, pair, {}) as proxy:
        yield proxy
