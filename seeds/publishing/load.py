"""Loads a validated folder into the tables of revisions with COPY, and closes the revisions it replaces."""

import csv
import io
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from seeds.values.fields import FIELDS
from seeds.values.rows import CHANGE_COLUMNS, COLUMNS, DatabaseRow

# Resource, id, operation, kind and notice of the change, and the record's agency.
Touched: TypeAlias = tuple[str, str, str, str | None, str | None, str | None]
Progress: TypeAlias = Callable[[int], None]
# How many records a release adds, changes and withdraws, by resource and operation.
Touches: TypeAlias = Counter[tuple[str, str]]

# Changed records wait until the revisions they replace are closed: on disk, beyond this many bytes.
IN_MEMORY: Final = 16 * 2**20
OPERATION: Final = -len(CHANGE_COLUMNS)
# Tables with fewer changes are not analyzed.
ANALYZE_FROM: Final = 100

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
    """Two revisions of one record would be valid in the same release."""


def table_of(resource: str) -> str:
    return resource.replace("-", "_")


async def load(
    connection: Any, number: int, records: Mapping[str, Iterator[list[DatabaseRow]]], loaded: Progress
) -> Touches:
    """Load every resource. Lists what the release does to each record in the temporary table `touched`."""
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
    """Update the planner's statistics. Autovacuum does not see the rows of an open transaction."""
    if changed >= ANALYZE_FROM:
        await connection.execute(f"analyze {tables}")


class Loading:
    """Loads the records of one resource into its table."""

    def __init__(self, connection: Any, number: int, resource: str, loaded: Progress) -> None:
        self.connection, self.number, self.resource, self.loaded = connection, number, resource, loaded
        self.lists = [
            position
            for position, name in enumerate(COLUMNS[resource])
            if name in FIELDS[resource] and FIELDS[resource][name].kind == "list"
        ]
        agency = "id" if resource == "agencies" else "agency_id"
        self.agency = COLUMNS[resource].index(agency) if agency in COLUMNS[resource] else None
        self.touched: list[Touched] = []

    async def run(self, chunks: Iterator[list[DatabaseRow]]) -> None:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as replacing:
            await self._copy(self._added(chunks, replacing))
            await self.connection.copy_records_to_table("touched", records=self.touched)
            if any(operation != "added" for _, _, operation, *_ in self.touched):
                await self._replace(replacing)

    async def _added(
        self, chunks: Iterator[list[DatabaseRow]], replacing: tempfile.SpooledTemporaryFile[bytes]
    ) -> AsyncIterator[bytes]:
        for chunk in chunks:
            rest = [row for row in chunk if row[OPERATION] != "added"]
            replacing.write(self._text(row for row in rest if row[OPERATION] == "changed"))
            self._touch(row for row in chunk if row[OPERATION] != "unchanged")
            yield self._text(row for row in chunk if row[OPERATION] == "added")
            self.loaded(len(chunk))

    def _touch(self, rows: Iterable[DatabaseRow]) -> None:
        resource, agency = self.resource, self.agency
        self.touched.extend(
            (resource, row[0], *row[OPERATION:], None if agency is None else row[agency]) for row in rows
        )

    def _text(self, rows: Iterable[DatabaseRow]) -> bytes:
        """Write CSV for COPY, which reads an empty cell as null. No text of a record is empty."""
        text = io.StringIO()
        revisions = ((*row[:OPERATION], self.number) for row in rows)
        csv.writer(text, lineterminator="\n").writerows(
            map(self._arrays, revisions) if self.lists else revisions
        )
        return text.getvalue().encode()

    def _arrays(self, revision: DatabaseRow) -> DatabaseRow:
        values = list(revision)
        for position in self.lists:
            values[position] = array(values[position])
        return tuple(values)

    async def _replace(self, replacing: tempfile.SpooledTemporaryFile[bytes]) -> None:
        table = table_of(self.resource)
        await self.connection.execute("analyze touched")
        await self.connection.execute(CLOSE.format(table=table), self.number, self.resource)
        replacing.seek(0)
        await self._copy(replacing)
        if overlaps := await self.connection.fetchval(OVERLAPS.format(table=table), self.resource):
            raise OverlapError(f"two revisions would be valid at once: {overlaps}")

    async def _copy(self, source: Any) -> None:
        await self.connection.copy_to_table(
            table_of(self.resource),
            schema_name="muster",
            columns=[*COLUMNS[self.resource], "from_release"],
            source=source,
            format="csv",
        )


def array(values: list[str]) -> str:
    """Write a list as a PostgreSQL array literal."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
