"""Importer for LEOKA police employees of 2004 and 2005, the years that no other file has."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from seeds.importers.fbi import leoka_texts as texts
from seeds.importers.fbi.agencies import COLUMNS, read_points
from seeds.importers.fbi.leoka_agencies import Finder, Places, Report, describe
from seeds.importers.fbi.names import Names
from seeds.importers.shared.command import importer
from seeds.importers.shared.companion_files import COUNTIES, NAMES, POINTS
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.csv_rows import EARLIER, FILE, whole_number, year_number
from seeds.importers.shared.earlier_releases import Stated, read_agencies, read_stated
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, Cells, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

COUNTS = ["sworn_officers", "civilians", "total_employees", "male_employees", "female_employees"]
KEYS = ["agency_id", "as_of", "ori7", "year"]
REGISTER = ["id", "name", "ori"]
# The file is read more than once; rows that it prints twice are counted when it is read first.
NOT_COUNTED = len
NEEDED = ["ori7", "population_group", "year", "population", "agency_name", *COUNTS]


def read_reports(file: Path, repeated: Callable[[Cells], object]) -> Iterator[Report]:
    for cells in read_distinct(file, NEEDED, ("ori7", "year"), repeated):
        yield Report(
            ori7=cells["ori7"].strip(),
            group=cells["population_group"].strip(),
            year=year_number(cells["year"]),
            name=cells["agency_name"].strip(),
            population=whole_number(cells["population"]),
            counts={column: whole_number(cells[column]) for column in COUNTS},
        )


class Selection(NamedTuple):
    """Selects reports with officers, of agencies and years that no other release states."""

    finder: Finder
    stated: Stated

    def skip_reason(self, report: Report) -> str | None:
        if not any(report.counts.values()):
            return "agency-years of nothing but zeros (did not report)"
        if not report.counts["sworn_officers"]:
            return "agency-years with civilians and no officers (the count of officers was not reported)"
        if (self.finder.agency_id(report), f"{report.year}-10-31") in self.stated:
            return "agency-years that another file states, with more detail"
        return None

    def loaded(self, reports: Iterator[Report]) -> Iterator[Report]:
        return (report for report in reports if self.skip_reason(report) is None)


def count(reports: Iterator[Report], selection: Selection, tally: Tally) -> None:
    for report in reports:
        if reason := selection.skip_reason(report):
            tally.skip(report.year, reason)
        else:
            tally.load(report.year)


def figures(reports: Iterator[Report], finder: Finder) -> Iterator[Row]:
    for report in reports:
        key, year = finder.agency_id(report), report.year
        yield {
            "agency_id": key,
            "as_of": f"{year}-10-31",
            "ori7": report.ori7,
            "year": year,
            **report.counts,
        }


def populations(reports: Iterator[Report], finder: Finder) -> Iterator[Row]:
    for report in reports:
        if report.population:
            place = {"agency_id": finder.agency_id(report), "as_of": str(report.year), "ori7": report.ori7}
            yield {**place, "year": report.year, "population": report.population}


class NewAgencies(NamedTuple):
    """Builds records for the agencies that the register lacks: from a later release, or from LEOKA alone."""

    finder: Finder
    places: Places
    later: dict[str, dict[str, str]]

    def agencies(self, reports: Iterator[Report]) -> Iterator[Row]:
        newest = {self.finder.agency_id(report): report for report in reports}
        for key, report in newest.items():
            if key in self.later:
                yield self.later[key]
            elif key == report.ori7.lower():
                described = describe(report, self.finder.edited(report))
                place = {} if described["level"] == "federal" else self.places.place(report.ori7)
                yield {"id": key, **described, **place}


@importer("fbi-leoka")
@click.argument("file", type=FILE)
@click.option("--agencies", required=True, type=EARLIER, help="The release with the register of agencies.")
@click.option("--stated", multiple=True, type=EARLIER, help="A release whose agency-years are not loaded.")
@NAMES
@click.option("--registry", required=True, type=FILE, help="agencies.csv: the FBI's registry of 2018.")
@POINTS
@COUNTIES
def command(
    file: Path,
    folder: Path,
    agencies: Path,
    stated: tuple[Path, ...],
    retrieved_on: date | None,
    **lists: Path,
) -> None:
    """Import LEOKA police employees (columns as in leoka_2004_2005.csv)."""
    register = list(read_agencies([agencies], REGISTER))
    known = {agency["id"] for agency in register}
    later = {agency["id"]: agency for agency in read_agencies(stated, REGISTER) if agency["id"] not in known}
    finder = Finder([*register, *later.values()], Names(lists["names"]))
    selection = Selection(finder, read_stated([agencies, *stated]))
    places = Places(lists["registry"], Counties(lists["counties"]), read_points(lists["points"]))
    new_agencies = NewAgencies(finder, places, later)
    tally = Tally()
    reports = read_reports(file, lambda cells: tally.skip(year_number(cells["year"]), REPEATED))
    count(reports, selection, tally)

    def selected() -> Iterator[Report]:
        return selection.loaded(read_reports(file, NOT_COUNTED))

    added = write_table(folder, "agencies.csv.gz", COLUMNS, new_agencies.agencies(selected()))
    write_table(folder, "staffing-figures.csv.gz", [*KEYS, *COUNTS], figures(selected(), finder))
    people = populations(selected(), finder)
    write_table(folder, "staffing-figures-population.csv.gz", [*KEYS, "population"], people)
    own = {"retrieved_on": None, "coverage": tally.coverage()}
    write_sources(folder, [{**texts.SOURCE, **own}, texts.REGISTRY], retrieved_on)
    write_release(folder, texts.TITLE, texts.notes(tally, added), texts.TABLES)
    tally.report()
