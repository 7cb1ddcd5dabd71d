"""Importer for the LEOKA counts of large police departments over decades, men and women by role."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from seeds.importers.fbi import cities_texts as texts
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import EARLIER, FILE, whole_number, year_number
from seeds.importers.shared.earlier_releases import Stated, read_agencies, read_stated
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

KEYS = ["agency_id", "as_of", "ori7", "year", "source_path"]
NEEDED = ["ori7", "agency", "year", "population", "source_path", *texts.COUNTS]
# Below this number of employees, two years may truly have equal counts.
REPETITION = 50
# From this number of people in a role, nobody of one sex means that the report did not tell them apart.
UNSPLIT = 100


class Report(NamedTuple):
    """What one department reported for one year."""

    ori7: str
    agency: str
    year: int
    path: str
    population: int
    counts: Mapping[str, int]

    def unsplit(self) -> list[str]:
        """Return the roles whose men and women the report did not tell apart."""
        roles = [role for role in ("officers", "civilians") if self._has_one_sex(role)]
        return [*roles, "total"] if roles else []

    def _has_one_sex(self, role: str) -> bool:
        sexes = self.counts[f"female_{role}"], self.counts[f"male_{role}"]
        return self.counts[role] >= UNSPLIT and not all(sexes)

    def figures(self) -> dict[str, int]:
        left_out = {f"{sex}_{role}" for role in self.unsplit() for sex in ("female", "male")}
        return {column: number for column, number in self.counts.items() if column not in left_out}


def read_reports(file: Path, tally: Tally) -> Iterator[Report]:
    """Yield the reports of each department by year, without those that state nothing of their own."""
    seen: set[tuple[object, ...]] = set()
    for report in sorted(_read(file, tally), key=lambda report: (report.ori7, report.year)):
        content = (report.ori7, *report.counts.values())
        if not any(report.counts.values()):
            tally.skip(report.year, texts.ZEROS)
        elif content in seen and report.counts["total"] >= REPETITION:
            tally.skip(report.year, texts.REPEATS)
        else:
            seen.add(content)
            yield report


def _read(file: Path, tally: Tally) -> Iterator[Report]:
    def repeated(cells: dict[str, str]) -> None:
        tally.skip(year_number(cells["year"]), REPEATED)

    for cells in read_distinct(file, NEEDED, ("ori7", "year"), repeated):
        yield Report(
            ori7=cells["ori7"].strip(),
            agency=cells["agency"].strip(),
            year=year_number(cells["year"]),
            path=cells["source_path"].strip(),
            population=whole_number(cells["population"]),
            counts={column: whole_number(cells[column]) for column in texts.COUNTS},
        )


def find_agencies(reports: list[Report], register: Path) -> dict[str, str]:
    """Map seven-character ORIs to agencies of the register. Raises ClickException if one is missing."""
    rows = read_agencies([register], ("id", "ori", "replaced_by"))
    ids = {row["ori"]: row["id"] for row in rows if not row["replaced_by"]}
    names = {report.ori7: report.agency for report in reports}
    if missing := [f"{ori7} ({name})" for ori7, name in names.items() if f"{ori7}00" not in ids]:
        raise click.ClickException(f"{register.name} has no agency with the ORI of {', '.join(missing)}")
    return {ori7: ids[f"{ori7}00"] for ori7 in names}


def counts(report: Report, agency: str, stated: Stated) -> Row | None:
    """Return the row of a report's counts, without those that an earlier release states."""
    known = stated.get((agency, f"{report.year}-10-31"), frozenset())
    cells = report.figures().items()
    new = {column: number for column, number in cells if texts.COUNTS[column] not in known}
    return _row(report, agency, f"{report.year}-10-31", new)


def population(report: Report, agency: str, stated: Stated) -> Row | None:
    known = stated.get((agency, str(report.year)), frozenset())
    new = {} if ("population_covered", "all") in known else {"population": report.population}
    return _row(report, agency, str(report.year), new if report.population else {})


def _row(report: Report, agency: str, as_of: str, cells: Mapping[str, int]) -> Row | None:
    place = {"ori7": report.ori7, "year": report.year, "source_path": report.path}
    return {"agency_id": agency, "as_of": as_of, **place, **cells} if cells else None


@importer("fbi-cities")
@click.argument("file", type=FILE)
@click.option("--agencies", required=True, type=EARLIER, help="The release with the register of agencies.")
@click.option("--stated", multiple=True, type=EARLIER, help="A release whose figures are not loaded again.")
def command(
    file: Path, folder: Path, agencies: Path, stated: tuple[Path, ...], retrieved_on: date | None
) -> None:
    """Import LEOKA counts of departments by role and sex (columns as in leoka_big_agencies.csv)."""
    tally = Tally()
    reports = list(read_reports(file, tally))
    ids, known = find_agencies(reports, agencies), read_stated([agencies, *stated])
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for report in reports:
        figures = counts(report, ids[report.ori7], known)
        people = population(report, ids[report.ori7], known)
        rows["counts"] += [figures] if figures else []
        rows["people"] += [people] if people else []
        if figures or people:
            tally.load(report.year)
        else:
            tally.skip(report.year, texts.STATED)
    write_table(folder, "staffing-figures.csv.gz", [*KEYS, *texts.COUNTS], rows["counts"])
    write_table(folder, "staffing-figures-population.csv.gz", [*KEYS, "population"], rows["people"])
    write_sources(folder, [{**texts.SOURCE, "coverage": tally.coverage()}], retrieved_on)
    unsplit = [f"{report.agency} {report.year}" for report in reports if report.unsplit()]
    write_release(folder, texts.TITLE, texts.notes(tally, unsplit), texts.TABLES)
    tally.report()
