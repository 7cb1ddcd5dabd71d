"""Write the tables as CSV, gzipped CSV and Parquet, in two sessions at once and with encoding in threads."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from api.bundle import attribution_table, tables, wide_columns, wide_table
from api.bundle.gzip_pair import GzipPairEncoder
from api.bundle.tables import Table
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.database.connection import DatabaseProblem, connected
from api.database.pool import Session
from api.exports import plan
from api.exports.formats import CELLS, CSV, PARQUET, Format
from api.exports.job import ExportJob, started
from api.exports.progress import Advance, with_encoder, with_progress
from api.exports.threaded_job import ThreadedRun
from api.http.etags import etag_value
from api.query import parsing
from api.reading.releases import NUMBERED, ReleaseRef
from api.storage.checksums import HashingWriter, Proof, Write
from api.storage.manifest import File

# The limits of the role protect servers. This process has no waiting client.
UNLIMITED = """set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
set application_name = 'muster release-files'"""


class Origin(Struct, frozen=True, kw_only=True):
    """The origin of the rows: the database, the release, and the public URL that the files name."""

    database_url: str
    release: ReleaseRef
    public_url: str


class TableExport:
    """Writes the tables of a release into a folder. `files` and `tables` list what has been written."""

    def __init__(self, origin: Origin, folder: Path, progress: Advance) -> None:
        self.origin, self.folder, self.progress = origin, folder, progress
        self.files: list[File] = []
        self.tables: list[Table] = []

    async def run(self) -> None:
        with ThreadPoolExecutor(2, thread_name_prefix="packing") as self.threads:
            lanes = [asyncio.create_task(lane()) for lane in (self.as_csv, self.as_parquet)]
            try:
                await asyncio.gather(*lanes)
            finally:
                for lane in lanes:
                    lane.cancel()
                await asyncio.gather(*lanes, return_exceptions=True)

    async def as_csv(self) -> None:
        async with session(self.origin) as connection:
            for resource in CATALOG:
                table = tables.table(resource)
                job = self.job(resource, CSV)
                await self.write_csv(connection, table, job, tag=self.tag(job))
            await self.write_csv(connection, attribution_table.table(), self.attribution_job(CSV))
            cells = await wide_columns.cells(connection, self.origin.release.number)
            table = wide_table.table(cells)
            job = self.job(wide_columns.FIGURES, structs.replace(CSV, copy=CELLS))
            job = structs.replace(
                job, copy=wide_table.selection(self.origin.release.number, cells), setup=None
            )
            await self.write_csv(connection, table, job, head=wide_table.header(table))

    async def as_parquet(self) -> None:
        async with session(self.origin) as connection:
            for job in (
                *(self.job(resource, PARQUET) for resource in CATALOG),
                self.attribution_job(PARQUET),
            ):
                table = job.description.resource.name
                with (self.folder / f"{table}.parquet").open("xb") as file:
                    proof = await self.run_job(connection, job, file.write)
                about = f"The rows of {table}.csv with data types."
                self.add(f"{table}.parquet", PARQUET.media_type, about, proof, self.tag(job))

    async def write_csv(
        self,
        connection: Session,
        table: Table,
        job: ExportJob,
        *,
        head: bytes = b"",
        tag: str | None = None,
    ) -> None:
        """Write the CSV of a table and its gzipped copy."""
        packed_name = f"{table.file}.gz"
        with (self.folder / table.file).open("xb") as plain, (self.folder / packed_name).open("xb") as file:
            packed = HashingWriter(file.write)
            shape = partial(GzipPairEncoder, compressed=packed, head=head)
            proof = await self.run_job(connection, with_encoder(job, shape), plain.write)
        self.add(table.file, CSV.media_type, table.about, proof, tag)
        self.add(
            packed_name, "application/gzip", f"{table.file}, compressed with gzip.", packed.proof(proof.rows)
        )
        self.tables.append(table)

    async def run_job(self, connection: Session, job: ExportJob, write_chunk: Write) -> Proof:
        async with started(
            ThreadedRun(with_progress(job, self.progress), write_chunk, self.threads)
        ) as export_run:
            async with connection.transaction():
                await export_run.copy(connection)
            return await export_run.finish()

    def job(self, resource: Resource, form: Format) -> ExportJob:
        """Build the export that the server would run for the same file."""
        release = self.origin.release
        question = parsing.read_file(tables.query(resource, release.number).encode(), resource, {})
        path = f"{plan.path_of(resource, form)}?{question.canonical()}"
        about = plan.description(resource, question, release, self.origin.public_url, path)
        return plan.job(form, about, question)

    def attribution_job(self, form: Format) -> ExportJob:
        return attribution_table.job(form, self.origin.release, self.origin.public_url)

    def tag(self, job: ExportJob) -> str:
        return etag_value(self.origin.release, job.description.url, job.form.kind)

    def add(self, name: str, media_type: str, about: str, proof: Proof, tag: str | None = None) -> None:
        self.files.append(
            File(
                name=name,
                bytes=proof.bytes,
                sha256=proof.sha256,
                media_type=media_type,
                about=about,
                rows=proof.rows,
                tag=tag,
            )
        )


@asynccontextmanager
async def session(origin: Origin) -> AsyncIterator[Session]:
    """Open a session and check that it sees this very release. Otherwise COPY would write empty files."""
    async with connected(origin.database_url) as connection:
        await connection.execute(UNLIMITED)
        row = await connection.fetchrow(NUMBERED, origin.release.number)
        if row is None or ReleaseRef(**row) != origin.release:
            raise DatabaseProblem(
                f"This database does not have release {origin.release.number} yet, or has rebuilt it. "
                "Run muster release-files again."
            )
        yield connection
