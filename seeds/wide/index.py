"""Finds the figures of a wide table by id, without a walk through the table for each."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from seeds.wide.cells import FigureCell, TableCells
from seeds.wide.template import Cells, Template


class TableIndex:
    """An index that the first look-up fills; `clear` frees its memory."""

    def __init__(self, table: TableCells) -> None:
        self._table = table
        self._rows: defaultdict[tuple[str, Any], list[Cells]] = defaultdict(list)
        self._by_suffix: defaultdict[str, list[tuple[Any, Template]]] = defaultdict(list)
        self._agencies: set[str] = set()

    def suffixes(self) -> set[str]:
        """Return what follows the agency in the ids of the table's figures."""
        return {template.suffix for templates in self._table.templates.values() for template in templates}

    def contains(self, agency: str, suffix: str) -> bool:
        self._fill()
        return agency in self._agencies and any(self.find(agency, suffix))

    def find(self, agency: str, suffix: str) -> Iterator[FigureCell]:
        self._fill()
        for key, template in self._by_suffix.get(suffix, ()):
            for cells in self._rows.get((agency, key), ()):
                if self._table.is_figure(cells, template):
                    yield cells, template

    def _fill(self) -> None:
        if self._rows:
            return
        for cells in self._table.rows():
            self._rows[cells[self._table.agency], self._table.key(cells)].append(cells)
        self._agencies = {agency for agency, _key in self._rows}
        for key, templates in self._table.templates.items():
            for template in templates:
                self._by_suffix[template.suffix].append((key, template))

    def clear(self) -> None:
        self._rows.clear()
        self._by_suffix.clear()
        self._agencies.clear()
