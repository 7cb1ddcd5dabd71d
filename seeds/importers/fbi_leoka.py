"""`muster import fbi-leoka`: police employees of 2004 and 2005, the years that no other file states."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from seeds.importers import fbi_leoka_texts as texts
from seeds.importers.companions import COUNTIES, NAMES, POINTS
from seeds.importers.counties import Counties
from seeds.importers.drafting import write_release, write_sources
from seeds.importers.earlier import Stated, read_agencies, read_stated
from seeds.importers.fbi_agencies import COLUMNS, read_points
from seeds.importers.fbi_leoka_agencies import Finder, Places, Report, describe
from seeds.importers.fbi_names import Names
from seeds.importers.running import importer
from seeds.importers.tables import EARLIER, FILE, read_table, whole_number, year_number
from seeds.importers.writing import Row, Tally, write_table

COUNTS = ["sworn_officers", "civilians", "total_employees", "male_employees", "female_employees"]
KEYS = ["agency_id", "as_of", "ori7", "year"]
REGISTER = ["id", "name", "ori"]
NEEDED = ["ori7", "population_group", "year", "population", "agency_name", *COUNTS]


def read_reports(file: Path) -> Iterator[Report]:
    for cells in read_table(file, NEEDED):
        yield Report(
            ori7=cells["ori7"],
            group=cells["population_group"],
            year=year_number(cells["year"]),
            name=cells["agency_name"].strip(),
            population=whole_number(cells["population"]),
            counts={column: whole_number(cells[column]) for column in COUNTS},
        )


class Selection(NamedTuple):
    """Which reports become figures: those with officers, of agency-years that no other file states."""

    finder: Finder
    stated: Stated

    def refusal(self, report: Report) -> str | None:
        if not any(report.counts.values()):
            return "agency-years of nothing but zeros (did not report)"
        if not report.counts["sworn_officers"]:
            return "agency-years with civilians and no officers (the count of officers was not reported)"
        if (self.finder.agency_id(report), f"{report.year}-10-31") in self.stated:
            return "agency-years that another file states, with more detail"
        return None

    def loaded(self, reports: Iterator[Report]) -> Iterator[Report]:
        return (report for report in reports if self.refusal(report) is None)


def count(reports: Iterator[Report], selection: Selection) -> Tally:
    tally = Tally()
    for report in reports:
        if reason := selection.refusal(report):
            tally.skip(report.year, reason)
        else:
            tally.load(report.year)
    return tally


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


class Newcomers(NamedTuple):
    """The agencies of the reports that the register has not: of a later release, or of LEOKA alone."""

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
    newcomers = Newcomers(finder, places, later)
    tally = count(read_reports(file), selection)

    def chosen() -> Iterator[Report]:
        return selection.loaded(read_reports(file))

    added = write_table(folder, "agencies.csv.gz", COLUMNS, newcomers.agencies(chosen()))
    write_table(folder, "staffing-figures.csv.gz", [*KEYS, *COUNTS], figures(chosen(), finder))
    people = populations(chosen(), finder)
    write_table(folder, "staffing-figures-population.csv.gz", [*KEYS, "population"], people)
    own = {"retrieved_on": None, "coverage": tally.coverage()}
    write_sources(folder, [{**texts.SOURCE, **own}, texts.REGISTRY], retrieved_on)
    write_release(folder, texts.TITLE, texts.notes(tally, added), texts.TABLES)
    tally.report()
