"""The wide table beside the long one: what a cell holds, by the published rule, and nothing else.

Its columns are those of the release before, and behind them those that came with this one.
"""

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import pairwise

import asyncpg
import pytest

from api.bundle import wide_columns, wide_table
from schemas import vocabularies as v
from seeds.headline.rule import PRECISIONS, QUALITIES
from tests.bundle.test_files import NAMES, OTHERS

NAME = "staffing-figures-wide"
FIXED = 9


@pytest.fixture(scope="module")
def wide(folder):
    text = (folder / f"{NAME}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def fits(figure):
    return (
        figure["as_of"] is not None
        and figure["rank"] != "deprecated"
        and figure["subset"] is None
        and figure["sex"] == "all"
        and figure["per"] is None
    )


def merit(figure):
    published, kind = figure["source_published_on"], figure["source_kind"]
    return (
        figure["rank"] != "preferred",
        QUALITIES.index("primary" if kind == "dataset" else figure["source_quality"]),
        PRECISIONS.index(figure["as_of_precision"]),
        v.WEIGHTIEST.index(kind) if kind in v.WEIGHTIEST else len(v.WEIGHTIEST),
        -date.fromisoformat(published).toordinal() if published else 0,
        figure["id"],
    )


@pytest.fixture(scope="module")
def expected(records):
    """Agency and day → column → the figure that the rule picks."""
    found = {}
    for figure in filter(fits, records["staffing-figures"]):
        column = "__".join(filter(None, (figure["metric"], figure["modality"], figure["period"])))
        cells = found.setdefault((figure["agency_id"], figure["as_of"]), {})
        cells[column] = min(cells.get(column, figure), figure, key=merit)
    return found


def test_every_cell_is_the_figure_that_the_rule_picks(wide, expected):
    shown = [name for name in [*wide[0]][FIXED:] if not name.endswith("__qualifier")]
    stated = {
        column
        for cells in expected.values()
        for column, figure in cells.items()
        if figure["value"] is not None
    }
    assert {*shown} <= stated
    found = {(row["agency_id"], row["as_of"]): row for row in wide}
    assert len(found) == len(wide), "an agency and a day twice"
    for key, picked in expected.items():
        cells = {column: figure for column, figure in picked.items() if column in shown}
        assert (key in found) == bool(cells)
        for column in shown if cells else ():
            figure = cells.get(column)
            value = found[key][column]
            assert (Decimal(value) if value else None) == (figure["value"] if figure else None), (key, column)
            assert (found[key][f"{column}__qualifier"] or None) == (figure["qualifier"] if figure else None)


def test_no_number_stands_without_its_qualifier(wide):
    seen = set()
    for row in wide:
        for column in [*row][FIXED:]:
            if not column.endswith("__qualifier"):
                qualifier = row[f"{column}__qualifier"]
                seen.add(qualifier)
                assert not row[column] or qualifier, (row["agency_id"], column)
    assert {"exact", "more_than"} <= seen


def test_a_row_names_its_agency_as_the_figures_do(wide, records):
    agencies = {agency["id"]: agency for agency in records["agencies"]}
    for row in wide:
        agency = agencies[row["agency_id"]]
        assert row["agency_name"] == agency["name"]
        assert row["agency_aggregate"] == str(agency["aggregate"]).lower()
        assert row["as_of"].startswith(row["year"])


def test_rows_are_in_order_and_columns_as_the_data_package_says(wide, tables):
    keys = [(row["agency_id"], row["as_of"]) for row in wide]
    assert keys == sorted(keys)
    assert [*wide[0]] == [field["name"] for field in tables[NAME]["schema"]["fields"]]


@pytest.fixture
async def owner(database):
    """A session that may change what is served, and takes it back."""
    connection = await asyncpg.connect(database.owner_url)
    turning_back = connection.transaction()
    await turning_back.start()
    yield connection
    await turning_back.rollback()
    await connection.close()


async def columns(session, release):
    header = wide_table.header(wide_table.table(await wide_columns.cells(session, release))).decode()
    return header.removesuffix("\n").split(",")


async def test_a_release_only_adds_columns_behind_those_of_the_one_before(owner, wide, newest):
    headers = [await columns(owner, release) for release in range(1, newest + 1)]
    for before, after in pairwise(headers):
        assert after[: len(before)] == before
        added = after[len(before) :: 2]
        assert added == sorted(added)
    assert len({len(header) for header in headers}) > 3, "too few releases add a column to try the order"
    assert headers[-1] == [*wide[0]]
    assert headers[-1][FIXED::2] != sorted(headers[-1][FIXED::2]), "by name alone they would be as good"


async def test_a_column_whose_figures_are_withdrawn_stays_where_it_is_and_is_empty(owner, wide, newest):
    before = [*wide[0]]
    assert any(row[before[FIXED]] for row in wide)
    metric, modality, *_ = before[FIXED].split("__")
    ended = "update serving.staffing_figures set to_release = $1 where to_release is null "
    await owner.execute(f"{ended} and metric = $2 and modality = $3", newest - 1, metric, modality)
    cells = await wide_columns.cells(owner, newest)
    assert await columns(owner, newest) == before
    sql, arguments = wide_table.selection(newest, cells)
    rows = await owner.fetch(sql, *arguments)
    assert rows
    assert {(row[FIXED], row[FIXED + 1]) for row in rows} == {(None, None)}


def test_it_is_marked_as_derived_and_the_others_are_not(tables, folder):
    assert {name for name, table in tables.items() if table["derived"]} == {NAME}
    assert {*tables} - {NAME} == {*NAMES, *OTHERS}
    for name in ("README.md", "codebook.md"):
        text = (folder / name).read_text(encoding="utf-8")
        assert "derived" in text.lower()
        assert "Left out: figures without a day" in text
    assert "Left out" in tables[NAME]["description"]


def test_a_column_says_what_is_counted_and_in_which_unit(tables, records):
    fields = {field["name"]: field for field in tables[NAME]["schema"]["fields"]}
    metrics = {metric["id"]: metric for metric in records["metrics"]}
    for name in [*fields][FIXED:]:
        metric, modality, *_ = name.split("__")
        if not name.endswith("__qualifier"):
            assert fields[name]["unit"] == metrics[metric]["unit"]
            assert fields[name]["description"] == metrics[metric]["definition"]
            assert fields[name]["title"].startswith(
                f"{metrics[metric]['label']} ({modality.replace('_', ' ')}"
            )
