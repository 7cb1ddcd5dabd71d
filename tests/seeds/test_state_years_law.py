"""The officers of a state and year are the sum of its listed agencies, and its rate is theirs."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from schemas.agency_year import AgencyYear
from schemas.national_year import NationalYear
from schemas.state_year import StateYear
from seeds.publishing.publish import replay
from tests.effort import examples
from tests.seeds import factories, yearly
from tests.seeds.served import empty, publish_both_ways
from tests.seeds.test_series_law import rows
from tests.seeds.yearly import BODY, POPULATION, Record


@pytest.fixture(scope="module")
def urls(make_database: Callable[[str], Any]) -> tuple[str, str]:
    return make_database("states_singly").owner_url, make_database("states_at_once").owner_url


@settings(
    max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=yearly.logs)
def test_a_sum_equals_its_parts_in_every_release_however_the_log_is_published(
    urls: tuple[str, str], tmp_path: Path, said: list[dict[str, int]]
) -> None:
    publish_both_ways(urls, tmp_path / "log", partial(yearly.write, said=said))
    singly, _ = urls
    for number in range(1, len(said) + 1):
        states = rows(singly, "state_years", StateYear, number)
        assert_states(states, rows(singly, "agency_years", AgencyYear, number))
        assert_nation(rows(singly, "national_years", NationalYear, number), states)


def test_an_agency_that_another_replaced_is_not_silent(urls: tuple[str, str], tmp_path: Path) -> None:
    log, (url, _) = tmp_path / "log", urls
    said = {"springfield-sworn-headcount-all-2025": 2, "shelbyville-sworn-headcount-all-2018": 3}
    yearly.write(log, [said])
    row = {"id": "shelbyville", "mode": "merge", "replaced_by": "springfield", "change": factories.UPDATED}
    factories.release(log, 2, {"agencies": [row]})
    empty(url)
    assert replay(url, log) == 2
    before, after = (rows(url, "state_years", StateYear, number)[-1] for number in (1, 2))
    assert (before["id"], before["agencies_silent"], before["sworn_silent"]) == ("ca-2025", 1, 21)
    assert (after["id"], after["agencies_silent"], after["officer_coverage"]) == ("ca-2025", 0, 1)


# Officers of an agency by year, 2018 by the survey; what is flagged; the changes of 2005 and of 2025.
JUMPS = [
    ({2004: 20, 2005: 60, 2025: 21}, {2005}, (None, None)),
    ({2005: 21, 2018: 20, 2025: 60}, {2025}, (None, None)),
    ({2004: 20, 2005: 21, 2025: 45}, set(), (0.05, 1.1429)),  # no count of 2018: growth, for all one knows
]


@pytest.mark.parametrize(("officers", "flagged", "changes"), JUMPS)
def test_a_sum_that_jumps_is_flagged_and_no_change_is_worked_out_from_it(
    urls: tuple[str, str],
    tmp_path: Path,
    officers: dict[int, int],
    flagged: set[int],
    changes: tuple[float | None, float | None],
) -> None:
    log, (url, _) = tmp_path / "log", urls
    said = {
        f"springfield-sworn-headcount-all-{year}": yearly.VALUES["sworn_headcount"].index(sworn)
        for year, sworn in officers.items()
    }
    residents = {f"springfield-population-covered-all-{year}": 1 for year in officers if year != 2018}
    yearly.write(log, [said | residents])
    empty(url)
    replay(url, log)
    years = {each["year"]: each for each in rows(url, "state_years", StateYear, 1)}
    assert {year for year, row in years.items() if row["flags"] == ["jump"]} == flagged
    assert {year for year, row in years.items() if row["flags"]} == flagged
    assert all(years[year]["sworn_per_1000"] for year in officers if year != 2018)
    assert (years[2005]["change_1y"], years[2025]["change_since_2005"]) == changes


def unit_of(row: Record) -> str:
    return BODY if row["agency_id"] == "post" else row["agency_id"]


def assert_states(states: list[Record], agencies: list[Record]) -> None:
    listed = [each for each in agencies if each["sworn"] is not None and each["agency_kind"] != "corrections"]
    assert {(each["state"], each["year"]) for each in states} == {
        (each["agency_state"], each["year"]) for each in listed
    }
    for state in states:
        mine = [each for each in listed if each["agency_state"] == state["state"]]
        assert_reported(state, [each for each in mine if each["year"] == state["year"]])
        assert_silent(state, mine)
        assert_rate(state)
        assert_panel(state, mine)


def assert_reported(state: Record, listed: list[Record]) -> None:
    parts = [each for each in listed if each["in_state_years"]]
    assert state["agencies"] == len(parts)
    assert state["sworn"] == (sum(each["sworn"] for each in parts) if parts else None)
    residents = [each["population"] for each in parts if each["population"] is not None]
    assert state["residents"] == (sum(residents) if residents else None)
    units = [unit_of(each) for each in parts if each["agency_id"] != "post"]
    assert len(units) == len({*units})
    assert not ({"post", BODY} <= {each["agency_id"] for each in parts})


def assert_silent(state: Record, listed: list[Record]) -> None:
    known: defaultdict[str, dict[int, int]] = defaultdict(dict)
    reported = set()
    for each in listed:
        counts = known[unit_of(each)]
        counts[each["year"]] = max(counts.get(each["year"], 0), each["sworn"])
        if each["in_state_years"] and each["year"] == state["year"]:
            reported.add(unit_of(each))
    nearest = []
    for unit, counts in known.items():
        near = [year for year, sworn in counts.items() if sworn and abs(year - state["year"]) <= 13]
        if near and unit not in reported:
            at = min((year for year, sworn in counts.items() if sworn), key=distance(state["year"]))
            nearest.append(counts[at])
    assert (state["agencies_silent"], state["sworn_silent"]) == (len(nearest), sum(nearest))


def distance(year: int) -> Callable[[int], tuple[int, int]]:
    return lambda other: (abs(other - year), -other)


def assert_rate(state: Record) -> None:
    sworn, silent = state["sworn"], state["sworn_silent"]
    known = (sworn or 0) + silent
    assert state["officer_coverage"] == (round(sworn / known, 4) if sworn is not None and known else None)
    here = (state["residents"] or 0) + state["residents_silent"]
    of_residents = round(state["residents"] / here, 4) if state["residents"] is not None and here else None
    assert state["resident_coverage"] == of_residents
    assert state["population"] == (POPULATION if state["year"] in {2004, 2005, 2025} else None)
    for name in ("officer_coverage", "resident_coverage", "listed_share", "repeated_share"):
        assert state[name] is None or 0 <= state[name] <= 1
    enough = (state["officer_coverage"] or 0) >= 0.90 and (of_residents or 0) >= 0.85 and state["population"]
    assert (state["no_rate_because"] == []) == bool(enough)
    assert state["sworn_per_1000"] == (round(1000 * sworn / POPULATION, 3) if enough else None)


def assert_panel(state: Record, listed: list[Record]) -> None:
    parts: defaultdict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for each in listed:
        if each["in_state_years"]:
            parts[each["year"]][unit_of(each)] += each["sworn"]
    now, then = parts[state["year"]], parts[2005]
    both = now.keys() & then.keys() if state["year"] > 2005 else set()
    sums = (sum(now[unit] for unit in both), sum(then[unit] for unit in both))
    assert state["panel_agencies"] == (len(both) or None)
    assert (state["panel_sworn"], state["panel_sworn_2005"]) == (sums if both else (None, None))
    enough = both and all(
        total and part / total >= 0.8
        for part, total in zip(sums, (sum(now.values()), sum(then.values())), strict=True)
    )
    assert state["panel_change"] == (round(sums[0] / sums[1] - 1, 4) if enough else None)


def assert_nation(nation: list[Record], states: list[Record]) -> None:
    assert {each["year"] for each in nation} == {each["year"] for each in states}
    for row in nation:
        mine = [each for each in states if each["year"] == row["year"]]
        assert row["sworn"] == (sum(each["sworn"] or 0 for each in mine) if row["states"] else None)
        assert row["agencies"] == sum(each["agencies"] for each in mine)
        assert row["states_with_rate"] == sum(each["sworn_per_1000"] is not None for each in mine)
        assert (row["agencies_silent"], row["sworn_per_1000"]) == (None, None)  # 49 states have no row
