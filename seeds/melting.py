"""Wide tables melted into figures: what figures share is worked out once, the rest is done in tight loops."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from operator import itemgetter
from typing import Any, Final

from seeds.conversion import Finding
from seeds.drafts import Draft, draft
from seeds.fields import Fields
from seeds.problems import Problem
from seeds.reading import Row, WideTable
from seeds.records import COLUMNS, Record, Tail, tail
from seeds.rules import replacement_findings
from seeds.state import splits
from seeds.table_agencies import Cells, TableAgencies
from seeds.table_index import TableIndex
from seeds.templates import FIGURES, Template, Value, compile_template
from seeds.toml_positions import NOWHERE
from seeds.wide_shapes import PER_ROW
from seeds.world import World

LONGEST_ID: Final = 120
CHUNK: Final = 5_000
_column: Final = COLUMNS[FIGURES].index
ID, AGENCY, LOCATOR, VALUE = (_column(name) for name in ("id", "agency_id", "locator", "value"))
LOW, HIGH, TEXT = (_column(name) for name in ("value_low", "value_high", "value_text"))
TAIL_BEGINS: Final = len(COLUMNS[FIGURES])


class Melting:
    """One wide table and what is known of it; stays with the state, to find its figures again."""

    def __init__(self, wide: WideTable) -> None:
        columns = wide.table.columns
        apart = {*PER_ROW, *wide.spec.extra, *(measure.column for measure in wide.spec.measures)}
        self.wide = wide
        self.tails: dict[str, Tail] = {}
        self._left: set[str] = set()
        self._readable = True
        self.is_skimmed = False
        self._shared = {name: place for place, name in enumerate(columns) if name not in apart}
        self._key: Callable[[Cells], Any] = itemgetter(*self._shared.values()) if self._shared else len
        self._agency = columns.index("agency_id")
        self._templates: dict[Any, list[Template]] = {}
        self._numbers: defaultdict[Any, dict[str, Value]] = defaultdict(dict)
        name = columns.index("agency_name") if "agency_name" in columns else None
        self._agencies = TableAgencies(self._agency, name)
        self.index = TableIndex(self._agency, self._key, self._templates, self._whole_rows, self._holds)

    def check(self, world: World, place: int) -> Iterator[Problem]:
        """Works out what is shared, puts each new id into `world.melted`, and tells every problem."""
        for line, cells in self.wide.table.rows():
            if len(cells) != len(self.wide.table.columns):
                yield self.wide.table.misfit(line, cells)
                continue
            if (key := self._key(cells)) not in self._templates:
                self._templates[key] = self._compile(cells, line, world)
            agency = cells[self._agency]
            for finding in self._agencies.findings(cells, world):
                yield self._problem(finding, line, finding.field, None)
            for template in self._templates[key]:
                if not (cell := cells[template.place]):
                    continue
                record_id = agency + template.suffix
                # Almost every figure is new and of a number that was seen: nothing more is asked of it.
                if cell not in template.usual or len(record_id) > LONGEST_ID or world.knows(record_id):
                    for finding in self._findings(record_id, cell, cells, template, world):
                        yield self._problem(finding, line, template.column, record_id)
                    if record_id in self._left:
                        continue
                world.melted[record_id] = place

    def skim(self, world: World, place: int) -> None:
        """Reads a published table; figures that had rows of their own become the table's or stay people's."""
        self.is_skimmed = True
        apart = {entry.fields["agency_id"] for entry in world.state.entries[FIGURES].values()}
        for cells in self._whole_rows():
            if (key := self._key(cells)) not in self._templates:
                self._templates[key] = self._compile(cells, 0, world)
            if cells[self._agency] in apart:
                self._take_over(cells, self._templates[key], world, place)

    def _take_over(self, cells: Cells, templates: list[Template], world: World, place: int) -> None:
        for template in templates:
            record_id = cells[self._agency] + template.suffix
            entry = world.state.entries[FIGURES].get(record_id)
            if not (cell := cells[template.place]) or entry is None:
                continue
            if entry.hand:
                self._revise(record_id, cell, cells, template, world)
            else:
                world.melted[record_id] = place

    def give_up(self) -> None:
        """The table cannot be read to its end: it has no figures."""
        self._readable = False

    def _compile(self, cells: Cells, line: int, world: World) -> list[Template]:
        named = {name: cells[place] for name, place in self._shared.items()}
        return [
            compile_template(self.wide, measure, named, line, world).sharing(self._numbers)
            for measure in self.wide.spec.measures
        ]

    def _problem(self, finding: Finding, line: int, column: str | None, record_id: str | None) -> Problem:
        file = self.wide.table.file
        return Problem(file=file, line=line, column=column, record_id=record_id, text=finding.text)

    def _findings(
        self, record_id: str, cell: str, cells: Cells, template: Template, world: World
    ) -> Sequence[Finding]:
        found = [*template.findings, *template.number(cell)]
        if len(record_id) > LONGEST_ID:
            found.append(Finding("id", f"the id has more than {LONGEST_ID} characters"))
        if world.is_new(record_id):
            found.append(Finding("id", "the id is given twice in this release"))
        elif world.knows(record_id) and not found:
            found += self._replace(record_id, cell, cells, template, world)
        return found

    def _replace(
        self, record_id: str, cell: str, cells: Cells, template: Template, world: World
    ) -> Iterator[Finding]:
        if revised := self._revise(record_id, cell, cells, template, world):
            self.tails[record_id] = tail(revised.operation, self.wide.spec.change)
            yield from replacement_findings(revised, world)

    def _revise(
        self, record_id: str, cell: str, cells: Cells, template: Template, world: World
    ) -> Draft | None:
        """A new edition revises a figure: the change is the file's. None where people wrote the figure."""
        entry, change = world.entry(FIGURES, record_id), self.wide.spec.change
        row = Row(
            resource=FIGURES,
            id=record_id,
            file=self.wide.table.file,
            lines=NOWHERE,
            fields=self._fields(record_id, cell, cells, template),
            mode="merge",
            change=change,
            by_hand=False,
        )
        revised = draft(row, entry)
        if not (entry and entry.hand):
            return revised
        # What people corrected stays theirs; the rest of the edition's row is merged into it.
        self._left.add(record_id)
        world.add(revised)
        return None

    def _fields(self, record_id: str, cell: str, cells: Cells, template: Template) -> Fields:
        own = {
            "id": record_id,
            "agency_id": cells[self._agency],
            "value": template.value(cell).number,
            "locator": template.locate(cells),
        }
        return {**template.fields, **own}

    def records(self) -> Iterator[list[Record]]:
        """In chunks, after `check` found nothing wrong."""
        chunk: list[Record] = []
        for cells, template in self._figures():
            values, cell = template.values.copy(), template.numbers[cells[template.place]]
            values[AGENCY] = cells[self._agency]
            values[ID] = record_id = values[AGENCY] + template.suffix
            values[VALUE], values[LOW], values[HIGH], values[TEXT] = cell
            values[LOCATOR] = template.locate(cells)
            if record_id in self.tails:
                values[TAIL_BEGINS:] = self.tails[record_id]
            chunk.append(tuple(values))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
        yield chunk

    def _figures(self) -> Iterator[tuple[Cells, Template]]:
        for cells in self._whole_rows():
            yield from self._figures_of(cells)

    def _whole_rows(self) -> Iterator[Cells]:
        return self.wide.table.whole_rows() if self._readable else iter(())

    def _figures_of(self, cells: Cells) -> Iterator[tuple[Cells, Template]]:
        for template in self._templates[self._key(cells)]:
            if self._holds(cells, template):
                yield cells, template

    def _holds(self, cells: Cells, template: Template) -> bool:
        cell = cells[template.place]
        is_left = bool(self._left) and cells[self._agency] + template.suffix in self._left
        return not is_left and (cell in template.numbers or (self.is_skimmed and bool(cell)))

    def figures(self, agencies: Container[str] | None = None) -> Iterator[Fields]:
        for cells, template in self._figures():
            if agencies is not None and cells[self._agency] not in agencies:
                continue
            record_id = cells[self._agency] + template.suffix
            yield self._fields(record_id, cells[template.place], cells, template)

    def places(self, ids: Container[str]) -> Iterator[tuple[int, int]]:
        """The lines and columns of the cells of these figures."""
        width = len(self.wide.table.columns)
        for line, cells in self.wide.table.rows() if self._readable else ():
            for template in self._templates[self._key(cells)] if len(cells) == width else ():
                if cells[template.place] and cells[self._agency] + template.suffix in ids:
                    yield line, template.place

    def agencies(self) -> set[str]:
        return {cells[self._agency] for cells, _template in self._figures()}

    def find(self, record_id: str) -> Fields | None:
        for agency, suffix in splits(record_id):
            for cells, template in self.index.look_up(agency, suffix):
                return self._fields(record_id, cells[template.place], cells, template)
        return None
