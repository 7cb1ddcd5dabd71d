"""Choose the release that a request reads: the newest, a numbered one, or that of a day."""

import asyncio
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from math import inf
from typing import Any

from msgspec import Struct

from api.database import fetch
from api.database.pool import Pool
from api.problems import ProblemError
from api.query.parsing import Question

NEWEST = """select number, content_sha256, published_at, seconds_since_change, seconds_since_rewrite
from api.current_release"""
NUMBERED = "select number, content_sha256, published_at from api.releases where number = $1"
ON_DAY = """select number, content_sha256, published_at from api.releases
where published_at < $1 order by number desc limit 1"""
BOUNDS = """select min(r.number) as first, max(r.number) as newest, min(r.published_at) as since,
  pg_is_in_recovery() as standby
from api.releases r"""

MAX_AGE = 1.0
# Seconds until a worker without requests looks for a new release.
WATCH = 60.0
# Seconds from a new release until a live URL has parts for clients that do not say whose part they want. A
# cache may return the previous release for a shorter time.
SETTLED = 600.0
# Parameters that name the first or last release of a range, and all that name a release.
RANGE_PARAMETERS = frozenset({"since", "until"})
RELEASE_PARAMETERS = RANGE_PARAMETERS | {"release", "known_on"}


class ReleaseRef(Struct, frozen=True, kw_only=True):
    """A release as responses state it."""

    number: int
    content_sha256: str
    published_at: str


class Releases:
    """A worker's cache of releases. Releases do not change, so each is read once.

    The removal of a record changes the content hash of every release. The cache is cleared if the hash of the
    newest release changes.

    `changed_at` is when that last changed, `rewritten_at` when it did without a new release. The database
    remembers it for workers that start later, and a worker that reads a standby sees it later.
    """

    def __init__(self) -> None:
        self.cache: dict[int, ReleaseRef] = {}
        self.newest: ReleaseRef | None = None
        self.fetched_at = 0.0
        self.changed_at = self.rewritten_at = -inf

    def remember(self, row: Any) -> ReleaseRef:
        release = self.cache.get(row["number"])
        if release is None or release.content_sha256 != row["content_sha256"]:
            release = ReleaseRef(
                number=row["number"], content_sha256=row["content_sha256"], published_at=row["published_at"]
            )
            self.cache[release.number] = release
        return release

    async def current(self, pool: Pool) -> ReleaseRef:
        """Return the newest release as of at most a second ago, which decides whether a 304 is correct."""
        if self.newest is None or time.monotonic() - self.fetched_at > MAX_AGE:
            fetched_at = time.monotonic()
            row = await fetch.row(pool, NEWEST, [])
            if row is None:
                raise nothing_published()
            if self.newest is None or self.newest.content_sha256 != row["content_sha256"]:
                self.cache.clear()
                self.note_change(row["number"])
            self.note_times(row)
            self.newest, self.fetched_at = self.remember(row), fetched_at
        return self.newest

    def note_change(self, number: int) -> None:
        if self.newest is None:
            return
        self.changed_at = time.monotonic()
        if self.newest.number == number:
            self.rewritten_at = self.changed_at

    def note_times(self, row: Any) -> None:
        now = time.monotonic()
        if (seconds := row["seconds_since_change"]) is not None:
            self.changed_at = max(self.changed_at, now - seconds)
        if (seconds := row["seconds_since_rewrite"]) is not None:
            self.rewritten_at = max(self.rewritten_at, now - seconds)

    def is_settled(self, *, pinned: bool) -> bool:
        """Whether URLs have had their present content for so long that nobody still reads an earlier one."""
        return time.monotonic() - (self.rewritten_at if pinned else self.changed_at) >= SETTLED

    async def watch(self, pool: Pool) -> None:
        """Notice each new release even without requests."""
        while True:
            with suppress(Exception):  # a request reports what is wrong with the database
                await self.current(pool)
            await asyncio.sleep(WATCH)

    async def numbered(self, pool: Pool, number: int) -> ReleaseRef:
        await self.current(pool)
        if (release := self.cache.get(number)) is not None:
            return release
        row = await fetch.row(pool, NUMBERED, [number])
        if row is None:
            raise await unknown_release(pool, number)
        return self.remember(row)

    async def on_day(self, pool: Pool, day: date) -> ReleaseRef:
        """Return the last release published before the end of that day in UTC.

        Raises 404 for a day after tomorrow: the releases known by then are not known yet.
        """
        if day > last_day(await self.current(pool)):
            raise await no_release_on(pool, f"{day} is in the future.")
        row = await fetch.row(pool, ON_DAY, [end_of(day)])
        if row is None:
            raise await no_release_on(pool, f"No release existed on {day}.")
        return self.remember(row)

    async def named(self, pool: Pool, question: Question) -> ReleaseRef | None:
        """Return the release that the question names, or None if it reads the newest."""
        release = await self.pinned(pool, question)
        return (
            release
            if RANGE_PARAMETERS.isdisjoint(question.values)
            else await self.end_of_range(pool, question, release)
        )

    async def end_of_range(
        self, pool: Pool, question: Question, release: ReleaseRef | None
    ) -> ReleaseRef | None:
        """Return the release to read for `since` and `until`: for a complete range, its last release.

        Raises 404 if an end of the range is not a release.
        """
        since, until = question.get("since", 0), question.get("until")
        for name, number in (("since", since), ("until", until)):
            if number:
                await self.numbered(pool, number)
            if number and release and number > release.number:
                raise ProblemError(
                    "not-found",
                    f"{name}: release {number} is newer than release {release.number}, which you request.",
                )
        if until is not None and since > until:
            raise ProblemError(
                "not-found", f"since: release {since} is newer than release {until} in `until`."
            )
        if release or until is None or "since" not in question.values:
            return release
        return await self.numbered(pool, until)

    async def pinned(self, pool: Pool, question: Question) -> ReleaseRef | None:
        """Return the release that the question names by number or by day, or None."""
        number, day = question.get("release"), question.get("known_on")
        if day is not None:
            release = await self.on_day(pool, day)
            if number not in (None, release.number):
                raise ProblemError(
                    "not-found",
                    f"`release` and `known_on` disagree: the newest release on {day} is {release.number}, "
                    f"not {number}.",
                )
            return release
        return None if number is None else await self.numbered(pool, number)


