"""Agencies, states and the nation by year: known facts, and sums from the publishers' own files."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.log.conftest import Rows

SHARED = Path(__file__).parents[2].parent / "shared/data"
LEE = SHARED / "fbi-lee-latest/fbi_lee_latest.csv"
POPULATION = SHARED / "state-population-1900-2025/historical_state_population_by_year.csv"
ASPEP = SHARED / "census-aspep-police/aspep_police_1992_2023.csv"
COVERAGE = SHARED / "calibration/state-coverage.csv"
# States without a statewide body of several records and without corrections or federal agencies in the file.
PLAIN = ("CT", "HI", "IA", "ME", "MT", "NE", "WA", "WY")


def table(path: Path) -> Iterator[dict[str, str]]:
    if not path.exists():
        pytest.skip(f"needs {path}, the publisher's own file")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


async def test_new_york_had_33604_officers_on_31_october_2025(rows: Rows) -> None:
    ((sworn, figure, as_of),) = await rows(
        """select y.sworn, y.sworn_figure_id, f.as_of::text from api.agency_years y
        join api.staffing_figures f on f.id = y.sworn_figure_id where y.id = 'ny0303000-2025'"""
    )
    assert (sworn, as_of) == (33604, "2025-10-31")
    assert figure == "ny0303000-sworn-headcount-2025-10-31-fbi-lee"


async def test_45_states_have_a_rate_in_2025_and_six_have_a_lower_bound(rows: Rows) -> None:
    states = await rows(
        """select state, sworn_per_1000 is not null, sworn from api.state_years
        where year = 2025 and population is not null"""
    )
    assert Counter(rated for _, rated, _ in states) == {True: 45, False: 6}
    assert {state for state, rated, _ in states if not rated} == {"OH", "NM", "IN", "MO", "RI", "KS"}
    assert all(sworn > 0 for _, _, sworn in states)


async def test_local_governments_of_texas_had_191_officers_for_100000_residents_in_2006(rows: Rows) -> None:
    found = dict(
        await rows(
            """select year, round(census_local_fte_per_1000, 2)::text from api.state_years
            where state = 'TX' and year in (2006, 2016)"""
        )
    )
    assert found == {2006: "1.91", 2016: "1.86"}


async def test_a_sum_is_that_of_its_listed_agencies_and_the_nation_that_of_its_states(rows: Rows) -> None:
    wrong = await rows(
        """with parts as (
          select agency_state as state, year, sum(sworn) as sworn, count(*)::integer as agencies
          from api.agency_years where in_state_years group by 1, 2),
        sums as (select state, year, sworn, agencies from api.state_years where agencies > 0)
        (table parts except table sums) union all (table sums except table parts)"""
    )
    assert wrong == []
    wrong = await rows(
        """select n.id from api.national_years n
        join (select year, sum(sworn) as sworn from api.state_years
          where state not in ('GU', 'PR', 'VI') group by year) s on s.year = n.year
        where n.sworn is distinct from s.sworn"""
    )
    assert wrong == []


async def test_no_agency_counts_twice(rows: Rows) -> None:
    twice = await rows(
        """select y.id from api.agency_years y
        join api.agencies a on a.id = y.agency_id
        left join api.agency_years whole
          on whole.agency_id = a.parent_id and whole.year = y.year and whole.in_state_years
        where y.in_state_years and (whole.id is not null or y.counted_in is not null)
        union all
        select agency_id from api.agency_years where in_state_years group by agency_id, year
        having count(*) > 1"""
    )
    assert twice == []


async def test_shares_lie_within_0_and_1_and_a_rate_is_null_or_what_its_row_says(rows: Rows) -> None:
    for view in ("state_years", "national_years"):
        wrong = await rows(
            f"""select id from api.{view}
            where least(officer_coverage, resident_coverage, listed_share, repeated_share) < 0
              or greatest(officer_coverage, resident_coverage, listed_share, repeated_share) > 1
              or (sworn_per_1000 is null) <> (no_rate_because <> '{{}}')
              or sworn_per_1000 <> round(1000 * sworn / population, 3)
              or sentence !~ '^[0-9A-Z].*[^.]\\.$'"""
        )
        assert wrong == []
    wrong = await rows(
        """select id from api.agency_years
        where not coalesce(sworn_female_share, 0) between 0 and 1
          or not coalesce(total_female_share, 0) between 0 and 1
          or sworn_per_1000 <> round(1000 * sworn / population, 3) or sentence !~ '^[0-9A-Z].*[^.]\\.$'"""
    )
    assert wrong == []


async def test_sums_of_plain_states_are_those_of_the_file_of_the_fbi(rows: Rows) -> None:
    """An independent script: it adds up the column of the file and divides by the other file's population."""
    officers: Counter[str] = Counter()
    for row in table(LEE):
        if row["data_year"] == "2025" and row["state_abbr"] in {*PLAIN, "NB"}:
            officers[row["state_abbr"].replace("NB", "NE")] += int(row["officer_ct"] or 0)
    with POPULATION.open(encoding="utf-8", newline="") as file:
        residents = {state: int(count) for state, year, count in csv.reader(file) if year == "2025"}
    found = await rows(
        "select state, sworn::integer, sworn_per_1000::float8 from api.state_years where year = 2025"
    )
    expected = {
        state: (officers[state], round(1000 * officers[state] / residents[state], 3)) for state in PLAIN
    }
    assert {state: (sworn, rate) for state, sworn, rate in found if state in PLAIN} == expected


async def test_officers_of_local_governments_are_those_of_the_file_of_the_census(rows: Rows) -> None:
    stated = {
        (row["state"], int(row["year"])): int(row["full_time_equivalent"])
        for row in table(ASPEP)
        if row["government_level"] == "local_government"
        and row["function"] == "police protection - officers"
        and row["full_time_equivalent"]
        and row["state"] != "US"
    }
    found = await rows(
        """select state, year, census_local_sworn_fte::integer from api.state_years
        where census_local_sworn_fte is not null"""
    )
    assert {(state, year): count for state, year, count in found} == stated


async def test_sums_and_coverage_are_those_by_which_the_rules_were_calibrated(rows: Rows) -> None:
    """The coverage differs by what was merged since: at most by 0.035."""
    found = {
        state: (float(sworn), float(coverage))
        for state, sworn, coverage in await rows(
            "select state, sworn, officer_coverage from api.state_years where year = 2025 and sworn > 0"
        )
    }
    for row in table(COVERAGE):
        sworn, coverage = found[row[""]]
        assert sworn == float(row["sworn_2025"])
        assert coverage == pytest.approx(float(row["officer_coverage_2025"]), abs=0.035)
