"""The Census Bureau's survey of public employment and payroll: police protection by state and government."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click

from seeds.importers import aspep_texts as texts
from seeds.importers.drafting import write_release, write_sources
from seeds.importers.periods import month_period
from seeds.importers.running import importer
from seeds.importers.tables import FILE, read_table, whole_number, year_number
from seeds.importers.writing import Row, Tally, write_table

KEY = ("government_level", "state", "year")
# Local governments are a sample outside the census years: their counts are estimates.
LEVELS = {"state_government": ("state", "observed"), "local_government": ("municipal", "estimated")}
MONTHS = {"october": "10", "march": "03"}
EMPTY = "rows without any number"

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
    governments = gather(file, tally)
    totals = {(level, state) for level, state, _ in governments}
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, (total_agency(*total) for total in totals))
    employees, payroll = figures(governments, texts.EMPLOYEES), figures(governments, texts.PAYROLL)
    write_table(folder, "staffing-figures-employees.csv.gz", EMPLOYEE_COLUMNS, employees)
    write_table(folder, "staffing-figures-payroll.csv.gz", PAYROLL_COLUMNS, map(with_period, payroll))
    tally.report()
    write_sources(folder, [texts.source(tally.coverage())], retrieved_on)
    write_release(folder, texts.TITLE, texts.NOTES, texts.FILES)


def gather(path: Path, tally: Tally) -> dict[Government, dict[str, int]]:
    """Bring the rows of one government together: its functions, each a row of the file, become columns."""
    governments: dict[Government, dict[str, int]] = defaultdict(dict)
    for row in read_table(path, (*KEY, "function", "pay_month", *texts.CELLS)):
        if not any(row[name] for name in texts.CELLS):
            tally.skip(year_number(row["year"]), EMPTY)
            continue
        cells = governments[_government(row)]
        _refuse_repeats(cells, row)
        cells |= _cells(row)
        tally.load(year_number(row["year"]))
    return governments


def _cells(row: dict[str, str]) -> dict[str, int]:
    printed = {name: row[name] for name in texts.CELLS if row[name]}
    return {f"{row['function']}, {name}": whole_number(text) for name, text in printed.items()}


def _refuse_repeats(cells: dict[str, int], row: dict[str, str]) -> None:
    if row["function"] not in texts.FUNCTIONS:
        raise click.ClickException(f"{row['function']!r} is no function we know")
    if any(column.startswith(f"{row['function']}, ") for column in cells):
        raise click.ClickException(f"{row['state']} {row['year']} {row['function']} stands twice")


def _government(row: dict[str, str]) -> Government:
    level, state = row["government_level"], row["state"]
    for known, code in ((LEVELS, level), (texts.STATES, state)):
        if code not in known:
            raise click.ClickException(f"{code!r} is no level or state of the survey")
    return level, state, f"{year_number(row['year'])}-{_month(row)}"


def _month(row: dict[str, str]) -> str:
    if row["pay_month"] not in MONTHS:
        raise click.ClickException(
            f"{row['state']} {row['year']}: {row['pay_month']!r} is no month of the survey"
        )
    return MONTHS[row["pay_month"]]


def figures(
    governments: Mapping[Government, dict[str, int]], measures: Iterable[texts.Measure]
) -> Iterator[Row]:
    """Yield a row a government and month; suspect cells stand in a row of their own, with a note."""
    wanted = set(texts.columns(measures))
    for (level, state, month), cells in governments.items():
        suspect, note = texts.SUSPECT.get((level, state, month), (frozenset(), None))
        known = cells.keys() & wanted
        for columns, said in ((known - suspect, None), (known & suspect, note)):
            if columns:
                head = _head(level, state, month)
                yield head | {"note": said} | {column: cells[column] for column in columns}


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
