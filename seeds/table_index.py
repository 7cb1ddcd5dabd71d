"""Which cells of a wide table hold a figure, found by its id without walking through the table."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from seeds.table_agencies import Cells
from seeds.templates import Template

Found = tuple[Cells, Template]


class TableIndex:
    """Filled by the first question, by a walk through the table; `clear` lets go of it.

    `agency` is the place of its column, `key` says of a row which of the templates are its own, `walk` goes
    through the table, `is_figure` says whether a cell is a figure of the table.
    """

    def __init__(
        self,
        agency: int,
        key: Callable[[Cells], Any],
        templates: Mapping[Any, list[Template]],
        walk: Callable[[], Iterator[Cells]],
        is_figure: Callable[[Cells, Template], bool],
    ) -> None:
        self.agency, self.key, self.templates = agency, key, templates
        self.walk, self.is_figure = walk, is_figure
        self.rows: defaultdict[tuple[str, Any], list[Cells]] = defaultdict(list)
        self.holding: defaultdict[str, list[tuple[Any, Template]]] = defaultdict(list)
        self.agencies: set[str] = set()

    def suffixes(self) -> set[str]:
        """What follows the agency in the ids of its figures."""
        return {template.suffix for templates in self.templates.values() for template in templates}

    def fill(self) -> None:
        """Where nothing was asked before."""
        if self.rows:
            return
        for cells in self.walk():
            self.rows[cells[self.agency], self.key(cells)].append(cells)
        self.agencies = {agency for agency, _key in self.rows}
        for key, templates in self.templates.items():
            for template in templates:
                self.holding[template.suffix].append((key, template))

    def clear(self) -> None:
        self.rows.clear()
        self.holding.clear()
        self.agencies.clear()

    def holds(self, agency: str, suffix: str) -> bool:
        """Whether the figure `agency + suffix` is the table's."""
        self.fill()
        return agency in self.agencies and any(self.look_up(agency, suffix))

    def look_up(self, agency: str, suffix: str) -> Iterator[Found]:
        self.fill()
        for key, template in self.holding.get(suffix, ()):
            for cells in self.rows.get((agency, key), ()):
                if self.is_figure(cells, template):
                    yield cells, template
