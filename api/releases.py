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
# Parameters that name a release as the end of a stretch, and those that name one at all.
STRETCH = frozenset({"since", "until"})
NAMING = STRETCH | {"release", "known_on"}


class Held(Struct, frozen=True, kw_only=True):
    """A release as answers name it."""

    number: int
    content_sha256: str
    published_at: str


class Releases:
    """The releases a worker has seen: they do not change, so what was read once is kept.

    Where the law took something out, all were made again; a new newest one is the sign of it.
    """

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
            if self.newest is None or self.newest.content_sha256 != found["content_sha256"]:
                self.known.clear()
            self.newest, self.asked_at = self.remember(found), asked_at
        return self.newest

    async def numbered(self, pool: Pool, number: int) -> Held:
        await self.current(pool)
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
        """The release that the question is about; None where it asks for the newest."""
        held = await self.pinned(pool, question)
        return held if STRETCH.isdisjoint(question.given) else await self.stretch(pool, question, held)

    async def stretch(self, pool: Pool, question: Question, held: Held | None) -> Held | None:
        """Between two releases nothing changes any more: the later one is asked.

        404 where an end is no release.
        """
        since, until = question.get("since", 0), question.get("until")
        for name, number in (("since", since), ("until", until)):
            if number:
                await self.numbered(pool, number)
            if number and held and number > held.number:
                raise Refusal("not-found", f"{name}: release {held.number} knows no release {number}.")
        if until is not None and since > until:
            raise Refusal("not-found", f"since: release {since} came after release {until} of until.")
        if held or until is None or "since" not in question.given:
            return held
        return await self.numbered(pool, until)

    async def pinned(self, pool: Pool, question: Question) -> Held | None:
        """The release that the question names by number or by day."""
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
    if ends["first"] <= number <= ends["newest"] + (1 if ends["standby"] else 0):
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
