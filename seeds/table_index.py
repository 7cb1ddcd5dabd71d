"""Which cells of a wide table hold a figure, found by its id without walking through the table."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seeds.table_agencies import Cells
from seeds.templates import Template

Found = tuple[Cells, Template]


class TableIndex:
    """`agency` is the place of its column; `key` says of a row which of the templates are its own."""

    def __init__(
        self, agency: int, key: Callable[[Cells], Any], templates: Mapping[Any, list[Template]]
    ) -> None:
        self.agency, self.key, self.templates = agency, key, templates
        self.rows: defaultdict[tuple[str, Any], list[Cells]] = defaultdict(list)
        self.holding: defaultdict[str, list[tuple[Any, Template]]] = defaultdict(list)

    def suffixes(self) -> set[str]:
        """What follows the agency in the ids of its figures."""
        return {template.suffix for templates in self.templates.values() for template in templates}

    def fill(self, rows: Iterator[Cells]) -> None:
        for cells in rows:
            self.rows[cells[self.agency], self.key(cells)].append(cells)
        for key, templates in self.templates.items():
            for template in templates:
                self.holding[template.suffix].append((key, template))

    def clear(self) -> None:
        self.rows.clear()
        self.holding.clear()

    def look_up(self, agency: str, suffix: str) -> Iterator[Found]:
        for key, template in self.holding.get(suffix, ()):
            for cells in self.rows.get((agency, key), ()):
                if cells[template.place]:
                    yield cells, template
