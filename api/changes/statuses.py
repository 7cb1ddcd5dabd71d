"""The status of records that were cited from several releases."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from api.changes.cited import Cited
from api.changes.status import StatusLookup
from api.database.pool import Pool
from api.problems import ProblemError
from api.reading.releases import Releases
from schemas.status import Status


class StatusesLookup:
    """Reads the status of entries, with a fixed number of statements for each release among them.

    `since` is the release of the entries that name none.
    """

    def __init__(self, pool: Pool, public_url: str, releases: Releases, *, since: int, newest: int) -> None:
        self.pool, self.public_url, self.releases = pool, public_url, releases
        self.since, self.newest = since, newest

    async def answer(self, entries: Sequence[Cited]) -> list[Status]:
        """Return a status for each entry, in the same order."""
        by_release: dict[int, list[str]] = defaultdict(list)
        for each in entries:
            by_release[each.release or self.since].append(each.id)
        found = {release: await self.of_release(release, ids) for release, ids in by_release.items()}
        return [found[each.release or self.since][each.id] for each in entries]

    async def of_release(self, release: int, ids: list[str]) -> Mapping[str, Status]:
        """Read the status of records cited from one release. One that does not exist hides no other entry."""
        try:
            await self.releases.numbered(self.pool, release)
        except ProblemError as error:
            if error.kind.slug != "not-found":
                raise
            return {key: no_such_release(key, release, error.detail) for key in ids}
        lookup = StatusLookup(self.pool, self.public_url, since=release, newest=self.newest)
        return {each.id: each for each in await lookup.answer(ids)}


def no_such_release(key: str, release: int, problem: str) -> Status:
    return Status(id=key, resource=None, since_release=release, status="unknown", problem=problem)
