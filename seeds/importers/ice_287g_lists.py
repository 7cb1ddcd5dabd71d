"""ICE's lists of 287(g) agreements: its own sheet, the monthly lists in one table, the pending list."""

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import BadZipFile

import click
import openpyxl
from msgspec import Struct
from openpyxl.utils.exceptions import InvalidFileException

from schemas.vocabularies import AgreementModel
from seeds.importers.tables import at, read_table

COLUMNS = ("state", "agency", "county", "support_type", "signed", "moa_url", "addendum_url")
HEADINGS = ("STATE", "LAW ENFORCEMENT AGENCY", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
# What openpyxl raises at what is no zip, or a cut one, or lacks a workbook's parts, or holds broken XML.
UNREADABLE = (
    BadZipFile, InvalidFileException, zlib.error, EOFError, OSError, SyntaxError,
    ValueError, TypeError, AttributeError, LookupError,
)  # fmt: skip
# "Warrant Service Office" stands once.
MODELS: dict[str, AgreementModel] = {
    "Task Force Model": "task_force",
    "Warrant Service Officer": "warrant_service_officer",
    "Warrant Service Office": "warrant_service_officer",
    "Jail Enforcement Model": "jail_enforcement",
}


class Listing(Struct, frozen=True, kw_only=True):
    """One row of one list, as printed but for white space."""

    state: str
    agency: str
    county: str | None
    model: AgreementModel
    signed: date | None
    document_url: str | None
    addendum_url: str | None


List = tuple[date, list[Listing]]


def read_sheet(path: Path) -> List:
    """Read ICE's own workbook; its name holds the day, its header row the cell STATE."""
    # Hyperlinks are left out of openpyxl's read-only mode; one list is small.
    rows = _first_sheet(path).iter_rows()
    header = next((row for row in rows if _text(row[0]) == "STATE"), None)
    if header is None:
        raise click.ClickException(f"{path.name}: no row begins with STATE")
    printed = [_text(cell) for cell in header]
    if missing := set(HEADINGS) - set(printed):
        raise click.ClickException(f"{path.name}: no column {', '.join(sorted(missing))}")
    columns = [printed.index(heading) for heading in HEADINGS]
    listings = [_listing(map(_cell, cells)) for cells in _below(path, rows, columns) if _text(cells[0])]
    at(path.name)
    return sheet_day(path), listings


def _first_sheet(path: Path) -> Any:
    try:
        return openpyxl.load_workbook(path).worksheets[0]
    except UNREADABLE as error:
        raise click.ClickException(f"{path.name}: no workbook that can be read: {error}") from error


def _below(path: Path, rows: Iterable[Any], columns: list[int]) -> Iterator[list[Any]]:
    for row in rows:
        at(f"{path.name}, line {row[0].row}")
        yield [row[column] for column in columns]


def sheet_day(path: Path) -> date:
    """The day in a file name such as participatingAgencies05182026am.xlsx."""
    found = re.search(r"\d{8}", path.name)
    if not found:
        raise click.ClickException(f"{path.name}: the name holds no day (MMDDYYYY)")
    return datetime.strptime(found[0], "%m%d%Y").date()  # noqa: DTZ007 -- a day, no moment


def read_lists(path: Path) -> Iterator[List]:
    """Yield the lists of a table, oldest first; one list at a time is held."""
    last = date.min
    rows = read_table(path, ("snapshot_date", *COLUMNS))
    for printed, group in groupby(rows, key=lambda row: row["snapshot_date"]):
        day = date.fromisoformat(printed)
        if day <= last:
            raise click.ClickException(f"{path.name}: the list of {day} stands after that of {last}")
        last = day
        listings = [_listing(row[column] for column in COLUMNS) for row in group]
        at(path.name)  # the row read last is the next list's
        yield day, listings


def _listing(cells: Iterable[str]) -> Listing:
    state, agency, county, model, signed, document, addendum = (" ".join(cell.split()) for cell in cells)
    if model not in MODELS:
        raise click.ClickException(f"{agency}: {model!r} is no model of 287(g) we know")
    return Listing(
        state=state,
        agency=agency,
        county=None if county in ("", "#N/A", "#NA", "N/A") else county,
        model=MODELS[model],
        signed=signing_day(signed),
        document_url=address(document),
        addendum_url=address(addendum),
    )


def signing_day(text: str) -> date | None:
    """The day, or nothing where none can be read ("05/082025" stands in two lists)."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def address(text: str) -> str | None:
    """The address of a link, out of a mail scanner's or a browser extension's; none for "link pending"."""
    found = re.search(r"(https?):/+(.+)", text)
    if found is None:
        return None
    link = f"{found[1]}://{found[2]}".replace(" ", "%20")
    wrapped = parse_qs(urlsplit(link).query).get("url", []) if ".safelinks.protection." in link else []
    return wrapped[0].replace(" ", "%20") if wrapped else link


def _text(cell: object) -> str:
    return " ".join(str(getattr(cell, "value", None) or "").split())


def _cell(cell: object) -> str:
    """A link's target, a date as a day, else the text."""
    link = getattr(cell, "hyperlink", None)
    value = getattr(cell, "value", None)
    if link is not None and link.target:
        return str(link.target)
    return value.date().isoformat() if isinstance(value, datetime) else _text(cell)
