"""HEAD, OPTIONS and every other method on every address of the contract; addresses that are hard to read."""

import http.client
import json
import re
from urllib.parse import urlsplit

import pytest

from api import openapi
from api.catalog.resources import CATALOG
from api.routes.chart_forms import FORMS
from api.routes.list_charts import DRAWN
from tests.small_log import ADDITIONS

DOCUMENT = openapi.document("https://muster.example")
KEYS = {f"/v1/{resource.name}/": resource.example for resource in CATALOG}
# Since the release before the made-up ones, which holds every example.
ASKED = {
    "/status": f"?since_release={ADDITIONS - 1}",
    "/v1/status": "?ids=us-dhs-ice&since_release=12",
    "/v1/check": "?agency_id=us-dhs-ice&metric=hires&value=12000",
}
# All records are too many for a chart.
ASKED |= {each.path + form.suffix: f"?id={each.example}" for each in DRAWN for form in FORMS}


def filled(path: str) -> str:
    """The path with values that are there, asked with what it needs."""
    example = next((key for start, key in KEYS.items() if path.startswith(start)), "")
    values = {"id": example, "number": example, "slug": "not-found", "name": "metrics.csv"}
    asked = ASKED.get(path) or next((ASKED[end] for end in ASKED if path.endswith("}" + end)), "")
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], path) + asked


ADDRESSES = [filled(path) for path in DOCUMENT["paths"]]


class Answer:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = {name.lower(): text for name, text in answer.getheaders()}
        self.body = answer.read()


@pytest.fixture
def ask(service):
    """Sends the address as it stands, which a client library would tidy first."""
    connection = http.client.HTTPConnection(urlsplit(service).netloc, timeout=300)

    def asking(method: str, address: str, **headers: str) -> Answer:
        connection.putrequest(method, address, skip_accept_encoding=True)
        for name, text in headers.items():
            connection.putheader(name.replace("_", "-"), text)
        connection.endheaders()
        return Answer(connection.getresponse())

    yield asking
    connection.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_says_what_get_says(ask, address):
    got, head = ask("GET", address), ask("HEAD", address)
    assert (got.status, head.status, head.body) == (200, 200, b"")
    untold = {"date", "content-length", "transfer-encoding", "link"}
    assert {name: head.headers[name] for name in got.headers if name not in untold} == {
        name: text for name, text in got.headers.items() if name not in untold
    }


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_an_answer_with_a_tag_is_304_to_who_has_it_and_says_what_is_documented(ask, path):
    responses = DOCUMENT["paths"][path]["get"]["responses"]
    found = ask("GET", filled(path))
    assert ("etag" in found.headers) == ("304" in responses)
    if "304" in responses:
        unchanged = ask("GET", filled(path), if_none_match=found.headers["etag"])
        assert (unchanged.status, unchanged.body) == (304, b"")
        documented = resolved(responses["304"])["headers"]
        assert {name.lower() for name in documented} <= set(unchanged.headers)
        for name in ("etag", "cache-control", "vary"):
            assert unchanged.headers.get(name) == found.headers.get(name)


def resolved(node: dict) -> dict:
    name = node.get("$ref", "").rpartition("/")[2]
    return DOCUMENT["components"]["responses"][name] if name else node


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_allows_reading_and_nothing_else_is_allowed(ask, address):
    options = ask("OPTIONS", address)
    assert (options.status, options.body) == (204, b"")
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY", "PURGE"):
        refused = ask(method, address)
        assert refused.status == 405
        assert refused.headers["allow"] == options.headers["allow"] == "GET, HEAD, OPTIONS"
        assert_problem(refused)


def assert_problem(answer: Answer) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    problem = json.loads(answer.body)
    assert set(problem) == set(DOCUMENT["components"]["schemas"]["Problem"]["required"])
    assert problem["status"] == answer.status


