"""Which release a request reads: the newest, the one it names, or the one of a day."""

import time
from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from api import fetching
from api.problems import Refusal
from api.query import Question
from api.sessions import Pool

NEWEST = "select number, content_sha256, published_at from api.current_release"
NUMBERED = "select number, content_sha256, published_at from api.releases where number = $1"
ON_DAY = """select number, content_sha256, published_at from api.releases
where published_at < $1 order by number desc limit 1"""
ENDS = """select min(r.number) as first, max(r.number) as newest, min(r.published_at) as since,
  pg_is_in_recovery() as standby
from api.releases r"""

MAX_AGE = 1.0


class Held(Struct, frozen=True, kw_only=True):
    """A release as answers name it."""

    number: int
    content_sha256: str
    published_at: str


class Releases:
    """The releases a worker has seen. They never change, so what was read once is kept."""

    def __init__(self) -> None:
        self.known: dict[int, Held] = {}
        self.newest: Held | None = None
        self.asked_at = 0.0

    def remember(self, row: Any) -> Held:
        held = self.known.get(row["number"])
        if held is None or held.content_sha256 != row["content_sha256"]:
            held = Held(
                number=row["number"], content_sha256=row["content_sha256"], published_at=row["published_at"]
            )
            self.known[held.number] = held
        return held

    async def current(self, pool: Pool) -> Held:
        """The newest release, at most a second old: what a 304 may rest on."""
        if self.newest is None or time.monotonic() - self.asked_at > MAX_AGE:
            asked_at = time.monotonic()
            found = await fetching.row(pool, NEWEST, [])
            if found is None:
                raise nothing_published()
            self.newest, self.asked_at = self.remember(found), asked_at
        return self.newest

    async def numbered(self, pool: Pool, number: int) -> Held:
        if (held := self.known.get(number)) is not None:
            return held
        found = await fetching.row(pool, NUMBERED, [number])
        if found is None:
            raise await absent(pool, number)
        return self.remember(found)

    async def on_day(self, pool: Pool, day: date) -> Held:
        """The release with the greatest `published_at` before the end of that day in UTC."""
        found = await fetching.row(pool, ON_DAY, [end_of(day)])
        if found is None:
            ends = await fetching.row(pool, ENDS, [])
            if ends["since"] is None:
                raise nothing_published()
            raise Refusal("not-found", f"No release was published by {day}; the first is of {ends['since']}.")
        return self.remember(found)

    async def named(self, pool: Pool, question: Question) -> Held | None:
        """The release that the question names by number or by day; None where it asks for the newest."""
        number, day = question.get("release"), question.get("known_on")
        if day is not None:
            held = await self.on_day(pool, day)
            if number not in (None, held.number):
                raise Refusal(
                    "not-found", f"Release {number} is not the one of {day}, which is {held.number}."
                )
            return held
        return None if number is None else await self.numbered(pool, number)


def end_of(day: date) -> str:
    return f"{day + timedelta(days=1)}T00:00:00Z" if day < date.max else "9999-12-31T24:00:00Z"


async def absent(pool: Pool, number: int) -> Refusal:
    """Of a release that this worker has not seen: it may be on its way, or be there by now."""
    ends = await fetching.row(pool, ENDS, [])
    if ends["newest"] is None:
        return nothing_published()
    if number <= ends["newest"] + (1 if ends["standby"] else 0):
        return not_here(number)
    return Refusal(
        "not-found",
        f"There is no release {number}: the first is {ends['first']}, the newest {ends['newest']}.",
    )


def not_here(number: int) -> Refusal:
    """Of a release that was seen: another host, or this one once it has caught up, has it."""
    return Refusal("release-not-here", f"Release {number} has not arrived here yet.")


def nothing_published() -> Refusal:
    return Refusal("database-unavailable", "No release has been published into this database yet.")
