"""How the API behaves on the wire: methods, negotiation, caching, codings, and what every answer carries."""

import gzip
import json
import re

import pytest

from api.catalog import BY_NAME, CATALOG
from api.docs import ASSETS
from api.history import WITH_HISTORY
from tests.api.forms import SUFFIXES
from tests.conftest import files_of

LISTS = [f"/v1/{resource.name}" for resource in CATALOG]
CITES = ("", ".csl.json", ".bib", ".ris")
FILES = [path + suffix for path in LISTS for suffix in (".csv", ".ndjson", ".array.json")]
FILES += [f"/v1/agencies{suffix}" for suffix in SUFFIXES]
RECORD = "/v1/agencies/ny0303000"


@pytest.fixture(scope="module")
def addresses(app, records, database, settings):
    """An address of every route there is."""
    files_of(database, settings, 1)
    examples = {f"/v1/{name}/{{key}}": str(of[0][BY_NAME[name].key]) for name, of in records.items()}
    cites = [resource for resource in CATALOG if resource.cited]
    examples |= {
        f"/v1/{cited.name}/{{key}}/cite{suffix}": cited.example for cited in cites for suffix in CITES
    }
    examples |= {"/v1/agencies/{key}/summary": "ny0303000", "/problems/{slug}": "not-found"}
    asked = {"/v1/status": "?ids=us-dhs-ice&since_release=1"}
    stored = "/v1/releases/{key}/files"
    examples |= {stored: "1", f"{stored}/metrics.csv": "1"}
    examples["/docs/{name}"] = next(iter(ASSETS))
    for resource in WITH_HISTORY:
        oldest = min(records[resource.name], key=lambda record: record["first_release"])
        since = f"?since_release={oldest['first_release']}"
        examples[f"/v1/{resource.name}/{{key}}/history"] = oldest["id"]
        examples[f"/v1/{resource.name}/{{key}}/status"] = oldest["id"]
        asked[f"/v1/{resource.name}/{{key}}/status"] = since
    return [
        re.sub(r"\{.*?\}", examples.get(path, "{no example}"), path) + asked.get(path, "")
        for path in (r.path_format.replace("files/{name}", "files/metrics.csv") for r in app.routes)
        if path != "/"
    ]


async def test_the_bare_address_leads_to_the_documentation(get):
    answer = await get("/")
    assert (answer.status, answer.headers["location"]) == (302, "https://muster.example/docs")
    assert (await get("/?page=1")).problem == "invalid-query"


async def test_head_says_what_get_says_without_a_body(addresses, get):
    for address in addresses:
        await get(address)  # a large file has its length and digest from the second time on
        answer, head = await get(address), await get(address, method="HEAD")
        assert (head.status, head.body) == (answer.status, b""), address
        assert answer.status == 200, address
        # what only the rows tell: how long the answer is, unless that is known, and whether a page follows
        expected = dict(answer.headers)
        length = expected.pop("content-length", None)
        assert head.headers.pop("content-length", length) == length, address
        if "link" in expected:
            expected["link"] = re.sub(r'^<[^>]*>; rel="next", ', "", expected["link"])
            head.headers["link"] = re.sub(r'^<[^>]*>; rel="next", ', "", head.headers["link"])
        assert head.headers == expected, address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/agencies?colour=red", 400),
        ("/v1/agencies/nobody", 404),
        ("/v1/agencies?release=999", 404),
        ("/v1/agencies?after=nobody", 404),
        ("/v1/agencies/test-old-town-police", 301),
        ("/v1/agencies/nypd", 302),
        ("/v1/agencies/", 308),
        ("/nothing", 404),
        ("/v1/incentives/test-city-police-drive-2026-housing", 410),
        ("/v1/agencies?q=" + "x" * 9000, 414),
    ],
)
async def test_head_refuses_what_get_refuses(address, status, get):
    answer, head = await get(address), await get(address, method="HEAD")
    assert (answer.status, head.status, head.body) == (status, status, b"")
    expected = {name: text for name, text in answer.headers.items() if name != "content-length"}
    assert {name: text for name, text in head.headers.items() if name != "content-length"} == expected


async def test_options_answers_a_preflight_on_every_route(addresses, get):
    for address in addresses:
        answer = await get(address, method="OPTIONS", origin="null", access_control_request_method="GET")
        assert (answer.status, answer.body) == (204, b""), address
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        assert answer.headers["access-control-max-age"] == "86400"
        assert "If-None-Match" in answer.headers["access-control-allow-headers"]
        assert answer.headers["access-control-allow-origin"] == "*"