ODD = {
    "/v1/agencies?name=%00": 400,
    "/v1/agencies?name=%": 400,
    "/v1/agencies?name=%4": 400,
    "/v1/agencies?name=%ff": 400,
    "/v1/agencies?name=%ED%A0%80": 400,
    "/v1/agencies?name=" + "%F0%9F%91%AE" * 201: 400,
    "/v1/agencies?name": 400,
    "/v1/agencies?name=": 400,
    "/v1/agencies?name=a&name=b": 400,
    "/v1/agencies?&": 200,
    "/v1/agencies?%00=1": 400,
    "/v1/agencies?bogus=1": 400,
    "/v1/agencies?limit=0": 400,
    "/v1/agencies?limit=-1": 400,
    "/v1/agencies?limit=1.0": 400,
    "/v1/agencies?limit=%31%30": 200,
    "/v1/agencies?limit=%D9%A3": 400,
    "/v1/agencies?release=0": 400,
    "/v1/agencies?release=2147483647": 404,
    "/v1/agencies?release=2147483648": 400,
    "/v1/agencies?known_on=0000-01-01": 400,
    "/v1/agencies?known_on=0001-01-01": 404,
    "/v1/agencies?known_on=9999-12-31": 404,
    "/v1/staffing-figures?year=-5": 200,
    "/v1/staffing-figures?year=1e3": 400,
    "/v1/staffing-figures?value__gte=-1": 200,
    "/v1/staffing-figures?value__gte=-0.0": 200,
    "/v1/staffing-figures?value=5e-324": 200,
    "/v1/staffing-figures?value=1e15": 200,
    "/v1/staffing-figures?value=1e16": 400,
    "/v1/staffing-figures?value=1e400": 400,
    "/v1/staffing-figures?value=NaN": 400,
    "/v1/staffing-figures?value=Infinity": 400,
    "/v1/staffing-figures?value=0x10": 400,
    "/v1/staffing-figures?value__in=1,,2": 400,
    "/v1/agencies?q=" + "a" * 9000: 414,
    "/v1/agencies/%2F": 404,
    "/v1/agencies/a%2Fb": 404,
    "/v1/agencies/%00": 404,
    "/v1/agencies/%ff": 404,
    "/v1/agencies/%": 404,
    "/v1/agencies/US-DHS-ICE": 404,
    "/v1/agencies/us--ice": 404,
    "/v1/agencies/" + "a" * 5000: 404,
    "/v1/agencies/..": 404,
    "/v1/agencies/.json": 404,
    "/v1/agencies/us-dhs-ice.json.json": 404,
    "/v1/agencies/us-dhs-ice.csv": 404,
    "/v1/agencies.xml": 404,
    "/v1/Agencies": 404,
    "/v1/releases/1": 200,
    "/v1/releases/1.json": 200,
    "/v1/releases/0": 404,
    "/v1/releases/-1": 404,
    "/v1/releases/01": 404,
    "/v1/releases/1.0": 404,
    "/v1/releases/1e0": 404,
    "/v1/releases/" + "1" + "0" * 30: 404,
    "/v1/releases/1/cite": 200,
    "/v1/releases/01/cite": 404,
    "/v1/releases/1/cite.json": 404,
    "/v1/releases/1/cite.bibtex": 404,
    "/v1/releases/1.json/cite": 404,
    "/v1/agencies/us-dhs-ice/cite": 404,
    "/problems/no-such": 404,
    "/docs/..%2f": 404,
    "/guides/..%2fREADME": 404,
    "/guides/../docs": 404,
    "/static/site.css": 404,
}


@pytest.mark.parametrize("address", ODD, ids=lambda address: address[:60])
def test_an_odd_address_is_answered_with_what_it_deserves(ask, address):
    answer, head = ask("GET", address), ask("HEAD", address)
    assert (answer.status, head.status, head.body) == (ODD[address], ODD[address], b"")
    if answer.status >= 400:
        assert_problem(answer)
        assert head.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("address", ["/v1/agencies/", "//v1/agencies", "/v1//agencies/"])
def test_a_doubled_or_trailing_slash_leads_to_the_one_address(ask, service, address):
    answer = ask("GET", address + "?state=CA")
    assert (answer.status, answer.headers["location"]) == (308, f"{service}/v1/agencies?state=CA")
