"""Pages of records and embeds in Chromium: axe finds nothing, nothing scrolls sideways, values first."""

import pytest

from api.catalog.resources import CATALOG
from api.site import chart_embedding
from api.site.embedding import HEIGHT
from tests.small_log import ADDITIONS

pytestmark = pytest.mark.extra
FIGURE = "/staffing-figures/us-dhs-ice-hires-officers-2026-01-dhs"
CORRECTED = "/staffing-figures/test-city-police-vacancies-2026-11-gazette"
OFFER = "/incentives/us-dhs-ice-nypd-2025-signing-bonus"
EMBEDS = [f"{FIGURE}/embed", f"{CORRECTED}/embed?release={ADDITIONS}&mode=notice"]
# Of the longest title and the most lines below it.
CHART = "/series/ny0303000-sworn-headcount/embed"
# With a chart above its table.
BONUSES = "/incentives?kind=signing_bonus&modality=offered&value__gte=60000&headline=true&sort=-value"
# Wrong values stand beside their fields.
REFUSED = "/agencies?state=ZZ&knid=sheriff&kind__in=shrf&limit=0"
SAID_OF_REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"
PAGES = [
    "/",
    "/agencies?q=NYPD",
    "/staffing-figures?agency_id=us-dhs-ice&sort=-as_of",
    "/agencies?state=WY&kind=transit_police",
    BONUSES,
    "/agency-years?year=2025&agency_state__in=CA,NY&sort=-sworn&limit=5",
    "/state-years?year=2025&limit=5",
    REFUSED,
    *(f"/{resource.name}/{resource.example}" for resource in CATALOG),
    f"{CORRECTED}?release={ADDITIONS}",
    f"/status?ids=us-dhs-ice,{CORRECTED.rpartition('/')[2]}&since_release={ADDITIONS}",
    "/about",
    "/corrections-policy",
    "/privacy",
    "/terms",
    *EMBEDS,
    CHART,
]


@pytest.fixture(scope="module", params=PAGES)
def examined(request, in_browser, address):
    return in_browser("examine.mjs", address, request.param)[request.param]


def test_axe_finds_nothing_open_and_closed_light_and_dark(examined):
    assert len(examined["violations"]) == 4
    assert {name: found for name, found in examined["violations"].items() if found} == {}


def test_no_width_needs_scrolling_sideways(examined):
    assert {"320 px with script, open", "320 px without script, closed"} <= examined["beyond"].keys()
    assert {name: pixels for name, pixels in examined["beyond"].items() if pixels > 0} == {}


def test_the_browser_reports_no_fault_and_asks_no_other_site(examined, request):
    path = request.node.callspec.params["examined"]
    assert set(examined["faults"]) == ({SAID_OF_REFUSED} if path == REFUSED else set())


@pytest.fixture(scope="module")
def explored(in_browser, address):
    return in_browser("explore.mjs", address)


def test_a_reporter_filters_with_and_without_a_script_and_gets_the_same_url(explored):
    url = "/incentives?agency_state__in=CA,TX&kind=signing_bonus&value__gte=20000"
    assert explored["withScript"] == explored["withoutScript"] == url


def test_a_keyboard_reaches_the_words_the_filters_and_the_first_heading_that_sorts(explored):
    assert explored["keyboard"] == ["q", "Search", "Filters", "Counted", "Value"]


def test_who_goes_back_finds_the_form_as_it_was(explored):
    assert explored["back"] == {"disabled": 0, "value": "20000"}


def test_on_a_phone_a_row_is_a_card_that_names_each_cell_and_the_links_that_sort_stand_above(explored):
    assert explored["card"]["display"] == "grid"
    assert explored["card"]["label"] == '"Value"'
    assert (explored["card"]["head"], explored["card"]["sorts"]) == ("flex", True)


@pytest.fixture(scope="module")
def seen(in_browser, address):
    return in_browser("first_screen.mjs", address, FIGURE, OFFER, *EMBEDS, CHART)


@pytest.mark.parametrize("path", [FIGURE, OFFER])
@pytest.mark.parametrize("screen", ["390x844", "1280x800"])
def test_value_what_it_counts_date_and_source_are_on_the_first_screen(path, screen, seen):
    assert seen[path][screen] == {"value": True, "counted": True, "date": True, "source": True}


@pytest.mark.parametrize("path", EMBEDS)
def test_an_embed_fits_the_height_of_its_snippet_at_320_pixels(path, seen):
    assert 0 < seen[path]["height"] <= HEIGHT


def test_the_embed_of_a_chart_fits_the_height_of_its_snippet_at_320_pixels(seen):
    assert 300 < seen[CHART]["height"] <= chart_embedding.HEIGHT


@pytest.mark.parametrize("path", EMBEDS)
def test_an_embed_tells_its_height_to_amp_wordpress_and_pym(path, seen):
    told = seen[path]["told"]
    heights = {"amp": told["amp"], "wordpress": told["wordpress"], "pym": told["pym"]}
    assert set(heights.values()) == {told["amp"]}
    assert 0 < told["amp"] <= HEIGHT
