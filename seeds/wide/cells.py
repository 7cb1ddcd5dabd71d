"""The rows of a wide table, the templates of each row, and which cells are figures."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any, TypeAlias

from seeds.folder.reader import WideTableFile
from seeds.rules.context import Context
from seeds.values.rows import ChangeValues
from seeds.wide.layout import PER_ROW
from seeds.wide.template import Cells, Template, Value, compile_template

# A row, and the template of the measure whose cell is the figure.
FigureCell: TypeAlias = tuple[Cells, Template]


class TableCells:
    """One wide table's cells. Rows that differ only in agency and numbers share their templates.

    `curated` holds the ids of figures that are curated records: the table only merges into those.
    `change_values` holds what the release does to figures of earlier releases.
    """

    def __init__(self, file: WideTableFile) -> None:
        columns, settings = file.table.columns, file.settings
        own = {*PER_ROW, *settings.extra, *(measure.column for measure in settings.measures)}
        self.file = file
        self.is_readable, self.is_lazy = True, False
        self.curated: set[str] = set()
        self.change_values: dict[str, ChangeValues] = {}
        self.agency = columns.index("agency_id")
        self.templates: dict[Any, list[Template]] = {}
        self._shared = {name: position for position, name in enumerate(columns) if name not in own}
        self.key: Callable[[Cells], Any] = itemgetter(*self._shared.values()) if self._shared else len
        self._values: defaultdict[Any, dict[str, Value]] = defaultdict(dict)

    def templates_of(self, cells: Cells, line: int, context: Context) -> list[Template]:
        """Return the row's templates; compile them for the first row that needs them."""
        if (key := self.key(cells)) not in self.templates:
            shared = {name: cells[position] for name, position in self._shared.items()}
            self.templates[key] = [
                compile_template(self.file, measure, shared, line, context).sharing(self._values)
                for measure in self.file.settings.measures
            ]
        return self.templates[key]

    def rows(self) -> Iterator[Cells]:
        """Yield the rows of the right length; none if the table cannot be read to its end."""
        return self.file.table.whole_rows() if self.is_readable else iter(())

    def figures(self) -> Iterator[FigureCell]:
        for cells in self.rows():
            for template in self.templates[self.key(cells)]:
                if self.is_figure(cells, template):
                    yield cells, template

    def is_figure(self, cells: Cells, template: Template) -> bool:
        cell = cells[template.position]
        if self.curated and cells[self.agency] + template.suffix in self.curated:
            return False
        return cell in template.numbers or (self.is_lazy and bool(cell))
