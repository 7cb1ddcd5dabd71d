"""docs/comparison.md sets printed numbers beside ours: each difference has its published rule.

RECORD_COMPARISON=1 writes the tables of the page anew.
"""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.docs.pages import ROOT, tables
from tests.log import beside_sums, comparison, printed
from tests.log.comparison import Cells
from tests.log.conftest import Rows

PAGE = ROOT / "docs" / "comparison.md"
SURVEY_OF_AGENCIES = "BJS: census of law-enforcement agencies, 2018"
# Kinds of agency and publishers that stand beside the sum of a state.
COUNTED_BY_FBI = """
select a.state, sum(f.value)::float8 from api.staffing_figures f
join api.agencies a on a.id = f.agency_id
join api.agency_years y on y.agency_id = a.id and y.year = 2018
where f.source_id = 'bjs-csllea-2018' and f.metric = 'sworn_headcount' and f.sex = 'all' and f.subset is null
  and y.sworn_publisher = 'Federal Bureau of Investigation'
group by 1"""


def assert_printed(header: str, expected: list[Cells]) -> None:
    """The page has the table with this header, and these rows are in it."""
    if os.environ.get("RECORD_COMPARISON"):
        lines = "".join(f"| {' | '.join(row)} |\n" for row in expected)
        page = PAGE.read_text(encoding="utf-8")
        table = re.compile(rf"({re.escape(header)}\n\|[-| :]+\|\n)(?:\|.*\n)*")
        assert table.search(page), header
        PAGE.write_text(table.sub(lambda found: found[1] + lines, page), encoding="utf-8")
    found = dict(tables(PAGE))
    assert found[header] == expected


async def figures_of(rows: Rows, source: str) -> dict[str, float]:
    """Where a figure of the source was printed → its number."""
    found = await rows(
        """select locator, value::float8 from api.staffing_figures where source_id = $1
        union all select locator, value::float8 from api.area_figures where source_id = $1""",
        source,
    )
    assert len({*(place for place, _ in found)}) == len(found)
    return dict(found)


@pytest.fixture(scope="module")
async def surveyed(rows: Rows) -> list[Any]:
    """The agencies of the survey of 2018, and why a record of them is not here."""
    registered = await rows("select id, ori, aliases from api.agencies where replaced_by is null")
    oris = {ori for _, ori, _ in registered if ori}
    for key, ori, aliases in registered:
        if not ori:
            oris |= {key.upper(), f"{key.upper()}00", *aliases}
    here = await figures_of(rows, "bjs-csllea-2018")
    found = [*comparison.of_survey(printed.read(printed.AGENCIES), here, oris)]
    assert sum(len(counts) for _, counts, reason in found if reason is None) == len(here)
    return found


async def test_every_printed_number_is_here_or_left_out_for_a_reason(rows: Rows, surveyed: list[Any]) -> None:
    expected = []
    for table in printed.TABLES:
        here = await figures_of(rows, table.source)
        printed_rows = printed.read(table.file, table.columns)
        expected.append(comparison.cell_by_cell(table, printed_rows, here))
        places = {cell.place for cell in comparison.stated(table.cells(printed_rows))}
        assert here.keys() <= places
    expected.append(comparison.survey_cells(SURVEY_OF_AGENCIES, surveyed))
    assert {row[3] for row in expected} == {"0"}
    assert "for no reason" not in str(expected)
    assert_printed("| printed table | numbers | here, the same | here, another | not here |", expected)


