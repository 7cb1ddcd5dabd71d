"""Run an export without a server: choose the release, check the question, count the rows, write the file."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from typing import TypeAlias

from msgspec import Struct

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pools import Pools
from api.exports import plan
from api.exports.formats import Format
from api.exports.progress import progress_counter, with_progress
from api.exports.provenance import Description
from api.exports.run import check, run
from api.exports.spool import Spool
from api.exports.threaded_job import ExportRunner
from api.query import counting
from api.query.parsing import Question
from api.query.sql import Statement, filters
from api.reading.releases import ReleaseRef, Releases
from api.settings import Settings
from api.storage.checksums import Proof, Proofs, Write

Progress: TypeAlias = Callable[[int, int], None]
OpenOutput: TypeAlias = Callable[[ReleaseRef], AbstractContextManager[Write]]


class ExportRequest(Struct, frozen=True, kw_only=True):
    """A requested file: its resource, format and question."""

    resource: Resource
    form: Format
    question: Question

    def description(self, release: ReleaseRef, public_url: str) -> Description:
        """Describe the file by its pinned URL, which some formats contain."""
        query = self.question.canonical(known_on=None, release=str(release.number))
        path = f"{plan.path_of(self.resource, self.form)}?{query}"
        return plan.description(self.resource, self.question, release, public_url, path)


class Services(Struct, kw_only=True):
    """The parts of a server's state that an export needs."""

    pools: Pools
    releases: Releases
    export_runner: ExportRunner
    spool: Spool
    proofs: Proofs


class ExportResult(Struct, frozen=True, kw_only=True):
    proof: Proof
    cite_as: str


async def run_export(
    settings: Settings, request: ExportRequest, open_output: OpenOutput, progress: Progress
) -> ExportResult:
    """Write the file. `progress` receives the rows done and the total. Raises the problems of HTTP."""
    async with connections(settings) as services:
        release = await services.releases.named(services.pools.pages, request.question)
        release = release or await services.releases.current(services.pools.pages)
        await check(services.pools.pages, request.resource, request.form, request.question, release.number)
        total = await count_rows(services, request, release)
        about = request.description(release, settings.public_url)
        more = progress_counter(total, progress)
        more(0)
        job = with_progress(plan.job(request.form, about, request.question), more)
        with open_output(release) as write:
            proof = await run(services, job, write)
        return ExportResult(proof=proof, cite_as=about.cite_as)


@asynccontextmanager
async def connections(settings: Settings) -> AsyncIterator[Services]:
    pools = Pools(settings)
    try:
        spool = Spool(settings.spool_dir, settings.spool_mb * 2**20)
        yield Services(
            pools=pools, releases=Releases(), export_runner=ExportRunner(), spool=spool, proofs=Proofs()
        )
    finally:
        pools.close()


async def count_rows(services: Services, request: ExportRequest, release: ReleaseRef) -> int:
    statement = Statement(request.resource, release.number)
    conditions = filters(statement, request.question)
    count = counting.count_sql(statement, conditions, request.question)
    sql = f"select {count} as rows from {statement.releases}"
    row = await fetch.row(services.pools.files, sql, statement.args)
    return int(row["rows"]) if row else 0
