"""The page of a list is its explorer: a form, chips, a table that sorts, pages, what to take, a chart."""

import re

import pytest

from api.catalog.resources import CATALOG
from api.explorer import fields
from api.explorer.tidy import tidy
from api.site.lists import page_values
from tests.pages.document import Document
from tests.pages.submitting import Sent

FILES = {
    "CSV": ".csv",
    "Excel": ".xlsx",
    "Parquet": ".parquet",
    "JSON": ".array.json",
    "NDJSON": ".ndjson",
}
BONUSES = "/incentives?headline=true&kind=signing_bonus&modality=offered&sort=-value&value__gte=60000"
NOBODY = "/agencies?kind=transit_police&state=WY"
AGENCIES = page_values(CATALOG[0])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"state=&kind=sheriff&q=", b"kind=sheriff"),
        (b"state__in=TX&state__in=CA", b"state__in=TX,CA"),
        (b"state__in%5B%5D=TX&state__in[]=CA", b"state__in=TX,CA"),
        (b"state__in=TX", b"state=TX"),
        (b"state__in=TX&state=TX", b"state__in=TX&state=TX"),
        (b"state__in=TX,CA", b"state__in=TX,CA"),
        (b"state__in=TX%2CCA", b"state__in=TX%2CCA"),
        (b"filter=county__contains&filter_value=Cook&q=", b"county__contains=Cook"),
        (b"filter=state__in&filter_value=TX", b"state=TX"),
        (b"filter=&filter_value=", b""),
        (b"filter=%3Cb%3E&filter_value=1", b"filter=%3Cb%3E&filter_value=1"),
        (b"filter=state&filter_value=", b"filter=state"),
        (b"q=a=", b"q=a="),
        (b"knid=&limit=0", b"limit=0"),
        (b"&&state=TX", b"&&state=TX"),
    ],
)
def test_what_a_form_sends_is_written_as_links_write_it(sent, kept):
    assert tidy(sent, AGENCIES) == kept


async def test_a_form_with_empty_fields_redirects_to_the_url_without_them(ask):
    answer = await ask("/agencies?q=&state__in=TX&state__in=CA&limit=&sort=")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "https://muster.example/agencies?state__in=TX,CA",
    )
    plain = await ask("/agencies?q=")
    assert plain.headers["location"] == "https://muster.example/agencies"


async def test_the_api_still_refuses_an_empty_parameter(client):
    assert (await client.get("/v1/agencies?state=")).status_code == 400


@pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)
async def test_every_field_of_a_form_has_a_label_and_what_it_refers_to_exists(resource, ask):
    form = Sent((await ask(f"/{resource.name}?limit=1")).text)
    named = {name for name, _ in form.fields}
    assert form.action == resource.name
    assert {each.name for each in fields.first(resource) if each.kind != "several"} <= named
    for key, found in form.ids.items():
        if "name" in found:
            assert key in form.labelled
        assert set(found.get("aria-describedby", "").split()) <= form.ids.keys()


async def test_the_form_of_a_list_shows_a_dozen_fields_first_and_offers_every_filter(ask):
    answer = await ask("/staffing-figures?limit=1")
    first = answer.text.partition('class="more"')[0]
    assert len(re.findall(r'class="field[ "]', first)) == 12 + len(["q"])
    offered = set(re.findall(r'<option value="(\w+)">', answer.text))
    assert {"agency_county_geoid__in", "part_of__isnull", "note__contains"} <= offered
    assert '<option value="hires">Hires</option>' in answer.text


async def test_a_box_is_checked_for_what_is_asked_as_one_value(ask):
    form = Sent((await ask("/agencies?state=CA&state__not=TX&limit=1")).text)
    assert form.filled == {"state__in": "CA", "state__not": "TX", "limit": "1"}


async def test_every_part_of_a_question_is_a_chip_that_drops_it(read):
    page = await read("/incentives?agency_state__in=CA,TX&value__gte=20000&sort=-value")
    dropped = {text: href for text, href in page.links.items() if ": " in text}
    assert dropped == {
        "Agency state: California": "incentives?agency_state__in=TX&sort=-value&value__gte=20000",
        "Agency state: Texas": "incentives?agency_state__in=CA&sort=-value&value__gte=20000",
        "Value at least: 20,000": "incentives?agency_state__in=CA,TX&sort=-value",
        "Order: Value, descending": "incentives?agency_state__in=CA,TX&value__gte=20000",
    }