def test_printed_totals_equal_their_parts_or_a_rule_says_why() -> None:
    survey, patrol = printed.read(printed.SURVEY), printed.read(printed.PATROL)
    nation = [*comparison.survey_totals(survey, printed.PAID)]
    differing = {(level, year) for (level, year, *_), whole, parts in nation if whole != parts}
    assert differing == {("local_government", "2006")}
    agents = comparison.patrol_totals(patrol)
    personnel = [*comparison.personnel_totals(printed.read(printed.CALIFORNIA))]
    assert_printed(
        "| printed total | of | equals its parts | else more by | because |",
        [
            comparison.total("Census: the nation, of its states", (pair for _, *pair in nation), "rule 1"),
            comparison.total(
                "Census: all police employees, of officers and others",
                comparison.functions(survey, printed.PAID),
                "",
            ),
            comparison.total("California: county, of its agencies", personnel, "rule 2"),
            comparison.total(
                "Border Patrol: northern border", agents("northern border", comparison.NORTH), ""
            ),
            comparison.total("Border Patrol: coastal border", agents("coastal border", comparison.COAST), ""),
            comparison.total(
                "Border Patrol: southwest border", agents("southwest border", comparison.SOUTHWEST), "rule 3"
            ),
            comparison.total(
                "Border Patrol: nation, of the borders",
                agents("nationwide total", comparison.BORDERS),
                "rule 3",
            ),
        ],
    )


async def test_officers_of_2018_are_the_printed_ones_less_those_that_a_rule_leaves_out(
    rows: Rows, surveyed: list[Any]
) -> None:
    ours = dict(await rows("select state, bjs_sworn::float8 from api.state_years where year = 2018"))
    fbi = dict(await rows(COUNTED_BY_FBI))
    assert_printed(
        "| state | printed | no ORI | no record | another agency | counted by the FBI | `bjs_sworn` |",
        [*comparison.survey_by_state(surveyed, fbi, ours)],
    )


async def years(rows: Rows, year: int) -> list[Mapping[str, Any]]:
    names = ("id", "state", "state_name", "statewide_body")
    numbers = (
        "sworn", "officer_coverage", "repeated_share", "census_local_sworn_fte", "census_state_sworn_fte",
        "bls_patrol_officers",
    )  # fmt: skip
    columns = ", ".join([*names, *(f"{name}::float8" for name in numbers)])
    found = await rows(
        f"select {columns} from api.state_years where year = $1 and population is not null order by state",
        year,
    )
    return [dict(zip((*names, *numbers), row, strict=True)) for row in found]


async def test_sums_of_2025_stand_beside_the_jobs_that_are_printed(rows: Rows) -> None:
    jobs = beside_sums.jobs(printed.read(printed.JOBS))
    assert_printed(
        "| state | FBI | BLS patrol | BLS others | FBI less both | FBI : patrol | and |",
        [*beside_sums.beside_jobs(await years(rows, 2025), jobs)],
    )


async def test_sums_of_2005_stand_beside_the_full_time_equivalents_that_are_printed(rows: Rows) -> None:
    equivalents = beside_sums.equivalents(printed.read(printed.SURVEY), "2005")
    assert_printed(
        "| state | FBI | Census, local | Census, state | FBI less both | FBI : Census | and |",
        [*beside_sums.beside_equivalents(await years(rows, 2005), equivalents)],
    )


def test_the_states_of_two_vintages_differ_nearly_everywhere() -> None:
    newer = {row["NAME"]: row for row in printed.read(printed.VINTAGE)}
    states = [row for row in printed.read(printed.COUNTIES) if row["SUMLEV"] == "40"]
    columns = [f"POPESTIMATE{year}" for year in range(2020, 2024)]
    differ = sum(row[name] != newer[row["STNAME"]][name] for row in states for name in columns)
    assert f"{differ} of its {len(states) * len(columns)} numbers" in PAGE.read_text(encoding="utf-8")


def spread(ratios: Iterable[str]) -> tuple[str, str]:
    ordered = sorted(ratios, key=float)
    return ordered[0], ordered[-1]


def test_the_ratios_lie_where_the_page_says() -> None:
    found = dict(tables(PAGE))
    said = PAGE.read_text(encoding="utf-8")
    for name in ("FBI : patrol", "FBI : Census"):
        (ratios,) = [[row[5] for row in rows] for header, rows in found.items() if name in header]
        assert "{} to {}".format(*spread(ratios)) in said
