"""The records that a sequence of release folders leaves, carried in memory from folder to folder.

The folders alone determine the state. It does not store the figures of wide tables: it looks them up in
their tables.
"""

from collections.abc import Container, Iterator

from seeds.folder.header import ReleaseHeader
from seeds.log.release_changes import FigureTable, ReleaseChanges
from seeds.log.removals import Removals
from seeds.log.revisions import LiveRecord, Revision
from seeds.values.fields import FIGURES, RESOURCES, Fields


class State:
    """The live records, and the location of every id that was ever used.

    A location is the number of a resource or, after those, of a wide table. Lazy tables list no ids:
    `lazy_tables` maps each suffix of a figure's id to the tables that may contain it, and `resolved` caches
    the locations found that way. Load published folders before you validate new ones. If `lacks_releases`,
    earlier releases are missing, and an unknown record may be in one of those.
    """

    def __init__(self, removed: Removals | None = None) -> None:
        self.removed = removed or Removals()
        self.lacks_releases = False
        self.release: ReleaseHeader | None = None
        self.locations: dict[str, int] = {}
        self.withdrawn: set[str] = set()
        self.records: dict[str, dict[str, LiveRecord]] = {resource: {} for resource in RESOURCES}
        self.tables: list[FigureTable] = []
        self.lazy_tables: dict[str, list[int]] = {}
        self.resolved: dict[str, int] = {}

    @property
    def next_location(self) -> int:
        """The location of the next wide table."""
        return len(RESOURCES) + len(self.tables)

    def apply(self, changes: ReleaseChanges) -> None:
        """Move on to the next folder. Applies what it can of a folder with problems."""
        self.release = changes.header.release if changes.header else self.release
        for revision in changes.all_revisions():
            self._apply_revision(revision)
        for table in self.tables:
            table.index.clear()
        self.locations.update(changes.figures)
        for record_id in self.records[FIGURES].keys() & changes.figures.keys():
            del self.records[FIGURES][record_id]
        self._register_lazy_tables(changes)
        self.tables.extend(changes.tables)
        self.resolved.clear()

    def _apply_revision(self, revision: Revision) -> None:
        record_id, records = revision.row.id, self.records[revision.resource]
        self.locations[record_id] = RESOURCES.index(revision.resource)
        if revision.operation == "withdrawn":
            self.withdrawn.add(record_id)
            records.pop(record_id, None)
        else:
            records[record_id] = LiveRecord(fields=revision.fields, curated=revision.curated)

    def _register_lazy_tables(self, changes: ReleaseChanges) -> None:
        """Forget the locations of figures in lazy tables: a later lazy table may contain them too."""
        for location, table in enumerate(changes.tables, start=self.next_location):
            if table.is_lazy:
                for suffix in table.index.suffixes():
                    self.lazy_tables.setdefault(suffix, []).append(location)
                for record_id in changes.figures:
                    self.locations.pop(record_id, None)

    def location_of(self, record_id: str) -> int | None:
        """Return the location of an id that was ever used, else None."""
        location = self.locations.get(record_id, self.resolved.get(record_id))
        return self._resolve(record_id) if location is None else location

    def _resolve(self, record_id: str) -> int | None:
        for agency, suffix in id_splits(record_id) if self.lazy_tables else ():
            for location in reversed(self.lazy_tables.get(suffix, ())):
                if self.table(location).index.contains(agency, suffix):
                    self.resolved[record_id] = location
                    return location
        return None

    def table(self, location: int) -> FigureTable:
        return self.tables[location - len(RESOURCES)]

    def resource_of(self, record_id: str) -> str | None:
        """Return the resource of an id that was ever used, else None."""
        location = self.location_of(record_id)
        if location is None:
            return None
        return RESOURCES[location] if location < len(RESOURCES) else FIGURES

    def is_live(self, record_id: str) -> bool:
        return record_id not in self.withdrawn and self.location_of(record_id) is not None

    def record(self, resource: str, record_id: str) -> LiveRecord | None:
        if record := self.records[resource].get(record_id):
            return record
        if resource != FIGURES or record_id in self.withdrawn:
            return None
        location = self.location_of(record_id)
        if location is None or location < len(RESOURCES):
            return None
        fields = self.table(location).find(record_id)
        return LiveRecord(fields=fields, curated=frozenset()) if fields else None

    def table_figures(self, agencies: Container[str] | None = None) -> Iterator[Fields]:
        """Yield the live figures of wide tables, optionally of some agencies only.

        Leaves out figures that a later folder replaced or withdrew.
        """
        for location, table in enumerate(self.tables, start=len(RESOURCES)):
            for fields in table.figures(agencies):
                record_id = fields["id"]
                if self.location_of(record_id) == location and record_id not in self.withdrawn:
                    yield fields


def id_splits(record_id: str) -> Iterator[tuple[str, str]]:
    """Yield each way to split a figure's id into agency and suffix; both parts may contain hyphens."""
    for position, character in enumerate(record_id):
        if character == "-":
            yield record_id[:position], record_id[position:]
