"""Publishes folders one after another, phase by phase."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

from seeds.log.folders import ReleaseFolder
from seeds.log.removals import Removals
from seeds.log.state import State
from seeds.problems import summary
from seeds.publishing.agency_sizes import update_agency_sizes
from seeds.publishing.agency_years import update_agency_years
from seeds.publishing.change_log import insert_changes
from seeds.publishing.citation_links import update_citation_links
from seeds.publishing.coverage import update_coverage
from seeds.publishing.flags import update_flags
from seeds.publishing.headlines import update_headlines
from seeds.publishing.labels import update_labels
from seeds.publishing.ledger import RefusedError, insert_release
from seeds.publishing.load import analyze, load, table_of
from seeds.publishing.progress import Phases, Progress, Report
from seeds.publishing.series import update_series
from seeds.publishing.served_rows import update_served_rows
from seeds.publishing.stale_rows import find_shown
from seeds.publishing.state_years import update_state_years
from seeds.validation.validate import ValidatedRelease, load_published, validate

ROWS: Final = "select reltuples from pg_class where oid = $1::text::regclass"
# Analyzing costs seconds and pays off only if at least one row in so many is new; autovacuum does the rest.
ANALYZE_SHARE: Final = 20


class Publication:
    """The state of the folders so far, and the content hash of the last release.

    The first content hash continues the hash of removals.toml.
    """

    def __init__(self, connection: Any, removed: Removals, report: Report, phases: Phases) -> None:
        self.connection, self.removed, self.report, self.phases = connection, removed, report, phases
        self.continue_after([])

    def continue_after(self, folders: Sequence[ReleaseFolder], content: str | None = None) -> None:
        """Load the folders that are published. `content` is the content hash of the last one."""
        self.content = self.removed.sha256 if content is None else content
        self.state, self.touches = State(self.removed), Counter[str]()
        for folder in folders:
            with self.phases.phase(folder.path.name, "load published"):
                self.state.apply(load_published(folder.path, self.state))

    async def validated(
        self, folders: Sequence[ReleaseFolder]
    ) -> AsyncIterator[tuple[ReleaseFolder, ValidatedRelease]]:
        """Yield each folder validated. Validates the next folder while PostgreSQL works on the one before."""
        following = [*folders[1:], None]
        ahead = asyncio.create_task(asyncio.to_thread(self._validate, folders[0]))
        try:
            for folder, after in zip(folders, following, strict=True):
                validated = await ahead
                self.state.apply(validated.changes)
                if after:
                    ahead = asyncio.create_task(asyncio.to_thread(self._validate, after))
                yield folder, validated
        finally:
            ahead.cancel()
            await asyncio.gather(ahead, return_exceptions=True)

    async def publish(self, folder: ReleaseFolder, validated: ValidatedRelease) -> None:
        """Write the release, but do not make it current."""
        number, name = folder.number, folder.path.name
        progress = Progress(name, validated.changes, self.report)
        with self.phases.phase(name, "load"):
            touches = await load(self.connection, number, validated.database_rows, progress.loaded)
            await update_citation_links(self.connection, number)
        with self.phases.phase(name, "headlines"):
            await update_labels(self.connection, number, touches)
            await find_shown(self.connection, number)
            await update_headlines(self.connection, number, touches.total())
            await update_agency_sizes(self.connection, number, touches)
        with self.phases.phase(name, "flags"):
            await update_flags(self.connection, number, folder.header.release.published_at.date())
        with self.phases.phase(name, "series"):
            await update_series(self.connection, number)
        with self.phases.phase(name, "agency years"):
            await update_agency_years(self.connection, number)
        with self.phases.phase(name, "state years"):
            await update_state_years(self.connection, number)
        with self.phases.phase(name, "served rows"):
            await update_served_rows(self.connection, number, touches)
            await insert_changes(self.connection, number)
        with self.phases.phase(name, "coverage"):
            await update_coverage(self.connection, number)
        for (resource, _), count in touches.items():
            self.touches[resource] += count
        self.content = await insert_release(self.connection, folder, self.content, touches)
        progress.end()

    async def finish(self) -> None:
        """Analyze the served tables, before the release becomes current."""
        await self.connection.execute("set local default_statistics_target = 100")
        with self.phases.phase("", "analyze"):
            for resource, count in self.touches.items():
                await self._analyze(f"serving.{table_of(resource)}", count)
            for derived in (
                "serving.series",
                "serving.coverage",
                "serving.agency_years",
                "serving.state_years",
            ):
                await self._analyze(derived, self.touches["staffing-figures"])
            await self._analyze("muster.changes", self.touches.total())
        self.touches.clear()

    async def _analyze(self, table: str, count: int) -> None:
        if count * ANALYZE_SHARE >= await self.connection.fetchval(ROWS, table):
            await analyze(self.connection, table, count)

    def _validate(self, folder: ReleaseFolder) -> ValidatedRelease:
        with self.phases.phase(folder.path.name, "validate"):
            folder.files  # noqa: B018 - hashed before they are read
            validated = validate(folder.path, self.state)
        if validated.problems:
            raise RefusedError("\n".join(summary(validated.problems, folder.path)))
        return validated
