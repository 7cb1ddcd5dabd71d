"""A row by agency and year says what the figures of that year say, in every release, and nothing else."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from schemas.agency_year import AgencyYear
from tests.effort import examples
from tests.seeds import yearly
from tests.seeds.served import publish_both_ways, records
from tests.seeds.test_series_law import rows
from tests.seeds.yearly import BODY, Record

NUMBERS = ("sworn", "civilian", "total", "sworn_female", "total_female", "population")


@pytest.fixture(scope="module")
def urls(make_database: Callable[[str], Any]) -> tuple[str, str]:
    return make_database("years_singly").owner_url, make_database("years_at_once").owner_url


@settings(
    max_examples=examples(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=yearly.logs)
def test_rows_say_what_the_figures_of_their_year_say_however_the_log_is_published(
    urls: tuple[str, str], tmp_path: Path, said: list[dict[str, int]]
) -> None:
    publish_both_ways(urls, tmp_path / "log", partial(yearly.write, said=said))
    singly, _ = urls
    before: list[Record] = []
    for number, figures in enumerate(said, start=1):
        found = rows(singly, "agency_years", AgencyYear, number)
        assert_rows(found, [*records(singly, "staffing-figures", number).values()])
        assert_untouched(before, found, {yearly.POSSIBLE[name]["agency_id"] for name in figures})
        before = found


def assert_rows(found: list[Record], figures: list[Record]) -> None:
    expected = yearly.by_year(figures)
    assert {(each["agency_id"], each["year"]) for each in found} == expected.keys()
    years: defaultdict[str, dict[int, dict[str, Record]]] = defaultdict(dict)
    for (agency, year), numbers in expected.items():
        years[agency][year] = numbers
    for row in found:
        assert_numbers(row, years[row["agency_id"]][row["year"]])
        assert_changes(row, years[row["agency_id"]])
        assert_counted_once(row, years)


def assert_untouched(before: list[Record], after: list[Record], touched: set[str]) -> None:
    """A release leaves the rows of agencies alone whose figures, and whose body's, it does not name."""
    spread = touched | ({"post"} if BODY in touched else set())
    kept = [[each for each in found if each["agency_id"] not in spread] for found in (before, after)]
    assert kept[0] == kept[1]


def assert_numbers(row: Record, numbers: dict[str, Record]) -> None:
    assert row["id"] == f"{row['agency_id']}-{row['year']}"
    for name in NUMBERS:
        figure = numbers.get(name, {})
        assert (row[name], row[f"{name}_figure_id"]) == (figure.get("value"), figure.get("id"))
    assert row["sworn_female_share"] == yearly.share(numbers, "sworn")
    assert row["total_female_share"] == yearly.share(numbers, "total")
    assert set(row["flags"]) == yearly.flags_of(numbers)
    unranked = {"population_is_remainder", "few_residents"} & {*row["flags"]}
    rated = row["sworn"] and row["population"] and not unranked
    assert row["sworn_per_1000"] == (round(1000 * row["sworn"] / row["population"], 3) if rated else None)
    lowest = int(row["size_class"].split("_")[0]) if row["size_class"] else None
    assert (lowest is None) == (row["sworn"] is None)
    assert lowest is None or lowest <= row["sworn"] < 1000


def assert_changes(row: Record, years: dict[int, dict[str, Record]]) -> None:
    year = row["year"]
    for name, base in (("change_1y", year - 1), ("change_5y", year - 5), ("change_since_2005", 2005)):
        said = yearly.change(years, base, year) if base < year and not row["counted_in"] else None
        if row["agency_id"] != "post":  # whose body may have included it in the other year
            assert row[name] == said


def assert_counted_once(row: Record, years: dict[str, dict[int, dict[str, Record]]]) -> None:
    body = "sworn" in years[BODY].get(row["year"], {}) and row["agency_id"] == "post"
    assert row["counted_in"] == (BODY if body else None)
    if row["in_state_years"]:
        assert (row["sworn_publisher"], row["counted_in"]) == ("Federal Bureau of Investigation", None)
        assert row["agency_kind"] != "corrections"
