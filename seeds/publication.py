"""Folder upon folder on their way into the database, phase by phase."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from seeds.changes import enter_changes
from seeds.ledger import RefusedError, enter
from seeds.links import unfold
from seeds.loading import analyze, load, table_of
from seeds.log import ReleaseFolder
from seeds.problems import first
from seeds.progress import Phases, Progress, Report
from seeds.removals import Removals
from seeds.serving import serve
from seeds.staleness import find_shown
from seeds.standing import stand
from seeds.state import State
from seeds.validating import Checked, reread, validate

ROWS: Final = "select reltuples from pg_class where oid = $1::text::regclass"
# One row in so many that is new tells the planner nothing, and looking costs seconds; autovacuum looks later.
FEW: Final = 20


class Publication:
    """Carries the records read so far and the hash of what was published; that begins with the removals'."""

    def __init__(self, connection: Any, removed: Removals, report: Report, phases: Phases) -> None:
        self.connection, self.removed, self.report, self.phases = connection, removed, report, phases
        self.continue_after([])

    def continue_after(self, folders: Sequence[ReleaseFolder], content: str | None = None) -> None:
        """Reads again what is published, with the content hash of its last release."""
        self.content = self.removed.sha256 if content is None else content
        self.state, self.touches = State(self.removed), Counter[str]()
        for folder in folders:
            with self.phases.phase(folder.path.name, "read again"):
                self.state.apply(reread(folder.path, self.state))

    async def checked(self, folders: Sequence[ReleaseFolder]) -> AsyncIterator[tuple[ReleaseFolder, Checked]]:
        """Each folder is read while PostgreSQL is busy with the one before it."""
        following = [*folders[1:], None]
        ahead = asyncio.create_task(asyncio.to_thread(self._checked, folders[0]))
        try:
            for folder, after in zip(folders, following, strict=True):
                found = await ahead
                self.state.apply(found)
                if after:
                    ahead = asyncio.create_task(asyncio.to_thread(self._checked, after))
                yield folder, found
        finally:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)

    async def publish(self, folder: ReleaseFolder, found: Checked) -> None:
        """Everything but the flip."""
        number, name = folder.number, folder.path.name
        progress = Progress(name, found, self.report)
        with self.phases.phase(name, "load"):
            touches = await load(self.connection, number, found.records, progress.loaded)
            await unfold(self.connection, number)
        with self.phases.phase(name, "stand"):
            await find_shown(self.connection, number)
            await stand(self.connection, number, touches.total())
        with self.phases.phase(name, "serve"):
            await serve(self.connection, number, touches)
            await enter_changes(self.connection, number)
        for (resource, _), count in touches.items():
            self.touches[resource] += count
        self.content = await enter(self.connection, folder, self.content, touches)
        progress.end()

    async def finish(self) -> None:
        """Before the flip: the planner learns what is served now."""
        await self.connection.execute("set local default_statistics_target = 100")
        with self.phases.phase("", "analyze"):
            for resource, count in self.touches.items():
                await self._analyze(f"serving.{table_of(resource)}", count)
            await self._analyze("muster.changes", self.touches.total())
        self.touches.clear()

    async def _analyze(self, table: str, count: int) -> None:
        if count * FEW >= await self.connection.fetchval(ROWS, table):
            await analyze(self.connection, table, count)

    def _checked(self, folder: ReleaseFolder) -> Checked:
        with self.phases.phase(folder.path.name, "validate"):
            found = validate(folder.path, self.state)
        if found.problems:
            raise RefusedError("\n".join(first(found.problems, folder.path)))
        return found
