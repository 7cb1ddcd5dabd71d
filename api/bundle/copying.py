"""Tables as CSV, packed CSV and Parquet: two sessions side by side, their packing in threads."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from msgspec import Struct, structs

from api import files, query
from api.answers import tag_of
from api.bundle import steps, tables, wide, wide_columns
from api.bundle.manifest import File
from api.bundle.packing import Twice
from api.bundle.tables import Table
from api.catalog import CATALOG
from api.connection import DatabaseProblem, connected
from api.conversion import Conversion
from api.formats import CELLS, CSV, PARQUET, Format
from api.making import Order, opened
from api.proofs import Counted, Proof
from api.releases import NUMBERED, Held
from api.resource import Resource
from api.sessions import Session
from api.shapes import Put
from api.watching import More, shaped, watched

# A role's own limits are for servers, whose clients wait.
UNLIMITED = """set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
set application_name = 'muster release-files'"""


class Origin(Struct, frozen=True, kw_only=True):
    """Where the rows come from: a database, a release in it, and the public address they are known by."""

    database_url: str
    held: Held
    public_url: str


class Copying:
    """The tables of a release on their way into a folder; `files` are those that are there."""

    def __init__(self, origin: Origin, folder: Path, tell: More) -> None:
        self.origin, self.folder, self.tell = origin, folder, tell
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
                order = self.order(resource, CSV)
                await self.twice(connection, table, order, tag=self.tag(order))
            await self.twice(connection, steps.table(), self.steps(CSV))
            cells = await wide_columns.cells(connection, self.origin.held.number)
            table = wide.table(cells)
            order = self.order(wide_columns.FIGURES, structs.replace(CSV, copy=CELLS))
            order = structs.replace(order, copy=wide.selection(self.origin.held.number, cells), first=None)
            await self.twice(connection, table, order, head=wide.header(table))

    async def as_parquet(self) -> None:
        async with session(self.origin) as connection:
            for order in (*(self.order(resource, PARQUET) for resource in CATALOG), self.steps(PARQUET)):
                table = order.about.resource.name
                with (self.folder / f"{table}.parquet").open("xb") as file:
                    proof = await self.made(connection, order, file.write)
                about = f"The rows of {table}.csv with types."
                self.add(f"{table}.parquet", PARQUET.media_type, about, proof, self.tag(order))

    async def twice(
        self, connection: Session, table: Table, order: Order, *, head: bytes = b"", tag: str | None = None
    ) -> None:
        """The CSV of a table, and the same packed."""
        packed_name = f"{table.file}.gz"
        with (self.folder / table.file).open("xb") as plain, (self.folder / packed_name).open("xb") as file:
            packed = Counted(file.write)
            shape = partial(Twice, packed=packed, head=head)
            proof = await self.made(connection, shaped(order, shape), plain.write)
        self.add(table.file, CSV.media_type, table.about, proof, tag)
        self.add(
            packed_name, "application/gzip", f"{table.file}, packed with gzip.", packed.proof(proof.rows)
        )
        self.tables.append(table)

    async def made(self, connection: Session, order: Order, put: Put) -> Proof:
        async with opened(Conversion(watched(order, self.tell), put, self.threads)) as making:
            async with connection.transaction():
                await making.copy(connection)
            return await making.end()

    def order(self, resource: Resource, form: Format) -> Order:
        """As of the address of the same file over HTTP."""
        held = self.origin.held
        asked = query.read_file(tables.query(resource, held.number).encode(), resource, {})
        address = f"{self.origin.public_url}/v1/{resource.name}{form.suffix}?{asked.canonical()}"
        return files.order(form, files.description(resource, asked, held, address), asked)

    def steps(self, form: Format) -> Order:
        return steps.order(form, self.origin.held, self.origin.public_url)

    def tag(self, order: Order) -> str:
        return tag_of(self.origin.held, order.about.address, order.form.kind)

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
    """One that sees this very release: COPY says nothing of one that is not here, its file would be empty."""
    async with connected(origin.database_url) as connection:
        await connection.execute(UNLIMITED)
        found = await connection.fetchrow(NUMBERED, origin.held.number)
        if found is None or Held(**found) != origin.held:
            raise DatabaseProblem(
                f"Release {origin.held.number} has not arrived everywhere, or was made again meanwhile: "
                "write its files again."
            )
        yield connection
