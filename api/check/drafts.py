"""A spreadsheet of claims: one claim a row, in the columns that are the parameters of `/v1/check`."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from api.catalog.values import InvalidValue
from api.check import claims
from api.query.suggestions import nearest
from schemas.claim import Claim
from schemas.formulas import STARTS
from schemas.verdict import Verdict

ROWS: Final = 5_000
MARK: Final = "\ufeff"
# Columns for people: the sentence of the draft, and where it stands. They are repeated, not read.
FOR_PEOPLE: Final = ("text", "locator")
COLUMNS: Final = (*claims.COLUMNS, *FOR_PEOPLE)
# What a row gets besides its own columns. The record is the one that decided.
ADDED: Final = (
    "verdict", "rule", "match", "sentence", "record_id", "value_text", "as_of", "quote", "attribution_chain",
    "url",
)  # fmt: skip


class Misplaced(Struct, frozen=True, kw_only=True):
    """What is wrong in a draft, and where. `line`: that of the file, on which the row begins."""

    line: int
    column: str | None
    text: str


class Row(Struct, frozen=True, kw_only=True):
    """A row of a draft: its cells as they stand there, and its claim."""

    line: int
    cells: dict[str, str]
    claim: Claim


class Draft(Struct, frozen=True, kw_only=True):
    """A file of claims. `named`: the cells with ids, as line, column and id, also of rows with problems."""

    columns: tuple[str, ...]
    rows: list[Row]
    problems: list[Misplaced]
    named: list[tuple[int, str, str]] = []


def read(data: bytes) -> Draft:
    """Read a CSV file of claims, with every problem of every row."""
    try:
        table = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        lines = list(numbered(table))
    except (UnicodeDecodeError, csv.Error) as error:
        return refused(Misplaced(line=1, column=None, text=f"is not CSV in UTF-8: {error}"))
    if not lines:
        return refused(Misplaced(line=1, column=None, text="has no header"))
    (_, header), *rows = lines
    columns = tuple(name.strip() for name in header)
    problems = list(wrong_columns(columns))
    if len(rows) > ROWS:
        text = f"has {len(rows):,} claims; the limit is {ROWS:,}. Divide the file"
        problems.append(Misplaced(line=rows[ROWS][0], column=None, text=text))
    if problems:
        return refused(*problems)
    return of_rows(columns, rows)


def refused(*problems: Misplaced) -> Draft:
    return Draft(columns=(), rows=[], problems=list(problems))


def numbered(table: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, with the line on which each begins."""
    line = 1
    for cells in table:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = table.line_num + 1


def wrong_columns(columns: Sequence[str]) -> Iterator[Misplaced]:
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            near = nearest(name, COLUMNS)
            meant = f"did you mean {near}?" if near else f"the columns are {', '.join(COLUMNS)}"
            yield Misplaced(line=1, column=name, text=f"no such column: {meant}")
        elif columns.count(name) > 1:
            yield Misplaced(line=1, column=name, text="the column is there twice")


def of_rows(columns: tuple[str, ...], rows: Sequence[tuple[int, list[str]]]) -> Draft:
    read_rows: list[Row] = []
    problems: list[Misplaced] = []
    named: list[tuple[int, str, str]] = []
    for line, cells in rows:
        if len(cells) > len(columns):
            text = f"the row has {len(cells)} cells, but the header has {len(columns)}"
            problems.append(Misplaced(line=line, column=None, text=text))
            continue
        texts = dict(zip(columns, cells, strict=False))
        values, wrong = read_cells(texts)
        wrong += [each for each in claims.misread(values) if each.column not in {one.column for one in wrong}]
        named += [(line, name, values[name]) for name in claims.NAMING if name in values]
        if wrong:
            problems += [Misplaced(line=line, column=each.column, text=told(each)) for each in wrong]
        else:
            read_rows.append(Row(line=line, cells=texts, claim=claims.claim(values)))
    return Draft(columns=columns, rows=read_rows, problems=problems, named=named)


def read_cells(texts: dict[str, str]) -> tuple[dict[str, Any], list[claims.Misread]]:
    values: dict[str, Any] = {}
    wrong: list[claims.Misread] = []
    for name, value in claims.COLUMNS.items():
        text = texts.get(name, "").strip()
        if text in {"", claims.NONE}:
            continue
        try:
            values[name] = value.read(text)
        except InvalidValue as error:
            near = nearest(error.text, error.names) if error.names else None
            expected = value.expected if near is None else f"{near}?"
            wrong.append(claims.Misread(column=name, given=text, expected=expected))
    return values, wrong


def told(wrong: claims.Misread) -> str:
    return f'expected {wrong.expected}, not "{wrong.given}"' if wrong.given else f"expected {wrong.expected}"


def write(draft: Draft, verdicts: Sequence[Verdict], *, excel: bool = False) -> str:
    """Write the draft with its verdicts as CSV. `excel`: so that Excel reads it and runs no text in it."""
    text = io.StringIO(newline="")
    shown = unrun if excel else str
    added = tuple(name if name not in draft.columns else f"record_{name}" for name in ADDED)
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow((*draft.columns, *added))
    for row, verdict in zip(draft.rows, verdicts, strict=True):
        of_row = (*(row.cells.get(name, "") for name in draft.columns), *cells(verdict))
        table.writerow(["" if cell is None else shown(cell) for cell in of_row])
    return MARK * excel + text.getvalue()


def unrun(cell: Any) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula."""
    text = str(cell)
    return f"'{text}" if STARTS.match(text) else text


def cells(verdict: Verdict) -> Iterator[Any]:
    record = verdict.records[0] if verdict.records else None
    yield from (verdict.verdict, verdict.rule, verdict.match, verdict.sentence, record and record.id)
    yield from (getattr(record, name, None) for name in ADDED[5:])
