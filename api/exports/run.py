"""Export a file: check the ids in its question, copy its rows, return its proof."""

import asyncio
from contextlib import closing
from typing import Protocol

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool, Session
from api.database.pools import Pools
from api.exports import plan
from api.exports.formats import Format
from api.exports.job import ExportJob
from api.exports.spool import Spool, SpooledFile
from api.exports.threaded_job import ExportRunner
from api.http.codings import Coding
from api.problems import ProblemError
from api.query import cost
from api.query.parsing import Question
from api.reading import named_ids
from api.reading.releases import NUMBERED, not_here
from api.storage.checksums import Proof, Proofs, Write

ONE_SNAPSHOT = "repeatable_read"  # the isolation level in which all statements see one snapshot


class ExportServices(Protocol):
    """The services that an export uses."""

    pools: Pools
    spool: Spool
    export_runner: ExportRunner
    proofs: Proofs


async def check(pool: Pool, resource: Resource, form: Format, question: Question, release: int) -> None:
    """Raise 404 for an id that names nothing and 400 for too many rows, before any work is done."""
    await named_ids.check(pool, resource, question, release)
    if form.max_rows is None:
        return
    sql, args = plan.counting(resource, question, release, form.max_rows + 1)
    matches = await fetch.row(pool, sql, args, cost.of_file(resource, question))
    if matches["rows"] > form.max_rows:
        raise ProblemError(
            "too-many-rows",
            f"More than {form.max_rows:,} records match. Request the same URL with .csv, which has no limit, "
            "or narrow the filter.",
        )


async def run(
    services: ExportServices, job: ExportJob, write: Write, spooled: SpooledFile | None = None
) -> Proof:
    """Run the job at the speed of the database or the library.

    Releases the session before the library finishes.
    """
    with closing(services.spool.reserve(spooled)) as reservation:
        async with services.export_runner.start(job, write, reservation.resize) as export:
            async with (
                fetch.acquired(services.pools.files, job.cost) as session,
                session.transaction(isolation=ONE_SNAPSHOT),
            ):
                await export.copy(session)
                if export.rows == 0:
                    await confirm(session, job.description.release)
            proof: Proof = await export.finish()
            return proof


async def confirm(session: Session, number: int) -> None:
    """Raise a problem if the release is missing: COPY would return no rows and no error.

    Must run in the snapshot of the COPY, since a release can arrive on a standby between two snapshots.
    """
    if await session.fetchrow(NUMBERED, number) is None:
        raise not_here(number)


async def run_into(
    services: ExportServices, job: ExportJob, spooled: SpooledFile, etag: str, coding: Coding | None
) -> None:
    """Write the file into the spool. Hands a failure to the reader, which then cuts the transfer."""
    compressor = coding.start_steady() if coding else None

    def write(data: bytes) -> None:
        if data := compressor.compress(data) if compressor else data:
            spooled.write(data)

    try:
        proof = await run(services, job, write, spooled)
        if compressor:
            spooled.write(compressor.flush())
        services.proofs[etag] = proof
        spooled.finish(proof=proof)
    except BaseException as failure:
        spooled.finish(failure)
        if isinstance(failure, asyncio.CancelledError):
            raise
