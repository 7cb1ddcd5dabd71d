"""Reads ICE's lists of 287(g) agreements: its own sheet, the monthly lists and the pending list."""

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zipfile import BadZipFile, ZipFile

import click
import openpyxl
from msgspec import Struct
from openpyxl.utils.exceptions import InvalidFileException

from schemas.vocabularies import AgreementModel
from seeds.importers.shared.csv_rows import read_table, set_position

COLUMNS = ("state", "agency", "county", "support_type", "signed", "moa_url", "addendum_url")
HEADINGS = ("STATE", "LAW ENFORCEMENT AGENCY", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
# The columns that the lists of some years lack.
LATER = ("COUNTY", "ADDENDUM")
# The limits of a workbook, which is read as a whole: ICE's has 2 MB and 20,000 cells.
DECOMPRESSED = 64 * 2**20
CELLS = 1_000_000
# What openpyxl raises for files that are not complete zip files, lack parts, or contain broken XML.
UNREADABLE = (
    BadZipFile, InvalidFileException, zlib.error, EOFError, OSError, SyntaxError,
    ValueError, TypeError, AttributeError, LookupError,
)  # fmt: skip
# "Warrant Service Office" occurs once.
MODELS: dict[str, AgreementModel] = {
    "Task Force Model": "task_force",
    "Warrant Service Officer": "warrant_service_officer",
    "Warrant Service Office": "warrant_service_officer",
    "Jail Enforcement Model": "jail_enforcement",
}


class Listing(Struct, frozen=True, kw_only=True):
    """One row of one list, as printed except for white space."""

    state: str
    agency: str
    county: str | None
    model: AgreementModel
    signed: date | None
    document_url: str | None
    addendum_url: str | None


class UnknownModel(Struct, frozen=True):
    """A row with an unknown model, as printed."""

    printed: str


List = tuple[date, list[Listing | UnknownModel]]


def read_sheet(path: Path) -> List:
    """Read ICE's own workbook. Its file name contains the day; its header row has a cell STATE."""
    # openpyxl's read-only mode omits hyperlinks. One list is small enough to load.
    rows = _first_sheet(path).iter_rows()
    printed = next(
        (names for row in rows if "STATE" in (names := [_text(cell).upper() for cell in row])), None
    )
    if printed is None:
        raise click.ClickException(f"{path.name}: no row has a cell STATE")
    if missing := set(HEADINGS) - set(printed) - set(LATER):
        raise click.ClickException(f"{path.name}: missing column {', '.join(sorted(missing))}")
    columns = [printed.index(heading) if heading in printed else None for heading in HEADINGS]
    listings = [_listing(map(_cell, cells)) for cells in _below(path, rows, columns) if _text(cells[0])]
    set_position(path.name)
    return sheet_day(path), listings


def _first_sheet(path: Path) -> Any:
    try:
        _refuse_large(path)
        sheet = openpyxl.load_workbook(path).worksheets[0]
    except UNREADABLE as error:
        raise click.ClickException(f"{path.name}: not a readable workbook: {error}") from error
    # openpyxl makes each cell up to the last one, also the empty ones.
    if sheet.max_row * sheet.max_column > CELLS:
        raise click.ClickException(f"{path.name}: its sheet has more than {CELLS:,} cells")
    return sheet


def _refuse_large(path: Path) -> None:
    with ZipFile(path) as parts:
        if sum(part.file_size for part in parts.infolist()) > DECOMPRESSED:
            raise click.ClickException(f"{path.name}: decompresses to more than {DECOMPRESSED // 2**20} MB")


def _below(path: Path, rows: Iterable[Any], columns: list[int | None]) -> Iterator[list[Any]]:
    for row in rows:
        set_position(f"{path.name}, line {row[0].row}")
        yield [None if column is None else row[column] for column in columns]


def sheet_day(path: Path) -> date:
    """Return the day in a file name such as participatingAgencies05182026am.xlsx."""
    match = re.search(r"\d{8}", path.name)
    if not match:
        raise click.ClickException(f"{path.name}: the file name contains no date (MMDDYYYY)")
    return datetime.strptime(match[0], "%m%d%Y").date()  # noqa: DTZ007 -- a date without a time


def read_lists(path: Path) -> Iterator[List]:
    """Yield the lists of a table, oldest first, with one list in memory at a time."""
    last = date.min
    rows = read_table(path, ("snapshot_date", *COLUMNS))
    for printed, group in groupby(rows, key=lambda row: row["snapshot_date"]):
        day = date.fromisoformat(printed)
        if day <= last:
            raise click.ClickException(
                f"{path.name}: the list of {day} comes after the list of {last}: sort them by date"
            )
        last = day
        listings = [_listing(row[column] for column in COLUMNS) for row in group]
        set_position(path.name)  # the last row that was read belongs to the next list
        yield day, listings


def _listing(cells: Iterable[str]) -> Listing | UnknownModel:
    state, agency, county, model, signed, document, addendum = (" ".join(cell.split()) for cell in cells)
    if model not in MODELS:
        return UnknownModel(model)
    return Listing(
        state=state,
        agency=agency,
        county=None if county in ("", "#N/A", "#NA", "N/A") else county,
        model=MODELS[model],
        signed=signing_day(signed),
        document_url=link_target(document),
        addendum_url=link_target(addendum),
    )


def signing_day(text: str) -> date | None:
    """Parse the day; return None for text such as "05/082025", which two lists print."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def link_target(text: str) -> str | None:
    """Return the URL of a link, without the wrapping of mail scanners or browser extensions."""
    match = re.search(r"(https?):/+(.+)", text)
    if match is None:
        return None
    link = f"{match[1]}://{match[2]}".replace(" ", "%20")
    wrapped = parse_qs(urlsplit(link).query).get("url", []) if ".safelinks.protection." in link else []
    return wrapped[0].replace(" ", "%20") if wrapped else link


def _text(cell: object) -> str:
    return " ".join(str(getattr(cell, "value", None) or "").split())


def _cell(cell: object) -> str:
    """Return a link's target, a date in ISO format, or the text."""
    link = getattr(cell, "hyperlink", None)
    value = getattr(cell, "value", None)
    if link is not None and link.target:
        return str(link.target)
    return value.date().isoformat() if isinstance(value, datetime) else _text(cell)
