"""Requests as no library sends them: too long, too old, misspelt, with somebody else's name in the header."""

import json

import pytest

from tests.faults import web
from tests.faults.service import PUBLIC_URL, Service


def ask(
    service: Service, target: str, *fields: str, version: str = "1.1"
) -> tuple[int, dict[str, str], bytes]:
    """A request written by hand; without fields it has not even a Host."""
    lines = [f"GET {target} HTTP/{version}", *fields, "connection: close", "", ""]
    said = web.raw(service.port, "\r\n".join(lines).encode(), silence=30)  # it closes, as it was asked to
    head, _, body = said.partition(b"\r\n\r\n")
    status, *rest = head.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in rest)
    return int(status.split(" ")[1]), headers, body


def test_a_long_query_string_is_a_problem(service: Service):
    for size in (8300, 40_000):
        answer = web.get(service.port, "/v1/agencies?q=" + "x" * size)
        assert (answer.status, web.problem(answer)["type"]) == (414, f"{PUBLIC_URL}/problems/uri-too-long")
    answer = web.get(service.port, "/v1/agencies?q=" + "x" * 8000)
    assert (answer.status, answer.slug) == (400, "invalid-query")


@pytest.mark.parametrize(("size", "status"), [(20_000, 404), (70_000, 414), (1_000_000, 431)])
def test_a_long_path_is_refused(service: Service, size: int, status: int):
    assert ask(service, "/" + "a" * size, "host: x")[0] == status


def test_many_or_large_headers_are_refused_and_cost_no_memory(service: Service):
    web.get(service.port, "/v1/config")
    before = service.memory()
    assert ask(service, "/v1/config", "host: x", *(f"x{n}: y" for n in range(200)))[0] == 431
    for _ in range(5):
        assert ask(service, "/v1/config", "host: x", "x: " + "y" * 2_000_000)[0] == 431
    assert ask(service, "/v1/agencies", "host: x", "accept: " + "a/b;q=0.1," * 800 + "text/html")[0] == 406
    assert service.memory() < before + 16 * 2**20


@pytest.mark.parametrize("size", [8193, 60_000, 200_000])
def test_a_large_header_that_is_read_is_a_problem(service: Service, size: int):
    status, headers, body = ask(service, "/v1/agencies", "host: x", "accept: a" + " " * (size - 2) + "(")
    assert (status, headers["content-type"]) == (431, "application/problem+json")
    assert json.loads(body)["type"] == f"{PUBLIC_URL}/problems/headers-too-large"


def test_a_client_of_http_1_0_learns_the_length_of_a_file(service: Service):
    for path in ("/v1/sources.csv", "/v1/staffing-figures.csv"):
        status, headers, body = ask(service, path, version="1.0")
        assert (status, int(headers["content-length"])) == (200, len(body))
        assert "transfer-encoding" not in headers
        assert body == web.get(service.port, path).body


@pytest.mark.parametrize(
    ("target", "status", "location"),
    [
        ("//v1/agencies", 308, "/v1/agencies"),
        ("/v1//agencies?limit=2", 308, "/v1/agencies?limit=2"),
        ("/v1/agencies/", 308, "/v1/agencies"),
        ("//evil.example//v1", 308, "/evil.example/v1"),
        ("/V1/agencies", 404, None),
        ("/v1/Agencies", 404, None),
        ("/v1/agencies;a=b", 404, None),
        ("/v1%2Fagencies", 404, None),
        ("/v1%2F%2Fagencies", 404, None),
        ("/v1/%61gencies", 404, None),
        ("/v1/./agencies", 404, None),
        ("/v1/x/../agencies", 404, None),
        ("/v1/%2e%2e/v1/agencies", 404, None),
        ("/v1/%00", 404, None),
        ("/v1/%ff", 404, None),
    ],
)
def test_an_address_has_one_spelling(service: Service, target: str, status: int, location: str | None):
    found, headers, body = ask(service, target, "host: x")
    assert found == status
    assert headers.get("location") == (PUBLIC_URL + location if location else None)
    assert status == 308 or json.loads(body)["type"].endswith("/not-found")


def without_id(answer):
    """The answer without what differs each time: its date, its age, and the id of a request that failed."""
    status, headers, body = answer
    return status, {**headers, "date": "", "age": ""}, web.without_id(body)


def test_nobody_elses_name_gets_into_an_answer(service: Service):
    """Only the public address of the settings is ever named, whatever the headers claim."""
    spoofed = [
        (),
        ("host: evil.example",),
        ("host: evil.example", "host: worse.example"),
        (
            "host: x",
            "x-forwarded-host: evil.example",
            "x-forwarded-proto: gopher",
            "x-forwarded-for: 6.6.6.6",
            "x-forwarded-prefix: /evil",
            "forwarded: for=6.6.6.6;host=evil.example;proto=gopher",
            "x-original-url: /evil",
            "x-rewrite-url: /evil",
            "x-http-method-override: DELETE",
        ),
    ]
    for target in (
        "/v1/agencies?limit=3",
        "/v1/config",
        "//v1/config",
        "/v1/nothing",
        "/v1/sources.csv",
        "/health/ready",
    ):
        plain = without_id(ask(service, target, "host: muster.example"))
        for fields in spoofed:
            assert without_id(ask(service, target, *fields)) == plain, (target, fields)
    assert (
        ask(service, "http://evil.example/v1/config", "host: x")[2]
        == ask(service, "/v1/config", "host: x")[2]
    )
