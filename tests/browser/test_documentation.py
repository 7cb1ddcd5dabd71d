"""/docs and /guides in a browser: axe finds nothing, no page scrolls sideways, and what readers do works."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from api.catalog.resources import CATALOG
from api.pages.guides import GUIDES

pytestmark = pytest.mark.extra
PAGES = [
    "/docs",
    "/docs/search",
    "/docs/search?q=agency",
    "/docs/service",
    *(f"/docs/{resource.name}" for resource in CATALOG),
    *(f"/guides/{name}" for name in GUIDES),
]
BAD = b"""<!doctype html><title>Bad</title><img src="https://example.invalid/x.png">
<p style="width: 2000px">Wide</p><p style="color: #aaa">Hard to read</p>
<script>throw new Error("x")</script>"""


@pytest.fixture(scope="module", params=PAGES)
def examined(request, in_browser, address):
    return in_browser("examine.mjs", address, request.param)[request.param]


def test_axe_finds_nothing_open_and_closed_light_and_dark(examined):
    assert len(examined["violations"]) == 4
    assert {name: found for name, found in examined["violations"].items() if found} == {}


def test_no_width_needs_scrolling_sideways(examined):
    assert {"375 px with script, open", "320 px without script, closed"} <= examined["beyond"].keys()
    assert {name: pixels for name, pixels in examined["beyond"].items() if pixels > 0} == {}


def test_the_browser_reports_no_fault_and_asks_no_other_site(examined):
    assert examined["faults"] == []


class BadPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(BAD)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def bad_address() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), BadPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_bad_page_would_be_found(in_browser, bad_address):
    found = in_browser("examine.mjs", bad_address, "/")["/"]
    told = "".join(found["violations"]["1280 px light closed"])
    assert all(rule in told for rule in ("image-alt", "color-contrast", "html-has-lang"))
    assert found["beyond"]["375 px with script, closed"] > 1000
    assert any("another site" in fault for fault in found["faults"])


@pytest.fixture(scope="module")
def used(in_browser, address):
    return in_browser("use.mjs", address)


def test_results_appear_while_one_types(used, address):
    assert used["typing"] == {
        "first": "hires",
        "link": f"{address}/v1/metrics/hires",
        "path": "/guides/grammar",
    }


@pytest.mark.parametrize("how", ["searching", "searchingWithoutScript"])
def test_enter_leads_to_the_results(how, used):
    assert used[how] == {"first": "modality", "url": "/docs/search?q=modality"}


@pytest.mark.parametrize("how", ["following", "followingWithoutScript"])
def test_a_link_to_an_operation_opens_it_alone(how, used):
    assert used[how] == {"shown": True, "near": True, "others": False}


def test_without_a_script_the_first_operation_is_there(used):
    assert used["withoutScript"] is True


def test_a_request_can_be_tried(used):
    assert used["asking"]["about"].startswith("Status 200, application/json, ")
    assert '"id": "us-dhs-ice"' in used["asking"]["body"]


def test_a_wrong_request_shows_what_is_wrong(used):
    assert used["askingWrongly"]["about"].startswith("Status 400, application/problem+json, ")
    assert '"nearest": "state"' in used["askingWrongly"]["body"]


def test_of_a_large_response_the_beginning_is_shown(used):
    assert len(used["askingMuch"]["body"]) <= 20_000
    assert used["askingMuch"]["body"].startswith("id,name")


def test_a_keyboard_reaches_the_content_first(used):
    assert used["tabbing"] == "Skip to the content"


def test_print_leaves_out_the_banner_and_shows_what_is_closed(used):
    assert used["printing"] == {"banner": False, "last": True}