async def test_options_of_nothing_is_not_found(get):
    answer = await get("/v1/nothing", method="OPTIONS")
    assert (answer.status, answer.problem) == (404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
async def test_other_methods_are_refused_with_what_is_allowed(method, addresses, get):
    for address in addresses:
        answer = await get(address, method=method)
        assert (answer.status, answer.problem) == (405, "method-not-allowed"), address
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


JSON, CSV, LINES = "application/json", "text/csv; charset=utf-8; header=present", "application/x-ndjson"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("APPLICATION/JSON", JSON),
        ("application/*", JSON),
        ("text/csv", CSV),
        ("text/*", CSV),
        ("application/x-ndjson", LINES),
        ("text/html, text/csv;q=0.1", CSV),
        ("text/csv;q=0.4, application/json;q=0.5", JSON),
        ("text/csv;q=0.5, application/json;q=0.4", CSV),
        ("text/csv ; q=0.9 , */*;q=0.1", CSV),
        ("application/json;q=0, */*", CSV),
        ("text/csv;header=present", CSV),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", JSON),
        ("junk", 406),
        ("/;;,,=", 406),
        (";;,,= (?", JSON),
        ("text/csv;q=5", CSV),
        ("text/html", 406),
        ("application/json;q=0", 406),
        ("application/geo+json, image/png", 406),
        ("*/*;q=0", 406),
        ("x/y, " * 1600, 406),
    ],
)
async def test_a_list_is_served_as_accept_says(accept, expected, get):
    headers = {} if accept is None else {"accept": accept}
    answer = await get("/v1/agencies?state=NY", **headers)
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    if expected == 406:
        assert (answer.status, answer.problem) == (406, "not-acceptable")
        assert answer.json["detail"] == "Served here: application/json, text/csv, application/x-ndjson."
    else:
        assert (answer.status, answer.headers["content-type"]) == (200, expected)


async def test_a_record_is_json_alone(get):
    assert (await get(RECORD, accept="text/csv")).status == 406
    assert (await get(RECORD, accept="text/html, */*;q=0.1")).headers["content-type"] == JSON


async def test_a_suffix_decides_and_accept_does_not(get):
    for address in ("/v1/agencies.json?state=NY", f"{RECORD}.json"):
        answer = await get(address, accept="text/csv")
        assert (answer.status, answer.headers["content-type"]) == (200, JSON)
        assert answer.headers["vary"] == "Accept-Encoding"
    answer = await get("/v1/agencies.csv?state=NY", accept="application/json")
    assert (answer.headers["content-type"], answer.headers["vary"]) == (CSV, "Accept-Encoding")


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/v1/agencies/", "/v1/agencies"),
        ("//v1/agencies", "/v1/agencies"),
        ("/v1//agencies//", "/v1/agencies"),
        ("/v1/agencies/ny0303000/?release=1", "/v1/agencies/ny0303000?release=1"),
        ("/v1/agencies.csv/?state=NY&kind=sheriff", "/v1/agencies.csv?state=NY&kind=sheriff"),
        ("/docs/", "/docs"),
    ],
)
async def test_an_address_with_too_many_slashes_moves_to_the_one_without(address, canonical, get):
    answer = await get(address)
    assert (answer.status, answer.headers["location"]) == (308, f"https://muster.example{canonical}")


@pytest.mark.parametrize(
    "address",
    [
        "/V1/agencies", "/v1/Agencies", "/v1/AGENCIES", "/v1/agencies/NY0303000", "/v1/agencies.CSV",
        "/v1/agencies.xml", "/v1/agencies;a=b", "/v1/agencies/..", "/v1/agencies/%2e%2e/config",
        "/v1/agencies%2Fny0303000", "/v1/agencies/ny0303000/nothing",
        "/v1/agencies/ny0303000%0d%0aset-cookie:x=1", "/v1/agencies/ny0303000.csv", "/v1/agencies/%00",
        "/v1/agencies/%FF", "/v2/agencies", "/v1", "/v1/agencies/ny0303000%20", "/favicon.ico",
    ],
)  # fmt: skip
async def test_no_other_address_is_a_second_spelling(address, get):
    answer = await get(address)
    assert (answer.status, answer.problem) == (404, "not-found")


async def test_a_query_string_has_eight_kilobytes(get):
    assert (await get("/v1/agencies?name=" + "x" * (8192 - 5))).status == 400
    answer = await get("/v1/agencies?name=" + "x" * (8192 - 4))
    assert (answer.status, answer.problem) == (414, "uri-too-long")


EVERYWHERE = {
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
    "muster-contract": "1",
}
EXPOSED = {
    "ETag", "Link", "Content-Location", "Content-Disposition", "Content-Length", "Content-Range",
    "Accept-Ranges", "Repr-Digest", "Retry-After", "Muster-Release", "Muster-Contract",
    "Muster-Rows",
}  # fmt: skip


