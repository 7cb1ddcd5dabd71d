"""Importer for the Occupational Employment and Wage Statistics of the Bureau of Labor Statistics."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import click

from seeds.importers.areas import bls_texts as texts
from seeds.importers.areas.records import (
    AREA_COLUMNS,
    FIGURE_COLUMNS,
    NATION,
    TABLES,
    figure_id,
    in_states,
    state,
)
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import FILE, decimal_number, whole_number
from seeds.importers.shared.release_text import write_metrics, write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, Cells, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

KEY = ("area_code", "industry_code", "soc")
ERRORS = {
    "employment": "employment_percent_relative_standard_error",
    "annual_mean_wage": "wage_percent_relative_standard_error",
}
NEEDED = (*KEY, "series_key", "area_type", "area_name", "state_fips", *texts.MEASURES, *ERRORS.values())
ALL_INDUSTRIES = "000000"
# What the Bureau prints for an estimate that it does not release, and for pay above its highest class.
NOT_RELEASED = {"", "-", "*", "**", "#"}


def area(cells: Cells) -> Row:
    code, name, fips = cells["area_code"], cells["area_name"].strip(), cells["state_fips"].strip()
    match cells["area_type"]:
        case "N":
            return NATION
        case "S":
            return state(fips, name)
    kind = "metropolitan" if code.startswith("00") else "nonmetropolitan"
    short = code.removeprefix("00") if kind == "metropolitan" else code
    return {"id": f"area-{short}", "name": name, "kind": kind, "states": in_states(name, fips), "code": short}


def read_rows(file: Path, year: int, tally: Tally) -> Iterator[Cells]:
    """Yield the rows of all industries together, of occupations that we know."""
    for cells in read_distinct(file, NEEDED, KEY, lambda _cells: tally.skip(year, f"cells of {REPEATED}")):
        if cells["industry_code"] != ALL_INDUSTRIES:
            tally.skip(year, texts.ONE_INDUSTRY, len(texts.MEASURES))
        elif cells["soc"] not in texts.OCCUPATIONS:
            tally.skip(year, f"cells of the unknown occupation {cells['soc']}", len(texts.MEASURES))
        else:
            yield cells


def figures(cells: Cells, area_id: object, month: str, tally: Tally) -> Iterator[Row]:
    subset = texts.OCCUPATIONS[cells["soc"]]
    for column, metric in texts.MEASURES.items():
        if cells[column].strip() in NOT_RELEASED:
            tally.skip(int(month[:4]), texts.UNRELEASED)
            continue
        tally.load(int(month[:4]))
        yield {
            "id": figure_id(area_id, metric, subset, month, "bls-oews"),
            "area_id": area_id,
            "metric": metric,
            "subset": subset,
            "value": whole_number(cells[column]),
            "relative_standard_error": percent(cells.get(ERRORS.get(column, ""), "")),
            "as_of": month,
            "date_basis": "stated",
            "source_id": texts.source_id(month),
            "locator": f"series {cells['series_key']}, {column}",
        }


def percent(cell: str) -> Decimal | None:
    return None if cell.strip() in NOT_RELEASED else decimal_number(cell.strip()).normalize() + 0


@importer("bls-oews")
@click.argument("file", type=FILE)
@click.option(
    "--month",
    required=True,
    type=click.DateTime(["%Y-%m"]),
    metavar="YYYY-MM",
    help="The month of the estimates: the file does not say it.",
)
def command(file: Path, folder: Path, month: date, retrieved_on: date | None) -> None:
    """Import employment and wages by occupation and area (columns as in oews_2025_police.csv)."""
    tally, as_of = Tally(), f"{month:%Y-%m}"
    areas: dict[object, Row] = {}
    rows: list[Row] = []
    for cells in read_rows(file, month.year, tally):
        place = area(cells)
        areas[place["id"]] = place
        rows.extend(figures(cells, place["id"], as_of, tally))
    write_table(folder, "areas.csv.gz", AREA_COLUMNS, areas.values())
    write_table(folder, "area-figures.csv.gz", FIGURE_COLUMNS, rows)
    write_metrics(folder, texts.METRICS)
    write_sources(folder, [{**texts.source(as_of), "coverage": tally.coverage()}], retrieved_on)
    write_release(folder, texts.title(as_of), texts.notes(tally, len(areas)), TABLES)
    tally.report()