async def test_an_empty_list_says_which_filter_emptied_it_and_offers_to_drop_it(read, client):
    page = await read(NOBODY)
    for label, without, query in (
        ("Kind: transit police", "state=WY", "agencies?state=WY"),
        ("State: Wyoming", "kind=transit_police", "agencies?kind=transit_police"),
    ):
        count = (await client.get(f"/v1/agencies?{without}&count=true&limit=1")).json()["meta"]["count"]
        assert f"Without {label} , {count} row" in page.text
        assert query in page.links.values()
    assert page.links["Drop all filters"] == "agencies"
    assert ("details", {"class": "sheet", "open": ""}) in page.tags


async def test_a_filter_that_did_not_empty_the_list_offers_nothing(read):
    page = await read("/agencies?name__contains=zzzz&county__contains=zzzz")
    for column in ("Name", "County"):
        assert f"Without {column} contains: zzzz , 0 rows." in page.text
    assert "Drop this filter" not in page.links


async def test_rows_without_a_filter_are_counted_to_a_thousand(read):
    page = await read("/staffing-figures?note__contains=zzzz")
    assert "Without Note contains: zzzz , more than 1,000 rows." in page.text


@pytest.mark.parametrize(
    ("sort", "ascending", "now"),
    [("", "-value", None), ("&sort=-value", "value", "descending"), ("&sort=value", "-value", "ascending")],
)
async def test_a_heading_sorts_in_the_useful_direction_first_and_says_which_it_is(sort, ascending, now, read):
    page = await read(f"/incentives?kind=signing_bonus&limit=2{sort}")
    assert page.links["Value"] == f"incentives?kind=signing_bonus&limit=2&sort={ascending}"
    sorted_by = [found.get("aria-sort") for tag, found in page.tags if tag == "th" and "aria-sort" in found]
    assert sorted_by == ([now] if now else [])


async def test_pages_follow_each_other_and_lead_back_to_the_start(read, client, newest):
    path = "/agencies?limit=2&state=CA"
    page = await read(path)
    data = (await client.get(f"/v1{path}")).json()
    assert page.links["Next page"] == data["links"]["next"].removeprefix("https://muster.example/v1/")
    second = await read("/" + page.links["Next page"])
    assert set(second.row_links()).isdisjoint(page.row_links())
    assert second.links["Back to the start"] == f"agencies?limit=2&release={newest}&state=CA"
    assert (await read("/" + second.links["Back to the start"])).row_links() == page.row_links()


async def test_a_page_says_how_many_rows_there_are_or_offers_to_count_them(read, client):
    count = (await client.get("/v1/agencies?state=CA&count=true&limit=1")).json()["meta"]["count"]
    assert f"2 of {count:,} rows." in (await read("/agencies?state=CA&limit=2")).text
    page = await read("/staffing-figures?metric=hires&limit=2")
    assert "2 rows on this page." in page.text
    counted = await read("/" + page.links["Count all rows"])
    assert re.search(r"2 of [\d,]+ rows\.", counted.text)


async def test_qualifiers_and_flags_stand_in_the_table_as_stated(read, client):
    page = await read("/staffing-figures?id=us-dhs-ice-hires-officers-2026-01-dhs")
    assert "more than 12,000" in page.text
    assert "January 2026, date inferred by Muster" in page.text
    data = (await client.get("/v1/staffing-figures?flags__isnull=false&limit=1")).json()["data"][0]
    flagged = await read(f"/staffing-figures?id={data['id']}")
    assert data["flag_notes"][0] in flagged.text
    numbers = [found for tag, found in page.tags if tag == "td" and found.get("class") == "number"]
    assert [found["data-label"] for found in numbers] == ["Value"]


async def test_codes_of_closed_lists_stand_in_words(read):
    years = await read("/state-years?year=2025&no_rate_because=officer_coverage")
    assert "officer coverage" in years.text
    assert "officer_coverage" not in years.text.partition("Download, use and cite")[0]
    assert "it holds kind government total" in (await read(NOBODY)).text


async def test_each_cell_repeats_its_heading_for_a_phone(read):
    page = await read("/agency-years?limit=1")
    heads = [text for text in page.links if text in {"Year", "Sworn", "Officers", "Officers per 1,000"}]
    labels = [found["data-label"] for tag, found in page.tags if tag == "td"]
    assert {"Year", "Officers", "Officers per 1,000", "Flags"} <= set(labels)
    assert {"Year", "Officers"} <= set(heads)


