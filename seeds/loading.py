"""A checked folder into the tables of revisions: new records by COPY, replaced ones closed first."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from seeds.fields import FIELDS
from seeds.records import COLUMNS, TAIL, Record

# Resource, id, operation, kind and notice of the change, and the agency that the record is about.
Touched: TypeAlias = tuple[str, str, str, str | None, str | None, str | None]
Progress: TypeAlias = Callable[[int], None]
# How many records of a resource a release adds, changes, withdraws.
Touches: TypeAlias = Counter[tuple[str, str]]

# Changed records wait until those they replace are closed; beyond this many bytes on disk.
IN_MEMORY: Final = 16 * 2**20
OPERATION: Final = -len(TAIL)
MANY: Final = 100

TOUCHED: Final = """
create temporary table if not exists touched (
  resource text collate "C", id text collate "C", operation text collate "C",
  kind text collate "C", notice text collate "C", agency_id text collate "C"
) on commit drop;
truncate touched;
"""
REGISTER: Final = """
insert into muster.records (id, resource, since)
select id, resource, $1 from touched where operation = 'added'
"""
CLOSE: Final = """
update muster.{table} old set to_release = $1 - 1 from touched t
where t.resource = $2 and t.operation <> 'added' and old.id = t.id and old.to_release is null
"""
OVERLAPS: Final = """
select string_agg(distinct old.id, ', ') from muster.{table} old
join touched t on t.id = old.id and t.resource = $1
join muster.{table} new on new.id = old.id and new.from_release > old.from_release
where old.to_release is null or old.to_release >= new.from_release
"""


class OverlapError(Exception):
    """Two revisions of one record would hold in one release."""


def table_of(resource: str) -> str:
    return resource.replace("-", "_")


async def load(
    connection: Any, number: int, records: Mapping[str, Iterator[list[Record]]], loaded: Progress
) -> Touches:
    """Leaves the temporary table `touched` behind: what the release does, record by record."""
    await connection.execute(TOUCHED)
    touches: Touches = Counter()
    for resource, chunks in records.items():
        loading = Loading(connection, number, resource, loaded)
        await loading.run(chunks)
        touches.update((resource, operation) for _, _, operation, *_ in loading.touched)
        await analyze(connection, f"muster.{table_of(resource)}", len(loading.touched))
    await connection.execute("analyze touched")
    await connection.execute(REGISTER, number)
    await analyze(connection, "muster.records", touches.total())
    return touches


async def analyze(connection: Any, tables: str, changed: int) -> None:
    """Autovacuum does not see what an open transaction loaded, and the planner must."""
    if changed >= MANY:
        await connection.execute(f"analyze {tables}")


class Loading:
    """The records of one resource on their way into its table."""

    def __init__(self, connection: Any, number: int, resource: str, loaded: Progress) -> None:
        self.connection, self.number, self.resource, self.loaded = connection, number, resource, loaded
        self.lists = [
            place
            for place, name in enumerate(COLUMNS[resource])
            if name in FIELDS[resource] and FIELDS[resource][name].kind == "list"
        ]
        # an agency's record is about itself
        about = "id" if resource == "agencies" else "agency_id"
        self.about = COLUMNS[resource].index(about) if about in COLUMNS[resource] else None
        self.touched: list[Touched] = []

    async def run(self, chunks: Iterator[list[Record]]) -> None:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as replacing:
            await self._copy(self._added(chunks, replacing))
            await self.connection.copy_records_to_table("touched", records=self.touched)
            if any(operation != "added" for _, _, operation, *_ in self.touched):
                await self._replace(replacing)

    async def _added(
        self, chunks: Iterator[list[Record]], replacing: tempfile.SpooledTemporaryFile[bytes]
    ) -> AsyncIterator[bytes]:
        for chunk in chunks:
            rest = [row for row in chunk if row[OPERATION] != "added"]
            replacing.write(self._text(row for row in rest if row[OPERATION] == "changed"))
            self._touch(row for row in chunk if row[OPERATION] != "unchanged")
            yield self._text(row for row in chunk if row[OPERATION] == "added")
            self.loaded(len(chunk))

    def _touch(self, rows: Iterable[Record]) -> None:
        resource, about = self.resource, self.about
        self.touched.extend(
            (resource, row[0], *row[OPERATION:], None if about is None else row[about]) for row in rows
        )

    def _text(self, rows: Iterable[Record]) -> bytes:
        """CSV as COPY reads it: an empty cell is null, and no text of a record is empty."""
        text = io.StringIO()
        revisions = ((*row[:OPERATION], self.number) for row in rows)
        csv.writer(text, lineterminator="\n").writerows(
            map(self._arrays, revisions) if self.lists else revisions
        )
        return text.getvalue().encode()

    def _arrays(self, revision: Record) -> Record:
        values = list(revision)
        for place in self.lists:
            values[place] = array(values[place])
        return tuple(values)

    async def _replace(self, replacing: tempfile.SpooledTemporaryFile[bytes]) -> None:
        table = table_of(self.resource)
        await self.connection.execute("analyze touched")
        await self.connection.execute(CLOSE.format(table=table), self.number, self.resource)
        replacing.seek(0)
        await self._copy(replacing)
        if overlaps := await self.connection.fetchval(OVERLAPS.format(table=table), self.resource):
            raise OverlapError(f"two revisions would hold at once: {overlaps}")

    async def _copy(self, source: Any) -> None:
        await self.connection.copy_to_table(
            table_of(self.resource),
            schema_name="muster",
            columns=[*COLUMNS[self.resource], "from_release"],
            source=source,
            format="csv",
        )


def array(values: list[str]) -> str:
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
