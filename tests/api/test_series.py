"""Series: one row a question, with its points; an empty list of figures names its coverage."""

import pytest

NYPD = "ny0303000-sworn-headcount"
# Release 18 moved the figures of this agency to the record of the same body.
MERGED, MERGER = "ma009un-sworn-headcount", 18


async def data(get, url):
    answer = await get(url)
    assert answer.status == 200, answer.text
    return answer.json["data"]


async def test_a_series_says_what_is_counted_of_whom_since_when_and_the_newest_number(get):
    (series,) = await data(get, f"/v1/series?id={NYPD}")
    said = {
        "series": "ny0303000.sworn_headcount..all.observed....",
        "label": "Sworn officers",
        "agency_label": "New York City Police Department, NY",
        "first_as_of": "1971-10-31",
        "last_as_of": "2025-10-31",
        "headline_figure_id": "ny0303000-sworn-headcount-2025-10-31-fbi-lee",
        "headline_value": 33604,
        "headline_value_text": "33,604",
        "headline_as_of": "2025-10-31",
    }
    assert {name: series[name] for name in said} == said
    assert (
        "was 33,604 on Oct. 31, 2025, according to the Federal Bureau of Investigation" in series["sentence"]
    )


async def test_one_series_has_its_points_in_the_order_of_their_days(get, records):
    series = await data(get, f"/v1/series/{NYPD}")
    mine = [each for each in records["staffing-figures"] if each["series_id"] == NYPD]
    days = [point["as_of"] for point in series["points"]]
    assert days == sorted(days)
    assert len(days) == series["figures"] == len(mine)
    by_id = {figure["id"]: figure for figure in mine}
    for point in series["points"]:
        figure = by_id[point["figure_id"]]
        for name in (
            "as_of",
            "value",
            "value_text",
            "qualifier",
            "headline",
            "headline_of_year",
            "source_id",
        ):
            assert point[name] == figure[name]
        quotes = [each["quote_url"] for each in figure["citations"] if each["quote"] == point["quote"]]
        assert point["quote_url"] in (quotes or [None])


async def test_a_break_stands_where_the_publisher_or_the_counting_rule_changes(get):
    series = await data(get, f"/v1/series/{NYPD}")
    assert series["breaks"][-1] == {
        "kind": "counting_rule",
        "as_of": "2025-10-31",
        "figure_id": f"{NYPD}-2025-10-31-fbi-lee",
        "previous_figure_id": f"{NYPD}-2021-10-31-fbi-leoka",
    }
    assert series["break_count"] == len(series["breaks"])


async def test_a_series_has_the_flags_of_its_figures_and_is_found_by_them(get, records):
    flagged = {each["series_id"] for each in records["staffing-figures"] if "few_residents" in each["flags"]}
    found = await data(get, "/v1/series?flags=few_residents&limit=1000")
    assert {each["id"] for each in found} == flagged != set()
    assert all("few_residents" in each["flags"] for each in found)


async def test_every_figure_belongs_to_one_series_and_finds_it(get, records):
    series = {each["id"]: each for each in records["series"]}
    counted = dict.fromkeys(series, 0)
    for figure in records["staffing-figures"]:
        assert series[figure["series_id"]]["series"] == figure["series"]
        counted[figure["series_id"]] += 1
    assert counted == {key: each["figures"] for key, each in series.items()}
    by_id = await data(get, f"/v1/staffing-figures?series_id={NYPD}&limit=1000")
    by_key = await data(
        get, "/v1/staffing-figures?series=ny0303000.sworn_headcount..all.observed....&limit=1000"
    )
    assert by_id == by_key != []


async def test_the_series_of_a_merged_agency_redirects_from_the_merger_on(get):
    moved = await get(f"/v1/series/{MERGED}?include=agency")
    assert (moved.status, moved.headers["location"]) == (
        301,
        "https://muster.example/v1/series/ma009629e-sworn-headcount?include=agency",
    )
    assert (await data(get, f"/v1/series/{MERGED}?release={MERGER - 1}"))["id"] == MERGED
    named = await get(f"/v1/series?id={MERGED}")
    assert (named.status, named.json["nearest"]) == (404, "ma009629e-sworn-headcount")


async def test_a_series_that_comes_later_or_never_is_not_found(get):
    later = await get(f"/v1/series/{NYPD}?release=1")
    assert later.status == 404
    assert later.json["detail"] == f"Release 1 does not include {NYPD}, which first appears in release 2."
    never = await get("/v1/series/ny0303000-sworn-headcounts")
    assert (never.status, never.json["nearest"]) == (404, NYPD)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("agency_id=ny0303000&metric=sworn_headcount&year=2031", "metric=sworn_headcount&state=NY&year=2031"),
        ("agency_state=CA&year__gte=2031", "state=CA&year__gte=2031"),
        ("source_id=fbi-lee-2026&value__gt=900000000", "source_id=fbi-lee-2026"),
    ],
)
async def test_an_empty_list_of_figures_names_its_coverage(get, newest, query, expected):
    answer = (await get(f"/v1/staffing-figures?{query}")).json
    assert answer["data"] == []
    url = answer["links"]["coverage"]
    assert url == f"https://muster.example/v1/coverage?{expected}&release={newest}"
    assert (await get(url.removeprefix("https://muster.example"))).status == 200


async def test_other_lists_name_no_coverage(get):
    assert "coverage" not in (await get("/v1/staffing-figures?limit=1")).json["links"]
    assert "coverage" not in (await get("/v1/incentives?value__gt=900000000")).json["links"]


async def test_coverage_counts_every_figure_once(records):
    figures = records["staffing-figures"]
    assert sum(each["figures"] for each in records["coverage"]) == len(figures)
    row = next(each for each in records["coverage"] if each["id"] == "fbi-lee-2026-sworn_headcount-ny-2025")
    mine = [
        each
        for each in figures
        if (each["source_id"], each["metric"], each["agency_state"], each["year"])
        == ("fbi-lee-2026", "sworn_headcount", "NY", 2025)
    ]
    assert (row["figures"], row["agencies"]) == (len(mine), len({each["agency_id"] for each in mine}))
