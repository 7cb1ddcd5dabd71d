"""States and the nation by year: sums of listed agencies, who is missing, and what others count beside."""

import pytest


async def data(get, url):
    answer = await get(url)
    assert answer.status == 200, answer.text
    return answer.json["data"]


async def test_the_parts_of_a_sum_are_listed(get, records):
    summed = [each for each in records["state-years"] if each["agencies"] > 1][:5]
    assert summed
    for row in summed:
        query = f"agency_state={row['state']}&year={row['year']}&in_state_years=true&limit=1000"
        parts = await data(get, f"/v1/agency-years?{query}")
        assert (len(parts), sum(each["sworn"] for each in parts)) == (row["agencies"], row["sworn"])


async def test_a_year_without_reports_has_no_sum_and_what_the_census_counted_beside_it(records):
    figures = {each["id"]: each for each in records["staffing-figures"]}
    rows = [each for each in records["state-years"] if each["census_local_sworn_fte"] is not None]
    assert rows
    for row in rows:
        figure = figures[row["census_local_figure_id"]]
        assert (figure["metric"], figure["subset"]) == ("total_fte", "police_officers")
        assert (figure["value"], figure["year"]) == (row["census_local_sworn_fte"], row["year"])
        assert (row["sworn"] is None) == ("no_reports" in row["no_rate_because"])


async def test_a_lower_bound_says_why_it_gives_no_rate(records):
    for row in records["state-years"] + records["national-years"]:
        assert (row["sworn_per_1000"] is None) == bool(row["no_rate_because"])
    assert any(row["no_rate_because"] for row in records["state-years"])


async def test_the_nation_is_the_sum_of_its_states(records):
    territories = {"AS", "GU", "MP", "PR", "VI", "PW", "FM", "MH"}
    for nation in records["national-years"]:
        states = [
            each
            for each in records["state-years"]
            if each["year"] == nation["year"] and each["state"] not in territories
        ]
        assert nation["sworn"] == (sum(each["sworn"] or 0 for each in states) if nation["states"] else None)
        assert nation["agencies"] == sum(each["agencies"] for each in states)


@pytest.mark.parametrize("query", ["state=XX", "year=twenty", "no_rate_because=weather"])
async def test_a_bad_filter_is_refused(get, query):
    answer = await get(f"/v1/state-years?{query}")
    assert (answer.status, answer.json["errors"][0]["parameter"]) == (400, query.partition("=")[0])


async def test_states_filter_by_reason(get, records):
    found = await data(get, "/v1/state-years?no_rate_because=population&limit=1000")
    assert {each["id"] for each in found} == {
        each["id"] for each in records["state-years"] if "population" in each["no_rate_because"]
    }