async def test_every_answer_may_be_read_from_any_page(addresses, get):
    refused = ["/nothing", "/v1/agencies?x=1", "/v1/agencies/nypd", "/v1/agencies/nobody", "/v1/agencies/"]
    refused += ["/v1/agencies?q=" + "x" * 9000, "/v1/incentives/test-city-police-drive-2026-housing"]
    etag = (await get(RECORD)).headers["etag"]
    answers = [await get(address, origin="https://reader.example") for address in (*addresses, *refused)]
    answers += [
        await get(RECORD, if_none_match=etag),
        await get(RECORD, method="POST"),
        await get(RECORD, accept="a/b"),
    ]
    assert {answer.status for answer in answers} == {200, 302, 304, 308, 400, 404, 405, 406, 410, 414}
    for answer in answers:
        assert EVERYWHERE.items() <= answer.headers.items()
        assert set(answer.headers["access-control-expose-headers"].split(", ")) == EXPOSED
        assert not {"set-cookie", "server", "access-control-allow-credentials"} & answer.headers.keys()


@pytest.mark.parametrize("path", [*LISTS, *FILES, RECORD, f"{RECORD}.json", f"{RECORD}/summary"])
async def test_a_tag_that_the_client_has_is_not_sent_again(path, get):
    answer = await get(path)
    again = await get(path, if_none_match=answer.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    kept = ("etag", "vary", "cache-control", "content-location", "muster-release")
    assert [again.headers[name] for name in kept] == [answer.headers[name] for name in kept]
    assert "content-length" not in again.headers


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("{}", 304),
        ("W/{}", 304),
        ('"a", {}, "b"', 304),
        ('"a",{}', 304),
        ("*", 304),
        ('"a"', 200),
        ("", 200),
        ("junk", 200),
    ],
)
async def test_if_none_match_is_a_list_of_tags_strong_or_weak(given, status, get):
    for path in (RECORD, "/v1/agencies", "/v1/agencies.csv"):
        etag = (await get(path)).headers["etag"]
        assert (await get(path, if_none_match=given.format(etag))).status == status
        assert (await get(path, "HEAD", if_none_match=given.format(etag))).status == status


async def test_a_star_matches_only_what_is_there(get):
    assert (await get("/v1/agencies/nobody", if_none_match="*")).status == 404
    assert (await get("/v1/agencies?after=nobody", if_none_match="*")).status == 404
    assert (await get("/v1/agencies/nypd", if_none_match="*")).status == 302
    assert (await get("/v1/agencies?colour=red", if_none_match="*")).status == 400
    assert (await get("/v1/agencies?release=999", if_none_match="*")).status == 404


async def test_a_tag_is_of_one_address_one_release_and_one_coding(get, newest):
    addresses = (
        "/v1/agencies",
        "/v1/agencies.json",
        "/v1/agencies.csv",
        "/v1/agencies?limit=5",
        "/v1/agencies?release=1",
    )
    tags = [(await get(address)).headers["etag"] for address in addresses]
    packed = await get("/v1/agencies", accept_encoding="gzip")
    assert packed.headers["etag"] == tags[0][:-1] + '-gzip"'
    assert len(set(tags)) == len(tags)
    assert (await get("/v1/agencies", if_none_match=packed.headers["etag"])).status == 200
    assert (
        await get("/v1/agencies", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    ).status == 304
    assert (await get("/v1/agencies", accept_encoding="gzip", if_none_match=tags[0])).status == 200
    assert all(re.fullmatch(r'"[A-Za-z0-9_-]{43}"', tag) for tag in tags)
    assert (await get(f"/v1/agencies?limit=100&release={newest}")).headers["etag"] == tags[0]


@pytest.mark.parametrize(
    ("accept_encoding", "packed"),
    [
        ("gzip", True), ("gzip, deflate, br", True), ("br;q=1.0, gzip;q=0.8", True), ("*", True),
        ("GZIP", True), ("identity", False), ("gzip;q=0", False), ("*;q=0", False), ("br", False),
        ("", False), ("junk;;;", False),
    ],
)  # fmt: skip
async def test_gzip_is_sent_to_those_who_take_it(accept_encoding, packed, get):
    for path in (
        "/v1/agencies",
        RECORD,
        "/v1/agencies.csv",
        "/v1/agencies.array.json",
        "/v1/metrics.ndjson",
        "/openapi.json",
    ):
        plain = await get(path)
        answer = await get(path, accept_encoding=accept_encoding)
        assert ("content-encoding" in answer.headers) == packed
        assert (gzip.decompress(answer.body) if packed else answer.body) == plain.body
        assert "Accept-Encoding" in answer.headers["vary"]


async def test_the_same_answer_is_packed_to_the_same_bytes(get):
    one, other = [await get("/v1/agencies.csv", accept_encoding="gzip") for _ in range(2)]
    assert one.body == other.body


LIVE = "public, max-age=60, s-maxage=60, stale-while-revalidate=300, stale-if-error=86400"
PINNED = "public, max-age=86400, stale-while-revalidate=604800"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/v1/agencies", LIVE),
        ("/v1/agencies.csv", LIVE),
        (RECORD, LIVE),
        ("/v1/agencies?known_on=2026-11-22", LIVE),
        ("/v1/agencies?release=1", PINNED),
        ("/v1/agencies.csv?release=1", PINNED),
        (f"{RECORD}?release=1", PINNED),
        (f"{RECORD}/summary?release=1", PINNED),
        ("/v1/agencies?release=1&known_on=2026-11-01", "public, max-age=10"),
        ("/v1/agencies?release=1&q=police", LIVE),
        ("/v1/agencies?x=1", "public, max-age=60"),
        ("/v1/agencies/nobody", "public, max-age=10"),
        ("/health/live", "no-store"),
        ("/health/ready", "no-store"),
        (f"/docs/{next(iter(ASSETS))}", "public, max-age=31536000, immutable"),
    ],
)
async def test_an_answer_may_be_kept_as_long_as_it_holds(address, expected, get):
    assert (await get(address)).headers["cache-control"] == expected


