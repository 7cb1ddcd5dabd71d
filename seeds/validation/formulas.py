"""Warns of texts that a spreadsheet would run as a formula if it opens the CSV that holds them."""

import re
from collections.abc import Iterator
from typing import Any, Final

from msgspec import Struct, structs

from schemas.formulas import STARTS
from seeds.folder.reader import Release, Row, WideTableFile
from seeds.problems import Problem, Problems
from seeds.values.conversion import Finding

NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ADVICE: Final = (
    "begins like a formula, which a spreadsheet would run. Begin it otherwise, unless it is a quote. "
    "Readers can ask for excel=true"
)


def formula_warnings(release: Release) -> Problems:
    """Report each text of the folder that begins like a formula. These are warnings: quotes stay verbatim."""
    found = Problems()
    for row in release.rows:
        found.extend(of_row(row))
    for file in release.tables:
        found.extend(of_table(file))
    return found


def of_row(row: Row) -> Iterator[Problem]:
    for field, value in row.fields.items():
        if any(STARTS.match(text) for text in texts(value)):
            yield row.problem(Finding(field, f"{field} {ADVICE}"))


def texts(value: Any) -> Iterator[str]:
    """Yield a text, the elements of a list, and the members of its structs."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts(structs.astuple(each) if isinstance(each, Struct) else each)


def of_table(file: WideTableFile) -> Iterator[Problem]:
    columns = file.table.columns
    for line, cells in file.table.rows():
        for column, cell in zip(columns, cells, strict=False):
            if STARTS.match(cell) and not NUMBER.fullmatch(cell):
                yield Problem(file=file.table.file, line=line, column=column, text=f"{column} {ADVICE}")
