"""How the API behaves on the wire: methods, negotiation, caching, codings, and what every answer carries."""

import gzip
import json
import re
import zlib

import brotli
import pytest
import zstandard
from msgspec import structs

from api.catalog.resources import BY_NAME, CATALOG, REVISED
from api.http.assets import ASSETS
from api.routes.chart_forms import FORMS
from api.routes.list_charts import DRAWN
from tests.api.forms import SUFFIXES
from tests.api.wire import Answer
from tests.conftest import client_of, files_of, running

# A problem has an id of its request, which no other has.
OWN_ID = re.compile(rb'"request_id":"[0-9a-f]{32}"')
LISTS = [f"/v1/{resource.name}" for resource in CATALOG]
CITES = ("", ".csl.json", ".bib", ".ris")
FILES = [path + suffix for path in LISTS for suffix in (".csv", ".ndjson", ".array.json")]
FILES += [f"/v1/agencies{suffix}" for suffix in SUFFIXES]
RECORD = "/v1/agencies/ny0303000"
FIGURE_PAGE = "https://muster.example/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"


@pytest.fixture(scope="module")
def addresses(app, records, database, settings):
    """An address of every route there is."""
    files_of(database, settings, 1)
    examples = {f"/v1/{name}/{{key}}": str(of[0][BY_NAME[name].key]) for name, of in records.items()}
    cites = [resource for resource in CATALOG if resource.cited]
    examples |= {
        f"/v1/{cited.name}/{{key}}/cite{suffix}": cited.example for cited in cites for suffix in CITES
    }
    examples |= {"/v1/agencies/{key}/summary": "ny0303000", "/problems/{key}": "not-found"}
    asked = {
        "/v1/status": "?ids=us-dhs-ice&since_release=1",
        "/v1/check": "?agency_id=us-dhs-ice&metric=hires&value=12000",
        "/oembed": f"?url={FIGURE_PAGE}",
    }
    asked |= {each.path + form.suffix: f"?id={each.example}" for each in DRAWN for form in FORMS}
    stored = "/v1/releases/{key}/files"
    examples |= {stored: "1", f"{stored}/metrics.csv": "1"}
    examples |= {"/static/{key}": next(iter(ASSETS)), "/docs/{key}": "agencies", "/guides/{key}": "grammar"}
    for resource in CATALOG:
        examples |= {f"/{resource.name}/{{key}}{part}": resource.example for part in ("", "/embed")}
    for resource in REVISED:
        oldest = min(records[resource.name], key=lambda record: record["first_release"])
        since = f"?since_release={oldest['first_release']}"
        examples[f"/v1/{resource.name}/{{key}}/history"] = oldest["id"]
        examples[f"/v1/{resource.name}/{{key}}/status"] = oldest["id"]
        asked[f"/v1/{resource.name}/{{key}}/status"] = since
    return [
        re.sub(r"\{.*?\}", examples.get(path, "{no example}"), path) + asked.get(path, "")
        for path in (r.path_format.replace("files/{name}", "files/metrics.csv") for r in app.routes)
        # security.txt needs a contact; /mcp takes POST (tests/mcp/test_protocol.py)
        if path not in {"/guides", "/codebook", "/.well-known/security.txt", "/mcp"}
    ]


async def test_the_bare_address_is_a_page(get):
    answer = await get("/")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
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
        ("/v1/agencies/us%2Ddhs-ice", 404),
    ],
)
async def test_head_refuses_what_get_refuses(address, status, get):
    answer, head = await get(address), await get(address, method="HEAD")
    assert (answer.status, head.status, head.body) == (status, status, b"")
    expected = dict(answer.headers)
    length = expected.pop("content-length")
    assert head.headers.pop("content-length", length) == length
    assert head.headers == expected


async def test_options_answers_a_preflight_on_every_route(addresses, get):
    for address in addresses:
        answer = await get(address, method="OPTIONS", origin="null", access_control_request_method="GET")
        assert (answer.status, answer.body) == (204, b""), address
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
        assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
        assert answer.headers["access-control-max-age"] == "86400"
        assert {"*", "If-None-Match", "Authorization"} <= allowed(answer)
        assert answer.headers["access-control-allow-origin"] == "*"


def allowed(answer):
    return {*answer.headers["access-control-allow-headers"].split(", ")}


@pytest.mark.parametrize(
    "name",
    [
        "Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cache-Control", "Content-Type",
        "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "Pragma", "Range", "Traceparent",
        "Tracestate", "User-Agent", "X-Requested-With",
    ],
)  # fmt: skip
async def test_a_script_may_send_any_header(name, get):
    """`*` allows all but Authorization; to a browser that does not know it, these names."""
    answer = await get(
        "/v1/agencies",
        method="OPTIONS",
        origin="https://reader.example",
        access_control_request_method="GET",
        access_control_request_headers=name.lower(),
    )
    assert answer.status == 204
    assert {"*", name} <= allowed(answer)


async def test_options_of_nothing_is_not_found(get):
    answer = await get("/v1/nothing", method="OPTIONS")
    assert (answer.status, answer.problem) == (404, "not-found")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
