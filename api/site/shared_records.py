"""The records that many pages show beside their own: metrics, sources and programs, each read once."""

from api.cite.lookup import RecordType, ReleaseRecords
from api.database.pool import Pool
from api.reading.batching import RecordLoader
from api.reading.releases import ReleaseRef

SHARED = frozenset({"metrics", "sources", "incentive-programs"})
# Content of a release, resource, key → the record. A removal changes the content hash of every release.
KEPT: dict[tuple[str, str, str], object] = {}
MOST = 2000


class SharedRecords(ReleaseRecords):
    """The records of one release, of which it keeps those that pages share."""

    def __init__(self, pool: Pool, record_loader: RecordLoader, release: ReleaseRef) -> None:
        super().__init__(pool, record_loader, release.number)
        self.content = release.content_sha256

    async def find(self, resource: str, key: str | None, struct: type[RecordType]) -> RecordType | None:
        if key is None or resource not in SHARED:
            return await super().find(resource, key, struct)
        place = (self.content, resource, key)
        kept = KEPT.get(place)
        if isinstance(kept, struct):
            return kept
        found = await super().find(resource, key, struct)
        if found is not None:
            keep(place, found)
        return found


def keep(place: tuple[str, str, str], record: object) -> None:
    """Keep a record. The oldest goes when there are too many."""
    if len(KEPT) >= MOST:
        KEPT.pop(next(iter(KEPT)), None)
    KEPT[place] = record
