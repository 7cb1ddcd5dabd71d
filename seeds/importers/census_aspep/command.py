"""Importer for the Census Bureau's survey of public employment and payroll: police protection by state."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from seeds.importers.census_aspep import texts
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import FILE, whole_number, year_number
from seeds.importers.shared.periods import month_period
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, Cells, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

KEY = ("government_level", "state", "year")
# Outside the census years, local governments are a sample, so their counts are estimates.
LEVELS = {"state_government": ("state", "observed"), "local_government": ("municipal", "estimated")}
MONTHS = {"october": "10", "march": "03"}
EMPTY = "rows without any number"
CODES: dict[str, Collection[str]] = {
    "government_level": LEVELS,
    "state": texts.STATES,
    "function": texts.FUNCTIONS,
    "pay_month": MONTHS,
}

AGENCY_COLUMNS = ["id", "name", "kind", "level", "aggregate", "state"]
HEAD_COLUMNS = ["agency_id", "as_of", "modality", "note", *KEY]
EMPLOYEE_COLUMNS = [*HEAD_COLUMNS, *texts.columns(texts.EMPLOYEES)]
PAYROLL_COLUMNS = [*HEAD_COLUMNS, "period", "period_start", "period_end", *texts.columns(texts.PAYROLL)]

Government = tuple[str, str, str]  # level, state, month


@importer("census-aspep")
@click.argument("file", type=FILE)
def import_census_aspep(file: Path, folder: Path, retrieved_on: date | None) -> None:
    """Import police employment and payroll of state and local governments."""
    tally = Tally()
    governments = read_governments(file, tally)
    totals = {(level, state) for level, state, _ in governments}
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, (total_agency(*total) for total in totals))
    employees, payroll = figures(governments, texts.EMPLOYEES), figures(governments, texts.PAYROLL)
    write_table(folder, "staffing-figures-employees.csv.gz", EMPLOYEE_COLUMNS, employees)
    write_table(folder, "staffing-figures-payroll.csv.gz", PAYROLL_COLUMNS, map(with_period, payroll))
    tally.report()
    write_sources(folder, [texts.source(tally.coverage())], retrieved_on)
    write_release(folder, texts.TITLE, texts.NOTES, texts.FILES)


def read_governments(path: Path, tally: Tally) -> dict[Government, dict[str, int]]:
    """Combine the rows of each government: the file has a row for each function, the result a column."""
    governments: dict[Government, dict[str, int]] = defaultdict(dict)

    def skip(row: Cells, reason: str) -> None:
        tally.skip(year_number(row["year"]), reason)

    columns = (*KEY, "function", "pay_month", *texts.CELLS)
    for row in read_distinct(path, columns, (*KEY, "function"), lambda row: skip(row, REPEATED)):
        if not any(row[name] for name in texts.CELLS):
            skip(row, EMPTY)
        elif reason := _unknown(row):
            skip(row, reason)
        else:
            governments[_government(row)] |= _cells(row)
            tally.load(year_number(row["year"]))
    return governments


def _cells(row: Cells) -> dict[str, int]:
    printed = {name: row[name] for name in texts.CELLS if row[name]}
    return {f"{_code(row, 'function')}, {name}": whole_number(text) for name, text in printed.items()}


def _code(row: Cells, column: str) -> str:
    """Return a code as most editions of the survey print it: states in capitals, others in lower case."""
    printed = row[column].strip()
    return printed.upper() if column == "state" else printed.lower()


def _unknown(row: Cells) -> str | None:
    """Return why no figure can be made of a row with an unknown code; None if all codes are known."""
    for column, known in CODES.items():
        if _code(row, column) not in known:
            return f"rows with the unknown {column} {row[column]!r}"
    return None


def _government(row: Cells) -> Government:
    month = MONTHS[_code(row, "pay_month")]
    return _code(row, "government_level"), _code(row, "state"), f"{year_number(row['year'])}-{month}"


def figures(
    governments: Mapping[Government, dict[str, int]], measures: Iterable[texts.Measure]
) -> Iterator[Row]:
    """Yield a row for each government and month. Puts suspect cells into a row with a note."""
    selected = set(texts.columns(measures))
    for (level, state, month), cells in governments.items():
        suspect, note = texts.SUSPECT.get((level, state, month), (frozenset(), None))
        known = cells.keys() & selected
        for columns, own_note in ((known - suspect, None), (known & suspect, note)):
            if columns:
                head = _head(level, state, month)
                yield head | {"note": own_note} | {column: cells[column] for column in columns}


def _head(level: str, state: str, month: str) -> dict[str, object]:
    keys = dict(zip(KEY, (level, state, month[:4]), strict=True))
    return {"agency_id": agency_id(level, state), "as_of": month, "modality": LEVELS[level][1], **keys}


def with_period(row: Row) -> Row:
    return {**row, **month_period(str(row["as_of"]))}


def agency_id(level: str, state: str) -> str:
    return f"{state.lower()}-total-{level.replace('_', '-')}"


def total_agency(level: str, state: str) -> Row:
    kind = "State" if level == "state_government" else "Local"
    return {
        "id": agency_id(level, state),
        "name": f"{kind} governments, {texts.STATES[state]} (total)",
        "kind": "government_total",
        "level": LEVELS[level][0],
        "aggregate": True,
        "state": None if state == "US" else state,
    }
