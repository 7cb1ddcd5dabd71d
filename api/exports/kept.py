"""Finished files that a HEAD or a request for a part has made, kept for the parts requested next.

They lie in the spool and give way as soon as it needs their room.
"""

import asyncio
from typing import ClassVar

from cachetools import LRUCache

from api.exports.spool import Spool, SpooledFile


class KeptFiles:
    """A worker's kept files, by ETag. The least recently used go first.

    `outgrown` has the ETags of files that are too large to be finished before they are sent.
    """

    SECONDS, NUMBER = 120.0, 64
    SHARE: ClassVar[int] = 4  # of the spool, at most one part in so many

    def __init__(self, spool: Spool) -> None:
        self.capacity = spool.capacity // self.SHARE
        self.files: dict[str, SpooledFile] = {}
        self.timers: dict[str, asyncio.TimerHandle] = {}
        self.outgrown: LRUCache[str, bool] = LRUCache(8192)
        spool.reclaim = self.clear

    def get(self, etag: str) -> SpooledFile | None:
        """Return the file, which the caller must close."""
        if etag not in self.files:
            return None
        file = self.files[etag] = self.files.pop(etag)
        self.restart(etag)
        file.hold()
        return file

    def keep(self, etag: str, file: SpooledFile) -> None:
        if etag in self.files or file.size > self.capacity:
            return
        file.hold()
        self.files[etag] = file
        self.restart(etag)
        while len(self.files) > self.NUMBER or sum(each.size for each in self.files.values()) > self.capacity:
            self.drop(next(iter(self.files)))

    def restart(self, etag: str) -> None:
        if (timer := self.timers.pop(etag, None)) is not None:
            timer.cancel()
        self.timers[etag] = asyncio.get_running_loop().call_later(self.SECONDS, self.drop, etag)

    def drop(self, etag: str) -> None:
        self.timers.pop(etag).cancel()
        self.files.pop(etag).close()

    def clear(self) -> bool:
        """Drop all files. Returns whether there were any."""
        dropped = [*self.files]
        for etag in dropped:
            self.drop(etag)
        return bool(dropped)
