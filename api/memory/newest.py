"""Whether what is remembered is still true: the newest release, removals, and a database that is away."""

import asyncio
import time
from collections.abc import Callable
from math import inf

from api.database import fetch
from api.reading.releases import MAX_AGE, NUMBERED, ReleaseRef
from api.state import AppState

# Seconds between two questions to a database that is away.
PAUSE = 1.0
# Seconds after a removal in which nothing is remembered: a standby that lags may still return what is gone.
SETTLING = 60.0


class Newest:
    """The newest release that this worker has seen. It is looked up at most once a second, for all requests.

    `on_release` is called after a release was published, `on_removal` after text was removed from releases.
    """

    def __init__(
        self, state: AppState, on_release: Callable[[], object], on_removal: Callable[[], object]
    ) -> None:
        self.state, self.on_release, self.on_removal = state, on_release, on_removal
        self.seen: ReleaseRef | None = None
        self.looking: asyncio.Task[None] | None = None
        self.failed_at = self.settled_at = -inf

    @property
    def is_fresh(self) -> bool:
        """Whether the newest release is that of at most a second ago."""
        releases = self.state.releases
        return releases.newest is self.seen and time.monotonic() - releases.fetched_at <= MAX_AGE

    @property
    def is_settled(self) -> bool:
        """Whether a removal would be noticed, and none has just been made."""
        return self.seen is not None and time.monotonic() >= self.settled_at

    @property
    def age(self) -> float:
        """The seconds since the database last said which release is the newest."""
        return time.monotonic() - self.state.releases.fetched_at

    async def confirm(self) -> bool:
        """Look up the newest release. Returns whether it is known.

        While the database is away, nobody waits for it: one request in a second looks for it.
        """
        away = self.failed_at > -inf
        if self.looking is None:
            if away and time.monotonic() - self.failed_at < PAUSE:
                return False
            self.looking = asyncio.create_task(self.look())
        if away:
            return False
        await asyncio.shield(self.looking)
        return self.is_known

    @property
    def is_known(self) -> bool:
        return self.failed_at == -inf

    def begin(self) -> None:
        """Look for the first release, unless one is known or somebody looks already."""
        rested = time.monotonic() - self.failed_at >= PAUSE
        if self.seen is None and self.looking is None and rested:
            self.looking = asyncio.create_task(self.look())

    async def look(self) -> None:
        try:
            await self.follow(await self.state.releases.current(self.state.pools.pages))
            self.failed_at = -inf
        except Exception:  # noqa: BLE001 - a request that needs the database reports what is wrong with it
            self.failed_at = time.monotonic()
        finally:
            self.looking = None

    async def follow(self, newest: ReleaseRef) -> None:
        """Notice a new release, and a removal, which changes the content hash of every release."""
        before = self.seen
        if newest is before:
            return
        if before and newest.number > before.number and await self.is_unchanged(before):
            self.on_release()
        elif before is not None:
            self.settled_at = time.monotonic() + SETTLING
            self.on_removal()
        self.seen = newest

    async def is_unchanged(self, release: ReleaseRef) -> bool:
        row = await fetch.row(self.state.pools.pages, NUMBERED, [release.number])
        return row is not None and row["content_sha256"] == release.content_sha256
