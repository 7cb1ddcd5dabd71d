"""What to read if a session does not have the release that a request began with: its host lags behind."""

from api.database import fetch
from api.database.pool import Pool
from api.problems import ProblemError
from api.reading.releases import NEWEST, ReleaseRef, Releases, nothing_published


def is_behind(problem: ProblemError) -> bool:
    return problem.kind.slug == "release-not-here"


async def newest_everywhere(releases: Releases, pool: Pool) -> ReleaseRef:
    """Return the newest release of any session, or the one before if this worker knows no newer one."""
    row = await fetch.row(pool, NEWEST, [])
    if row is None:
        raise nothing_published()
    known = max(releases.cache, default=row["number"])
    return await releases.numbered(pool, max(min(row["number"], known - 1), 1))
