"""Turns the figures of a wide table into rows of the database."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from seeds.values.fields import FIGURES
from seeds.values.rows import COLUMNS, DatabaseRow
from seeds.wide.cells import TableCells
from seeds.wide.template import Cells, Template

CHUNK: Final = 5_000
_column: Final = COLUMNS[FIGURES].index
ID, AGENCY, LOCATOR, VALUE = (_column(name) for name in ("id", "agency_id", "locator", "value"))
LOW, HIGH, TEXT = (_column(name) for name in ("value_low", "value_high", "value_text"))
CHANGE: Final = len(COLUMNS[FIGURES])


def database_rows(table: TableCells) -> Iterator[list[DatabaseRow]]:
    """Yield the figures in chunks. The table must have been validated without a problem."""
    rows = (_database_row(table, cells, template) for cells, template in table.figures())
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _database_row(table: TableCells, cells: Cells, template: Template) -> DatabaseRow:
    values, agency = template.values.copy(), cells[table.agency]
    values[AGENCY] = agency
    values[ID] = record_id = agency + template.suffix
    values[VALUE], values[LOW], values[HIGH], values[TEXT] = template.numbers[cells[template.position]]
    values[LOCATOR] = template.locate(cells)
    if record_id in table.change_values:
        values[CHANGE:] = table.change_values[record_id]
    return tuple(values)
