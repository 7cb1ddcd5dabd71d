"""Importer for the population of states: yearly since 1900, and the Census Bureau's newest estimates."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from seeds.importers.areas import population_texts as texts
from seeds.importers.areas.records import (
    AREA_COLUMNS,
    FIGURE_COLUMNS,
    NATION,
    TABLES,
    USPS,
    figure_id,
    state,
)
from seeds.importers.shared.command import importer
from seeds.importers.shared.companion_files import companion
from seeds.importers.shared.csv_rows import FILE, read_header, read_table, whole_number, year_number
from seeds.importers.shared.release_text import write_metrics, write_release, write_sources
from seeds.importers.shared.write import Row, Tally, write_table

COLUMNS = ("state", "year", "population")
PLACE = ("SUMLEV", "STATE", "NAME")
YEARLY = re.compile(r"POPESTIMATE(\d{4})")
ESTIMATES = companion("--estimates", "NST-EST2024-ALLDATA.csv", "of the Census Bureau: estimates of states")


def history(file: Path, names: dict[str, Row], tally: Tally) -> Iterator[Row]:
    """Yield the population of each state and year of the file without a header."""
    for cells in read_table(file, COLUMNS, header=COLUMNS):
        place = names.get(cells["state"].strip())
        year = year_number(cells["year"])
        if place is None:
            tally.skip(year, f"rows of {cells['state']!r}, which is no state")
            continue
        tally.load(year)
        locator = f"{cells['state']}, {year}"
        yield figure(place, texts.HISTORY, str(year), whole_number(cells["population"]), locator)


def newest(file: Path, vintage: texts.Vintage, tally: Tally) -> Iterator[Row]:
    years = [match for name in read_header(file) if (match := YEARLY.fullmatch(name))]
    for cells in read_table(file, [*PLACE, *(match[0] for match in years)]):
        place = area(cells)
        for match in years:
            year = int(match[1])
            if place is None:
                tally.skip(year, "cells of regions and divisions")
                continue
            tally.load(year)
            locator = f"NAME={cells['NAME']}, {match[0]}"
            yield figure(place, vintage, f"{year}-07-01", whole_number(cells[match[0]]), locator)


def area(cells: dict[str, str]) -> Row | None:
    match int(cells["SUMLEV"]):
        case 10:
            return NATION
        case 40:
            return state(f"{int(cells['STATE']):02}", cells["NAME"].strip())
    return None


def figure(place: Row, vintage: texts.Vintage, as_of: str, people: int, locator: str) -> Row:
    metric = "resident_population"
    return {
        "id": figure_id(place["id"], metric, as_of, vintage.family),
        "area_id": place["id"],
        "metric": metric,
        "vintage": vintage.name,
        "value": people,
        "as_of": as_of,
        "date_basis": "stated",
        "source_id": vintage.source_id,
        "locator": locator,
    }


def places(file: Path) -> dict[str, Row]:
    """Return the nation and the states of the estimates by USPS code; the nation is "US"."""
    known = [place for cells in read_table(file, PLACE) if (place := area(cells))]
    return {USPS.get(str(place["code"]), "US"): place for place in known}


@importer("census-population")
@click.argument("file", type=FILE)
@ESTIMATES
def command(file: Path, estimates: Path, folder: Path, retrieved_on: date | None) -> None:
    """Import the population of states by year (FILE: state, year, population, without a header)."""
    names, old, new = places(estimates), Tally(), Tally()
    vintage = texts.vintage(estimates.name)
    rows = [*history(file, names, old), *newest(estimates, vintage, new)]
    write_table(folder, "areas.csv.gz", AREA_COLUMNS, names.values())
    write_table(folder, "area-figures.csv.gz", FIGURE_COLUMNS, rows)
    write_metrics(folder, texts.METRICS)
    sources = [texts.source(texts.HISTORY, old.coverage()), texts.source(vintage, new.coverage())]
    write_sources(folder, sources, retrieved_on)
    write_release(folder, texts.TITLE, texts.notes(old, new), TABLES)
    old.report()
    new.report()
