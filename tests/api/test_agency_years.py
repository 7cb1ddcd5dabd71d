"""Agencies by year: every number is a figure, and what cannot be compared has no rate and no change."""

NYPD = "ny0303000-2025"


async def data(get, url):
    answer = await get(url)
    assert answer.status == 200, answer.text
    return answer.json["data"]


async def test_a_row_says_what_an_agency_reported_for_a_year(get):
    row = await data(get, f"/v1/agency-years/{NYPD}?include=sworn_figure")
    said = {
        "agency_label": "New York City Police Department, NY",
        "year": 2025,
        "sworn": 33604,
        "sworn_figure_id": "ny0303000-sworn-headcount-2025-10-31-fbi-lee",
        "sworn_per_1000": 3.955,
        "size_class": "1000_or_more",
        "flags": [],
        "change_1y": None,
        "change_since_2005": -0.0639,
        "in_state_years": True,
    }
    assert {name: row[name] for name in said} == said
    assert row["sentence"] == (
        "The New York City Police Department had 33,604 sworn officers in 2025, 3.96 for every 1,000 "
        "residents, 6.4% fewer than in 2005."
    )


async def test_every_number_is_the_figure_that_is_named(records):
    figures = {each["id"]: each for each in records["staffing-figures"]}
    shown = 0
    for row in records["agency-years"]:
        for name in ("sworn", "civilian", "total", "sworn_female", "total_female", "population"):
            assert (row[name] is None) == (row[f"{name}_figure_id"] is None)
            if figure := figures.get(row[f"{name}_figure_id"]):
                shown += 1
                of = (figure["agency_id"], figure["year"], figure["value"], figure["headline_of_year"])
                assert of == (row["agency_id"], row["year"], row[name], True)
    assert shown > 500


async def test_peers_are_those_of_a_kind_and_a_class_of_size(get, records):
    query = "year=2025&agency_kind=sheriff&size_class=25_49"
    found = await data(get, f"/v1/agency-years?{query}&limit=1000")
    assert found
    assert {each["id"] for each in found} == {
        each["id"]
        for each in records["agency-years"]
        if each["year"] == 2025 and each["agency_kind"] == "sheriff" and 25 <= (each["sworn"] or 0) < 50
    }


async def test_the_rate_of_a_remainder_of_residents_is_empty(records):
    flagged = [each for each in records["agency-years"] if "population_is_remainder" in each["flags"]]
    assert flagged
    assert {each["sworn_per_1000"] for each in flagged} == {None}


async def test_posts_name_the_body_that_includes_them(records):
    bodies = {each["id"]: each for each in records["agency-years"] if each["agency_aggregate"]}
    posts = [each for each in records["agency-years"] if each["counted_in"]]
    for each in posts:
        assert bodies[f"{each['counted_in']}-{each['year']}"]["sworn"] is not None
        assert not each["in_state_years"]


async def test_a_row_that_comes_later_is_not_found(get):
    later = await get(f"/v1/agency-years/{NYPD}?release=1")
    assert later.status == 404
    assert later.json["detail"] == f"Release 1 does not include {NYPD}, which first appears in release 2."