async def no_release_on(pool: Pool, reason: str) -> ProblemError:
    """Return the problem for a day without a release, which names the first release and the newest."""
    bounds = await fetch.row(pool, BOUNDS, [])
    if bounds["since"] is None:
        return nothing_published()
    first = f"The first release is {bounds['first']}, published at {bounds['since']}"
    return ProblemError("not-found", f"{reason} {first}, the newest is {bounds['newest']}.")


def end_of(day: date) -> str:
    return f"{day + timedelta(days=1)}T00:00:00Z" if day < date.max else "9999-12-31T24:00:00Z"


def last_day(newest: ReleaseRef) -> date:
    """Return tomorrow in UTC, which has begun in some time zones. A clock that lags behind the newest release
    is wrong, so the day is never before that release.
    """
    today = datetime.now(UTC).date()
    return max(today, date.fromisoformat(newest.published_at[:10])) + timedelta(days=1)


async def unknown_release(pool: Pool, number: int) -> ProblemError:
    """Return the problem for a release that this worker does not know: it may still arrive on a standby."""
    bounds = await fetch.row(pool, BOUNDS, [])
    if bounds["newest"] is None:
        return nothing_published()
    if bounds["first"] <= number <= bounds["newest"] + (1 if bounds["standby"] else 0):
        return not_here(number)
    return ProblemError(
        "not-found",
        f"No release {number}. The first release is {bounds['first']}, the newest {bounds['newest']}.",
    )


def not_here(number: int) -> ProblemError:
    """Return the problem for a release that exists but has not reached this server's database yet."""
    return ProblemError("release-not-here", f"Release {number} has not reached this server yet.")


def nothing_published() -> ProblemError:
    return ProblemError("database-unavailable", "No release has been published into this database yet.")