async def test_other_methods_are_refused_with_what_is_allowed(method, addresses, get):
    for address in addresses:
        answer = await get(address, method=method)
        assert (answer.status, answer.problem) == (405, "method-not-allowed"), address
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["POST", "TRACE"])
async def test_a_long_query_string_does_not_hide_that_a_method_is_refused(method, get):
    for address, status in (("/v1/agencies", 405), ("/v1/nothing", 404)):
        assert (await get(f"{address}?q={'x' * 9000}", method=method)).status == status


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
        ("a" + " " * 8000 + "(", JSON),
        ("text/csv" + " " * 8000 + ";" + "\t" * 100 + "q=0.5", CSV),
        ("text/csv;q=0.5;q=0.1, application/json;q=0.4", CSV),
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
        assert answer.json["detail"] == "This URL returns application/json, text/csv, application/x-ndjson."
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
        "/v1/agencies/%FF", "/v2/agencies", "/v2", "/v1/agencies/ny0303000%20", "/favicon.png",
    ],
)  # fmt: skip
async def test_no_other_address_is_a_second_spelling(address, get):
    answer = await get(address)
    assert (answer.status, answer.problem) == (404, "not-found")


async def test_a_query_string_has_eight_kilobytes(get):
    assert (await get("/v1/agencies?name=" + "x" * (8192 - 5))).status == 400
    answer = await get("/v1/agencies?name=" + "x" * (8192 - 4))
    assert (answer.status, answer.problem) == (414, "uri-too-long")


READ = ("accept", "accept-encoding", "host", "if-none-match", "if-range", "range")


@pytest.mark.parametrize("name", READ)
async def test_a_header_that_is_read_has_eight_kilobytes(name, addresses, get):
    fits, over = {name: "x" * 8192}, {name: "x" * 8193}
    assert (await get("/v1/config", **fits)).status == 200
    for address in (*addresses, "/nothing"):
        answer = await get(address, **over)
        assert (answer.status, answer.problem) == (431, "headers-too-large"), address
    assert answer.json["detail"] == f"{name.title()} may have at most 8192 bytes."
    head, options = await get("/v1/agencies", "HEAD", **over), await get("/v1/agencies", "OPTIONS", **over)
    assert (head.status, head.body, options.status) == (431, b"", 431)


async def test_a_header_that_is_sent_twice_counts_twice(app):
    from tests.api.wire import ask

    for size, status in ((4096, 406), (4097, 431)):
        several = {"accept": "x" * size, "Accept": "y" * size}
        assert (await ask(app, "/v1/agencies", "GET", several)).status == status


async def test_all_headers_have_thirty_two_kilobytes(get):
    assert (await get("/v1/config", cookie="x" * (32768 - len("cookie")))).status == 200
    answer = await get("/v1/config", cookie="x" * (32769 - len("cookie")))
    assert (answer.status, answer.problem) == (431, "headers-too-large")
    assert answer.json["detail"] == "The request headers may have at most 32768 bytes."


EVERYWHERE = {
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
    "muster-contract": "2",
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
        await get(RECORD, accept="a" * 9000),
    ]
    assert {answer.status for answer in answers} == {200, 302, 304, 308, 400, 404, 405, 406, 410, 414, 431}
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
    assert (await get("/v1/agencies.csv?parent_id=nobody", if_none_match="*")).status == 404
    assert (await get("/v1/agencies.csv?parent_id=us-dhs", if_none_match="*")).status == 304
    assert (await get("/v1/agencies?after=us-dhs-ice", if_none_match="*")).status == 304


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
    assert re.fullmatch(tags[0][:-1] + r'-gzip[0-9-]+"', packed.headers["etag"])
    assert len(set(tags)) == len(tags)
    assert (await get("/v1/agencies", if_none_match=packed.headers["etag"])).status == 200
    assert (
        await get("/v1/agencies", accept_encoding="gzip", if_none_match=packed.headers["etag"])
    ).status == 304
    assert (await get("/v1/agencies", accept_encoding="gzip", if_none_match=tags[0])).status == 200
    assert all(re.fullmatch(r'"[A-Za-z0-9_-]{43}"', tag) for tag in tags)
    assert (await get(f"/v1/agencies?limit=100&release={newest}")).headers["etag"] == tags[0]


@pytest.mark.parametrize(
    ("accept_encoding", "coding"),
    [
        ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br;q=1.0, gzip;q=0.8", "br"), ("*", "gzip"),
        ("GZIP", "gzip"), ("identity", ""), ("gzip;q=0", ""), ("*;q=0", ""), ("br", "br"), ("", ""),
        ("junk;;;", ""), ("gzip, deflate, br, zstd", "zstd"), ("zstd;q=0.1, gzip", "gzip"),
        ("br;q=0, *", "gzip"), ("zstd;q=0, br;q=0, gzip;q=0", ""), ("deflate, compress", ""),
    ],
)  # fmt: skip
async def test_the_coding_is_the_one_that_the_client_likes_best(accept_encoding, coding, get):
    for path in ("/v1/agencies", RECORD, "/v1/agencies.csv", "/v1/agencies.array.json", "/v1/metrics.ndjson"):
        plain = await get(path)
        answer = await get(path, accept_encoding=accept_encoding)
        assert answer.headers.get("content-encoding", "") == coding
        assert unpacked(answer) == plain.body
        assert "Accept-Encoding" in answer.headers["vary"]
        tag = answer.headers["etag"]
        assert re.fullmatch(plain.headers["etag"][:-1] + (f'-{coding}[0-9-]+"' if coding else '"'), tag)
        assert (await get(path, accept_encoding=accept_encoding, if_none_match=tag)).status == 304


