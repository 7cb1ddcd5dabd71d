"""A wide table: one row for an agency and a time, one figure for each measure of the row."""

from collections.abc import Container, Iterator, Mapping
from itertools import chain

from seeds.folder.reader import WideTableFile
from seeds.log.state import id_splits
from seeds.problems import Problem, UnreadableError
from seeds.rules.context import Context
from seeds.values.fields import FIGURES, Fields
from seeds.values.rows import ChangeValues, DatabaseRow
from seeds.wide.cells import TableCells
from seeds.wide.emit import database_rows
from seeds.wide.index import TableIndex
from seeds.wide.revise import revise_records
from seeds.wide.validate import TableValidator


class WideTable:
    """One wide table. The state keeps it to look up its figures."""

    def __init__(self, file: WideTableFile) -> None:
        self.file = file.table.file
        self._cells = TableCells(file)
        self.index = TableIndex(self._cells)

    @property
    def is_lazy(self) -> bool:
        """Whether the table was loaded without validation, so that no list of its figures exists."""
        return self._cells.is_lazy

    @property
    def change_values(self) -> Mapping[str, ChangeValues]:
        """What the release does to figures that earlier releases published, by id."""
        return self._cells.change_values

    def validate(self, context: Context, location: int) -> Iterator[Problem]:
        """Report every problem and add the table's figures to `context`."""
        try:
            yield from TableValidator(self._cells, context, location).problems()
        except UnreadableError as error:
            self._cells.is_readable = False
            yield from error.problems

    def load_published(self, context: Context, location: int) -> None:
        """Load a table that was validated when it was published.

        Adds only figures to `context` that were records outside of wide tables before.
        """
        self._cells.is_lazy = True
        records = context.state.records[FIGURES].values()
        agencies = {record.fields["agency_id"] for record in records}
        for cells in self._cells.rows():
            templates = self._cells.templates_of(cells, 0, context)
            if cells[self._cells.agency] in agencies:
                taken_over = revise_records(self._cells, cells, templates, context)
                context.figures.update(dict.fromkeys(taken_over, location))

    def database_rows(self) -> Iterator[list[DatabaseRow]]:
        """Yield the figures in chunks. The table must have been validated without a problem."""
        return database_rows(self._cells)

    def figures(self, agencies: Container[str] | None = None) -> Iterator[Fields]:
        """Yield the figures, optionally of some agencies only."""
        for cells, template in self._cells.figures():
            if agencies is None or cells[self._cells.agency] in agencies:
                yield template.figure(cells, self._cells.agency)

    def find(self, record_id: str) -> Fields | None:
        matches = chain.from_iterable(self.index.find(*split) for split in id_splits(record_id))
        return next((template.figure(cells, self._cells.agency) for cells, template in matches), None)

    def cells_of(self, ids: Container[str]) -> Iterator[tuple[int, int]]:
        """Yield the line and the column position of each cell that states one of these figures."""
        table, agency = self._cells.file.table, self._cells.agency
        for line, cells in table.rows() if self._cells.is_readable else ():
            if len(cells) != len(table.columns):
                continue
            for template in self._cells.templates[self._cells.key(cells)]:
                if cells[template.position] and cells[agency] + template.suffix in ids:
                    yield line, template.position

    def agencies(self) -> set[str]:
        return {cells[self._cells.agency] for cells, _template in self._cells.figures()}