async def test_an_answer_names_its_pinned_address_and_what_it_rests_on(get, newest):
    answer = await get("/v1/agencies?state=NY&limit=2&sort=-name")
    pinned = f"https://muster.example/v1/agencies?limit=2&release={newest}&sort=-name&state=NY"
    assert answer.headers["content-location"] == pinned
    assert answer.headers["muster-release"] == str(newest)
    links = dict(re.findall(r'<([^>]*)>; rel="([a-z-]+)"', answer.headers["link"]))
    links = {relation: address for address, relation in links.items()}
    assert links == {
        "next": answer.json["links"]["next"],
        "service-desc": "https://muster.example/openapi.json",
        "describedby": "https://muster.example/docs",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "cite-as": pinned,
    }
    assert answer.json["links"]["self"] == pinned
    assert answer.json["links"]["latest"] == "https://muster.example/v1/agencies?limit=2&sort=-name&state=NY"


async def test_what_an_answer_names_leads_back_to_it(get):
    answer = await get("/v1/citations?speaker__contains=marvel&limit=1&count=true&match=", accept="*/*")
    assert answer.status == 400
    answer = await get("/v1/citations?limit=1&sort=-speaker&quote__contains=%26%22%C3%A9+")
    same = await get(answer.json["links"]["self"].removeprefix("https://muster.example"))
    assert (same.body, same.headers["etag"]) == (answer.body, answer.headers["etag"])


async def test_no_header_of_a_client_changes_an_address(get):
    spoofed = {
        "host": "evil.example",
        "x_forwarded_host": "evil.example",
        "x_forwarded_proto": "gopher",
        "forwarded": "host=evil.example",
    }
    for address in (
        "/v1/agencies?limit=1",
        "/v1/agencies/nypd",
        "/v1/agencies/",
        "/v1/agencies?x=1",
        "/openapi.json",
    ):
        plain, answer = await get(address), await get(address, **spoofed)
        assert (answer.body, answer.headers) == (plain.body, plain.headers)
        assert b"evil" not in answer.body


async def test_a_whole_answer_says_how_long_it_is(get):
    for address in ("/v1/agencies", RECORD, "/v1/config", "/v1/agencies?x=1"):
        answer = await get(address)
        assert answer.headers["content-length"] == str(len(answer.body))


async def test_the_process_lives_and_is_ready(get, newest):
    assert (await get("/health/live")).json == {"status": "live"}
    assert (await get("/health/ready")).json == {"status": "ready", "release": newest}


async def test_every_kind_of_problem_has_a_page(get):
    from api.problems import KINDS

    for slug, kind in KINDS.items():
        page = (await get(f"/problems/{slug}")).json
        assert page["type"] == f"https://muster.example/problems/{slug}"
        assert (page["title"], page["status"]) == (kind.title, kind.status)
        assert page["about"]
    assert (await get("/problems/of-my-own")).problem == "not-found"


async def test_config_states_the_limits_that_hold(get):
    stated = (await get("/v1/config")).json
    assert stated["contract_version"] == 1
    assert stated["limits"]["limit_max"] == 1000
    assert stated["limits"]["query_string_bytes_max"] == 8192
    assert [each["suffix"] for each in stated["formats"]] == [*SUFFIXES]
    assert "signing_bonus" in stated["vocabularies"]["IncentiveKind"]
    assert json.dumps(stated).count("None") == 0
