"""Importer for the Census of State and Local Law Enforcement Agencies of 2018."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from seeds.importers.bjs import texts
from seeds.importers.bjs.matching import SAME, Register, Row
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import EARLIER, FILE, whole_number
from seeds.importers.shared.earlier_releases import read_agencies
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, Cells, read_distinct
from seeds.importers.shared.write import Tally, write_table

YEAR, AS_OF = 2018, "2018-06"
IDENTITY = ("AGENCYNAME", "CITY", "STATE", "ORI9")
NEEDED = [*IDENTITY, "AGENCYSAMPTYPE", *texts.COUNTS]
REGISTER = ("id", "name", "kind", "ori", "aliases", "replaced_by")
_NOTHING = {"", "NA", "NaN"}


def answers(file: Path, tally: Tally) -> Iterator[tuple[Cells, dict[str, int]]]:
    """Yield the agencies that answered, with their counts."""
    for cells in read_distinct(file, NEEDED, IDENTITY, lambda _cells: tally.skip(YEAR, REPEATED)):
        given = {column: cells[column].strip() for column in texts.COUNTS}
        counts = {column: whole_number(cell) for column, cell in given.items() if cell not in _NOTHING}
        if any(counts.values()):
            yield cells, without_unknown_sex(counts)
        else:
            tally.skip(YEAR, texts.ZEROS if counts else texts.NO_ANSWER)


def without_unknown_sex(counts: dict[str, int]) -> dict[str, int]:
    """Leave out men and women where both are 0 and there are officers."""
    sexes = {"FTSWORN_MALE", "FTSWORN_FEMALE"}
    if counts.get("FTSWORN") and not any(counts.get(column) for column in sexes):
        return {column: count for column, count in counts.items() if column not in sexes}
    return counts


def figures(file: Path, register: Register, tally: Tally) -> Iterator[dict[str, object]]:
    rows = [(_identity(cells), counts) for cells, counts in answers(file, tally)]
    fits = Counter(register.find(row) for row, _counts in rows)
    for row, counts in rows:
        if (agency := register.find(row)) is None:
            tally.skip(YEAR, str(register.reason(row)))
        elif fits[agency] > 1:
            tally.skip(YEAR, texts.REPEATED_ORI)
        else:
            tally.load(YEAR)
            yield {"agency_id": agency, "as_of": AS_OF, "ORI9": row.printed, **counts}


def _identity(cells: Cells) -> Row:
    return Row(
        name=cells["AGENCYNAME"],
        state=cells["STATE"].strip(),
        printed=cells["ORI9"].strip(),
        code=cells["AGENCYSAMPTYPE"][1:4],
    )


@importer("bjs-csllea")
@click.argument("file", type=FILE)
@click.option(
    "--agencies", required=True, multiple=True, type=EARLIER, help="A release with agencies of the register."
)
def command(file: Path, folder: Path, agencies: tuple[Path, ...], retrieved_on: date | None) -> None:
    """Import the census of law-enforcement agencies (columns as in ICPSR 38771)."""
    tally = Tally()
    register = Register(read_agencies(agencies, REGISTER))
    rows = figures(file, register, tally)
    write_table(folder, "staffing-figures.csv.gz", ["agency_id", "as_of", "ORI9", *texts.COUNTS], rows)
    write_sources(folder, [{**texts.SOURCE, "coverage": tally.coverage()}], retrieved_on)
    write_release(folder, texts.TITLE, texts.notes(tally, len(SAME)), texts.TABLES)
    tally.report()
