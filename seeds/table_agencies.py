"""The agencies of a wide table: whether each is one, under the name that the table gives it."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from seeds.conversion import Finding
from seeds.rules.references import missing, wrong_name
from seeds.world import World

Cells: TypeAlias = list[str]


class TableAgencies:
    """`agency` and `name` are the places of their columns."""

    def __init__(self, agency: int, name: int | None) -> None:
        self.agency, self.name = agency, name
        self.right: set[tuple[str, str]] = set()

    def findings(self, cells: Cells, world: World) -> Sequence[Finding]:
        """Each agency is looked at once, under each name that the table gives it."""
        named = cells[self.agency], "" if self.name is None else cells[self.name]
        if named in self.right:
            return ()
        if not (found := list(self._wrong(*named, world))):
            self.right.add(named)
        return found

    def _wrong(self, agency: str, name: str, world: World) -> Iterator[Finding]:
        if not world.is_agency(agency):
            said = missing(agency, "agencies", world) if agency else "the row has no agency"
            yield Finding("agency_id", said or "is no agency")
        elif self.name is not None and (wrong := wrong_name(agency, name, world)):
            yield Finding("agency_name", wrong)