async def test_everything_offered_to_take_answers(read, ask):
    page = await read(BONUSES)
    query = BONUSES.partition("?")[2]
    for name, suffix in FILES.items():
        assert page.links[name] == f"v1/incentives{suffix}?{query}"
    for name in ("CSV", "JSON", "SVG", "Open as API URL", "Follow this question (Atom feed)"):
        answer = await ask("/" + page.links[name], accept="*/*")
        assert answer.status_code == 200, name
    for line in (
        f"curl -sL 'https://muster.example/v1/incentives.csv?{query}' -o incentives.csv",
        f'pandas.read_csv("https://muster.example/v1/incentives.csv?{query}")',
        f'read.csv("https://muster.example/v1/incentives.csv?{query}")',
        f'await d3.csv("https://muster.example/v1/incentives.csv?{query}", d3.autoType)',
    ):
        assert line in page.text


async def test_what_a_pinned_page_offers_is_pinned(read, newest):
    page = await read(f"/agencies?release={newest - 1}&limit=2")
    assert page.links["CSV"] == f"v1/agencies.csv?release={newest - 1}"
    assert page.links["State"] == f"agencies?limit=2&release={newest - 1}&sort=state"
    day = await read("/agencies?known_on=2026-12-01&limit=2")
    assert re.fullmatch(r"v1/agencies\.csv\?release=\d+", day.links["CSV"])


async def test_a_list_that_can_be_drawn_shows_its_chart_with_its_words(read, client, newest):
    page = await read(BONUSES)
    (image,) = [found for tag, found in page.tags if tag == "img" and "v1/" in found["src"]]
    answer = await client.get("/" + image["src"])
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert image["alt"].startswith("Bar chart. Signing bonus.")
    assert f"release={newest}" in image["src"]


async def test_a_list_that_would_mislead_as_a_chart_says_why(read):
    page = await read("/incentives?agency_id=us-dhs-ice&headline=true")
    assert "No chart of these rows. Side by side these records would mislead." in page.text
    assert not [found for tag, found in page.tags if tag == "img" and "v1/" in found["src"]]


async def test_a_wrong_parameter_is_a_400_whose_problems_stand_beside_their_fields(ask):
    answer = await ask("/agencies?state=ZZ&knid=sheriff&limit=0&kind__in=sheriff,shrf")
    form = Sent(answer.text)
    assert answer.status_code == 400
    assert form.filled == {
        "state": "ZZ", "knid": "sheriff", "kind__in": "sheriff,shrf", "limit": "0",
    }  # fmt: skip
    for name in ("state", "knid", "limit"):
        described = form.ids[f"f-{name}"]
        assert described["aria-invalid"] == "true"
        assert f"e-{name}" in described["aria-describedby"]
    page = Document(answer.text)
    assert "“ZZ” is not on this list." in page.text
    assert "The closest is kind." in page.text
    assert "“sheriff,shrf” is not on this list. The closest is sheriff." in page.text
    assert page.links["knid"] == "#f-knid"


async def test_an_added_filter_without_a_value_says_what_is_missing(ask):
    answer = await ask("/agencies?filter=county&filter_value=")
    assert answer.status_code == 303
    refused = await ask(answer.headers["location"].removeprefix("https://muster.example"))
    assert refused.status_code == 400
    assert "choose a value beside the filter that you add" in Document(refused.text).text


HOSTILE = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=alert(1)%3E"


@pytest.mark.parametrize(
    "path",
    [
        f"/agencies?q={HOSTILE}",
        f"/agencies?name__contains={HOSTILE}&state=CA",
        f"/agencies?{HOSTILE}=1",
        f"/agencies?state={HOSTILE}&kind__in={HOSTILE},sheriff&limit={HOSTILE}",
        f"/agencies?filter={HOSTILE}&filter_value={HOSTILE}",
    ],
)
async def test_what_somebody_typed_stays_text(path, ask):
    answer = await ask(path)
    page = Document(answer.text)
    assert answer.status_code in {200, 400}
    assert "alert(1)" in answer.text
    assert [found for tag, found in page.tags if tag == "script" and "src" not in found] == []
    assert not [found for _, found in page.tags if any(name.startswith("on") for name in found)]
    assert [found["alt"] for tag, found in page.tags if tag == "img"] == [""]


async def test_a_page_has_an_etag_and_is_confirmed(ask):
    answer = await ask(NOBODY)
    assert answer.headers["cache-control"].startswith("public, max-age=60,")
    assert (await ask(NOBODY, **{"if-none-match": answer.headers["etag"]})).status_code == 304
