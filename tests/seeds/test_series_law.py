"""Series and coverage say what their figures say, in every release, and no later release changes that."""

import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from schemas.agency_year import AgencyYear
from schemas.coverage_row import CoverageRow
from schemas.national_year import NationalYear
from schemas.series import Series
from schemas.state_year import StateYear
from seeds.publishing.publish import replay
from seeds.quality.rule import ORDER
from tests.effort import examples
from tests.seeds import factories, logs, yearly
from tests.seeds.served import empty, fetch, records

Record = dict[str, Any]
DERIVED = {
    "series": Series,
    "coverage": CoverageRow,
    "agency_years": AgencyYear,
    "state_years": StateYear,
    "national_years": NationalYear,
}


@pytest.fixture(scope="module")
def url(make_database: Callable[[str], Any]) -> str:
    return make_database("law_of_series").owner_url


@settings(
    max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(releases=logs.logs)
def test_any_log_has_series_that_say_what_their_figures_say(
    url: str, tmp_path: Path, releases: list[logs.Rows]
) -> None:
    log, part = tmp_path / "log", tmp_path / "part"
    for folder in (log, part):  # of an example before
        shutil.rmtree(folder, ignore_errors=True)
    logs.write(log, releases)
    empty(url)
    part.mkdir()
    found: dict[int, dict[str, list[Record]]] = {}
    for number, folder in enumerate(sorted(log.iterdir()), start=1):
        (part / folder.name).symlink_to(folder)
        assert replay(url, part) == number
        found[number] = derived(url, number)
        figures = [*records(url, "staffing-figures", number).values()]
        assert_series(found[number]["series"], figures)
        assert_coverage(found[number]["coverage"], figures)
    assert {number: derived(url, number) for number in found} == found
    assert_one_meaning([each for rows in found.values() for each in rows["series"]])


def test_a_total_of_agencies_is_counted_apart_and_again_when_an_agency_becomes_one(
    url: str, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    yearly.write(
        log, [{f"{each}-sworn-headcount-all-2025": 2 for each in ("springfield", "county", yearly.BODY)}]
    )
    row = {"id": "county", "mode": "merge", "aggregate": True, "change": factories.UPDATED}
    factories.release(log, 2, {"agencies": [row]})
    empty(url)
    assert replay(url, log) == 2
    before, after = (rows(url, "coverage", CoverageRow, number) for number in (1, 2))
    assert [each["agencies"] for each in (*before, *after)] == [3, 3]
    assert " for 2 agencies and 1 total of agencies in California in 2025;" in before[0]["sentence"]
    assert " for 1 agency and 2 totals of agencies in California in 2025;" in after[0]["sentence"]


def derived(url: str, number: int) -> dict[str, list[Record]]:
    return {name: rows(url, name, struct, number) for name, struct in DERIVED.items()}


def rows(url: str, name: str, struct: Any, number: int) -> list[Record]:
    """The rows of a release; each id once, each body its struct's, the columns beside it the same."""
    names = ", ".join(f"x.{column}" for column in struct.__struct_fields__)
    found = fetch(
        url,
        f"""select x.id, x.body, (select row_to_json(c)::text from (select {names}) c) as columns
        from api.{name}_at x where from_release <= $1 and coalesce(to_release, $1) >= $1 order by id""",
        number,
    )
    bodies = [msgspec.json.decode(row["body"]) for row in found]
    assert len({row["id"] for row in found}) == len(found)
    assert [msgspec.to_builtins(msgspec.convert(each, struct)) for each in bodies] == bodies
    assert [msgspec.json.decode(row["columns"]) for row in found] == bodies
    return bodies


def assert_series(series: list[Record], figures: list[Record]) -> None:
    points = defaultdict(list)
    for figure in figures:
        points[figure["series_id"]].append(figure)
    assert {each["id"] for each in series} == points.keys()
    for each in series:
        assert_points(each, points[each["id"]])


def assert_points(series: Record, points: list[Record]) -> None:
    days = sorted(each["as_of"] for each in points if each["as_of"])
    headlines = [each for each in points if each["headline"]]
    said = {
        "series": {each["series"] for each in points},
        "figures": len(points),
        "first_as_of": days[0] if days else None,
        "last_as_of": days[-1] if days else None,
        "source_ids": sorted({each["source_id"] for each in points if each["source_id"]}),
        "headline_figure_id": headlines[0]["id"] if headlines else None,
        "headline_value": headlines[0]["value"] if headlines else None,
        "headline_value_text": headlines[0]["value_text"] if headlines else None,
        "headline_as_of": headlines[0]["as_of"] if headlines else None,
        "headline_disputed": any(each["disputed"] for each in headlines),
        "flags": [flag for flag in ORDER if any(flag in each["flags"] for each in points)],
    }
    assert {name: {series[name]} if name == "series" else series[name] for name in said} == said
    for name in (
        "agency_id",
        "agency_name",
        "metric",
        "metric_label",
        "unit",
        "subset",
        "sex",
        "target_date",
    ):
        assert {each[name] for each in points} == {series[name]}
    years = {each["id"]: each["as_of"] for each in points if each["headline_of_year"]}
    order = [(each["as_of"], each["figure_id"]) for each in series["breaks"]]
    assert order == sorted(order)
    assert len(order) == series["break_count"] < max(1, len(years))
    for each in series["breaks"]:
        assert years[each["previous_figure_id"]] < years[each["figure_id"]] == each["as_of"]


def assert_coverage(coverage: list[Record], figures: list[Record]) -> None:
    counted = defaultdict(list)
    for each in figures:
        counted[each["source_id"], each["metric"], each["agency_state"], each["year"]].append(
            each["agency_id"]
        )
    found = {
        (each["source_id"], each["metric"], each["state"], each["year"]): (each["figures"], each["agencies"])
        for each in coverage
    }
    assert found == {key: (len(agencies), len({*agencies})) for key, agencies in counted.items()}
    assert sum(each["figures"] for each in coverage) == len(figures)
    totals = {each["agency_id"] for each in figures if each["agency_aggregate"]}
    for each in coverage:
        agencies = {*counted[each["source_id"], each["metric"], each["state"], each["year"]]}
        assert said_of(len(agencies - totals), len(agencies & totals)) in each["sentence"]


def said_of(agencies: int, totals: int) -> str:
    """Whom a sentence counts: a total of agencies is none."""
    words = (
        f"{agencies} {'agency' if agencies == 1 else 'agencies'}" if agencies else "",
        f"{totals} {'total' if totals == 1 else 'totals'} of agencies" if totals else "",
    )
    return f" for {' and '.join(filter(None, words))} "


def assert_one_meaning(series: list[Record]) -> None:
    assert len({(each["id"], each["series"]) for each in series}) == len({each["id"] for each in series})
    assert len({(each["id"], each["series"]) for each in series}) == len({each["series"] for each in series})
