"""A list without records says what the release holds instead."""

import pytest

from api.reading import held

FIGURES = "/v1/staffing-figures"


def values(column, records):
    return [record[column] for record in records if record[column] is not None]


async def test_a_year_without_figures_names_the_first_and_the_last_year(get, records):
    answer = (await get(f"{FIGURES}?agency_id=ca0194200&year=2030")).json
    years = values("year", [each for each in records["staffing-figures"] if each["agency_id"] == "ca0194200"])
    assert answer["data"] == []
    assert answer["meta"]["held"] == [
        {"column": "year", "first": str(min(years)), "last": str(max(years)), "values": []}
    ]


async def test_each_filtered_column_is_described_with_the_other_filters_applied(get, records):
    answer = (await get(f"{FIGURES}?agency_id=ca0194200&metric=offers&year__gte=2030")).json
    mine = [each for each in records["staffing-figures"] if each["agency_id"] == "ca0194200"]
    assert not [each for each in mine if each["metric"] == "offers" or (each["year"] or 0) >= 2030]
    assert answer["meta"]["held"] == []
    answer = (await get(f"{FIGURES}?agency_id=ca0194200&metric=offers")).json
    assert answer["meta"]["held"] == [
        {
            "column": "metric",
            "first": None,
            "last": None,
            "values": sorted(set(values("metric", mine)))[: held.VALUES],
        }
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/v1/agencies?kind=constable&state=CA", {"kind", "state"}),
        ("/v1/incentives?value__gt=900000000", {"value"}),
        ("/v1/sources?published_on__gt=2050-01-01", {"published_on"}),
        ("/v1/releases?number__gt=1000", {"number"}),
        ("/v1/changes?release_number=1000", {"release_number"}),
        ("/v1/corrections?release_number=1000", {"release_number"}),
        (f"{FIGURES}?year=2030", {"year"}),
        (f"{FIGURES}?metric=sworn_headcount&year=2030", {"year"}),
        ("/v1/agencies?name=nobody", set()),
    ],
)
async def test_numbers_dates_and_codes_are_described_in_every_resource(get, path, expected):
    answer = (await get(path)).json
    assert answer["data"] == []
    assert {each["column"] for each in answer["meta"]["held"]} == expected


async def test_the_last_value_finds_records(get):
    for found in (await get("/v1/incentives?value__gt=900000000")).json["meta"]["held"]:
        assert (await get(f"/v1/incentives?{found['column']}={found['last']}")).json["data"]
        assert not (await get(f"/v1/incentives?{found['column']}__gt={found['last']}")).json["data"]


async def test_it_is_of_the_release_that_the_query_names(get):
    early = (await get("/v1/agencies?first_release=900&release=1")).json["meta"]["held"]
    assert early == [{"column": "first_release", "first": "1", "last": "1", "values": []}]


async def test_a_list_with_records_and_a_page_after_the_last_one_have_none(get):
    assert "held" not in (await get(f"{FIGURES}?agency_id=ca0194200")).json["meta"]
    assert "held" not in (await get("/v1/metrics/hires")).json["meta"]
    last = (await get("/v1/metrics?sort=-id&limit=1")).json["data"][0]["id"]
    answer = (await get(f"/v1/metrics?after={last}")).json
    assert (answer["data"], answer["meta"]["held"]) == ([], [])


async def test_only_an_empty_list_asks_the_database_again(get, monkeypatch):
    asked = []
    original = held.fetch.row

    async def counted(*args):
        asked.append(args)
        return await original(*args)

    monkeypatch.setattr(held.fetch, "row", counted)
    await get(f"{FIGURES}?agency_id=ca0194200&year=2025&limit=3")
    with_records = len(asked)
    await get(f"{FIGURES}?agency_id=ca0194200&year=2031&limit=3")
    assert (with_records, len(asked)) == (1, 3)


async def test_what_is_slow_to_read_is_left_out(get):
    answer = (await get(f"{FIGURES}?sex=male&year=2030&modality=observed")).json
    assert (answer["data"], answer["meta"]["held"]) == ([], [])
