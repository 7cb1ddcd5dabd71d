"""What the folders before hold: the ids and the records, carried in memory from folder to folder.

It is rebuilt from the folders alone. Figures of wide tables are not kept but found again in their table.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, Final

from schemas.seed import SEEDS
from seeds.drafts import Entry
from seeds.fields import Fields
from seeds.headers import ReleaseHeader
from seeds.removals import Removals

if TYPE_CHECKING:
    from seeds.melting import Melting
    from seeds.validating import Checked

RESOURCES: Final = tuple(SEEDS)
FIGURES: Final = "staffing-figures"


class State:
    """`places` says where the record of each id ever given is: a resource, or after those a table.

    The figures of tables that were only skimmed are not among them: `skimmed` says by the end of an id which
    tables may hold it, `found` which one does. Folders are skimmed before any is validated.
    """

    def __init__(self, removed: Removals | None = None) -> None:
        self.removed = removed or Removals()
        self.release: ReleaseHeader | None = None
        self.places: dict[str, int] = {}
        self.withdrawn: set[str] = set()
        self.entries: dict[str, dict[str, Entry]] = {resource: {} for resource in RESOURCES}
        self.tables: list[Melting] = []
        self.skimmed: dict[str, list[int]] = {}
        self.found: dict[str, int] = {}

    def apply(self, checked: Checked) -> None:
        """Carries on to the next folder. Applies what it can of a folder with problems."""
        self.release = checked.release.header.release if checked.release.header else self.release
        for drafts in checked.drafts.values():
            for draft in drafts.values():
                self._place(draft.row.id, draft.resource)
                if draft.operation == "withdrawn":
                    self.withdrawn.add(draft.row.id)
                    self.entries[draft.resource].pop(draft.row.id, None)
                else:
                    self.entries[draft.resource][draft.row.id] = Entry(fields=draft.fields, hand=draft.hand)
        for table in self.tables:
            table.index.clear()
        self.places.update(checked.melted)
        for record_id in self.entries[FIGURES].keys() & checked.melted.keys():
            del self.entries[FIGURES][record_id]
        self._skim(checked)
        self.tables.extend(checked.tables)
        self.found.clear()

    def _skim(self, checked: Checked) -> None:
        """A figure that a skimmed table took over may be in the next one too: its place is looked for."""
        for place, table in enumerate(checked.tables, start=len(RESOURCES) + len(self.tables)):
            if table.is_skimmed:
                for suffix in table.index.suffixes():
                    self.skimmed.setdefault(suffix, []).append(place)
                for record_id in checked.melted:
                    self.places.pop(record_id, None)

    def _place(self, record_id: str, resource: str) -> None:
        self.places[record_id] = RESOURCES.index(resource)

    def place_of(self, record_id: str) -> int | None:
        """Of any id that was ever given."""
        place = self.places.get(record_id, self.found.get(record_id))
        if place is not None:
            return place
        for agency, suffix in splits(record_id) if self.skimmed else ():
            for place in reversed(self.skimmed.get(suffix, ())):
                if self.table(place).index.holds(agency, suffix):
                    self.found[record_id] = place  # it is asked for again
                    return place
        return None

    def table(self, place: int) -> Melting:
        return self.tables[place - len(RESOURCES)]

    def resource_of(self, record_id: str) -> str | None:
        """Of any id that was ever given."""
        place = self.place_of(record_id)
        if place is None:
            return None
        return RESOURCES[place] if place < len(RESOURCES) else FIGURES

    def holds(self, record_id: str) -> bool:
        return record_id not in self.withdrawn and self.place_of(record_id) is not None

    def entry(self, resource: str, record_id: str) -> Entry | None:
        if found := self.entries[resource].get(record_id):
            return found
        if resource != FIGURES or record_id in self.withdrawn:
            return None
        place = self.place_of(record_id)
        if place is None or place < len(RESOURCES):
            return None
        fields = self.table(place).find(record_id)
        return Entry(fields=fields, hand=frozenset()) if fields else None

    def melted(self, agencies: Container[str] | None = None) -> Iterator[Fields]:
        """The figures of wide tables (of those agencies) that no later folder replaced or withdrew."""
        for place, table in enumerate(self.tables, start=len(RESOURCES)):
            for fields in table.figures(agencies):
                record_id = fields["id"]
                if self.place_of(record_id) == place and record_id not in self.withdrawn:
                    yield fields


def splits(record_id: str) -> Iterator[tuple[str, str]]:
    """Where a figure's id may end to name its agency: both are words with hyphens."""
    for place, sign in enumerate(record_id):
        if sign == "-":
            yield record_id[:place], record_id[place:]