def unpacked(answer: Answer) -> bytes:
    """The body without its coding, by each coding's own library. No byte may be left over."""
    coding, body = answer.headers.get("content-encoding"), answer.body
    if coding is None:
        return body
    reader = {
        "gzip": lambda: zlib.decompressobj(wbits=31),  # of one member
        "zstd": lambda: zstandard.ZstdDecompressor().decompressobj(),
        "br": brotli.Decompressor,
    }[coding]()
    plain = reader.process(body) if coding == "br" else reader.decompress(body)
    assert reader.is_finished() if coding == "br" else reader.eof
    assert coding == "br" or reader.unused_data == b""
    return bytes(plain)


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/guides/grammar"])
async def test_the_same_for_everybody_is_packed_once_with_gzip(path, get):
    plain = await get(path, accept="*/*")
    for accepted, coding in (("gzip, br, zstd", "gzip"), ("br", None), ("identity", None)):
        answer = await get(path, accept_encoding=accepted, accept="*/*")
        assert answer.headers.get("content-encoding") == coding
        assert (gzip.decompress(answer.body) if coding else answer.body) == plain.body


@pytest.mark.parametrize("coding", ["gzip", "zstd", "br"])
async def test_the_same_answer_is_packed_to_the_same_bytes_without_a_time(coding, get):
    one, other = [await get("/v1/agencies.csv", accept_encoding=coding) for _ in range(2)]
    assert one.body == other.body
    assert coding != "gzip" or one.body[:10] == bytes.fromhex("1f8b08000000000000ff")


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
        (f"/static/{next(iter(ASSETS))}", "public, max-age=31536000, immutable"),
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
        "alternate": "https://muster.example/v1/agencies.changes.feed.json?state=NY",
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
        bodies = [OWN_ID.sub(b"", each.body) for each in (plain, answer)]
        assert (bodies[1], answer.headers) == (bodies[0], plain.headers)
        assert b"evil" not in answer.body


async def test_a_whole_answer_says_how_long_it_is(get):
    for address in ("/v1/agencies", RECORD, "/v1/config", "/v1/agencies?x=1"):
        answer = await get(address)
        assert answer.headers["content-length"] == str(len(answer.body))


async def test_the_process_lives_and_is_ready(get, newest):
    assert (await get("/health/live")).json == {"status": "live"}
    assert (await get("/health/ready")).json == {"status": "ready", "release": newest}


async def test_every_kind_of_problem_has_a_page(get):
    from api.problems.kinds import KINDS

    for slug, kind in KINDS.items():
        page = (await get(f"/problems/{slug}")).json
        assert page["type"] == f"https://muster.example/problems/{slug}"
        assert (page["title"], page["status"]) == (kind.title, kind.status)
        assert page["about"]
    assert (await get("/problems/of-my-own")).problem == "not-found"


async def test_config_states_the_terms_and_what_a_client_can_rely_on(get, settings):
    stated = (await get("/v1/config")).json
    terms, levels = stated["terms"], stated["service_levels"]
    assert terms["data_license"] == stated["license"]
    assert terms["email"] is None
    for url in (terms["guide"], terms["source_terms"]):
        assert (await get(url.removeprefix("https://muster.example"), accept="*/*")).status == 200
    live, pinned = [await get(f"/v1/metrics{query}") for query in ("", "?release=1")]
    assert f"max-age={levels['live_seconds_cached']}," in live.headers["cache-control"]
    assert f"max-age={levels['pinned_seconds_cached']}," in pinned.headers["cache-control"]
    assert (levels["key_required"], levels["releases_change"], levels["price_usd"]) == (False, False, 0)
    reached = structs.replace(settings, contact_email="press@muster.example")
    async with running(reached) as app, client_of(app) as client:
        answer = (await client.get("/v1/config")).json()
    assert answer["terms"]["email"] == "press@muster.example"


async def test_config_states_the_limits_that_hold(get):
    stated = (await get("/v1/config")).json
    assert stated["contract_version"] == 2
    assert stated["limits"]["limit_max"] == 1000
    assert stated["limits"]["query_string_bytes_max"] == 8192
    assert (stated["limits"]["header_bytes_max"], stated["limits"]["headers_bytes_max"]) == (8192, 32768)
    assert (stated["limits"]["errors_max"], stated["limits"]["suggestions_max"]) == (100, 10)
    assert [each["suffix"] for each in stated["formats"]] == [*SUFFIXES]
    assert "signing_bonus" in stated["vocabularies"]["IncentiveKind"]
    assert json.dumps(stated).count("None") == 0
