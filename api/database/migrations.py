import hashlib
from pathlib import Path
from typing import Any

import asyncpg
import msgspec

from api.database.connection import DatabaseProblem, connected

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "sql"


class Migration(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    name: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrations(folder: Path = FOLDER) -> list[Migration]:
    return [read(path) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))]


def read(path: Path) -> Migration:
    return Migration(number=int(path.name[:4]), name=path.stem, text=path.read_text(encoding="utf-8"))


async def migrate(connection: Any, folder: Path = FOLDER) -> int:
    """Apply the missing migrations, each in its own transaction. Returns their number."""
    known, applied = migrations(folder), await applied_to(connection)
    check(known, applied)
    missing = [migration for migration in known if migration.number not in applied]
    for migration in missing:
        await apply(connection, migration)
    return len(missing)


async def applied_to(connection: Any) -> dict[int, str]:
    if await connection.fetchval("select to_regclass('muster.migration')") is None:
        return {}
    rows = await connection.fetch("select number, sha256 from muster.migration")
    return {row["number"]: row["sha256"] for row in rows}


def check(known: list[Migration], applied: dict[int, str]) -> None:
    """Raise if an applied migration has changed, or else if the database is newer than this Muster."""
    changed = [m.name for m in known if m.number in applied and applied[m.number] != m.sha256]
    if changed:
        raise DatabaseProblem(
            f"Changed since they were applied to this database: {', '.join(changed)}. "
            "Put schema changes into a new file. To rebuild the database from the releases, drop it "
            "(the embedded one: remove its data folder)."
        )
    newest = known[-1].number
    if max(applied, default=0) > newest:
        raise DatabaseProblem(too_new(max(applied), newest))


async def apply(connection: Any, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute("set local lock_timeout = '10s'")
            await connection.execute(migration.text)
            await connection.execute(
                "insert into muster.migration (number, name, sha256) values ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.sha256,
            )
    except asyncpg.PostgresError as error:
        raise DatabaseProblem(f"{migration.name}.sql: {error}") from error


async def check_schema(reader_url: str) -> None:
    """Check that the schema exists and has this version, for a server without the owner's URL."""
    newest = migrations()[-1].number
    async with connected(reader_url) as connection:
        if await connection.fetchval("select to_regclass('api.schema_version')") is None:
            raise DatabaseProblem(f"The database has no schema yet. {SETUP_HINT}")
        version = await connection.fetchval("select number from api.schema_version")
    if version < newest:
        raise DatabaseProblem(
            f"The database has schema version {version}. This Muster needs version {newest}. {SETUP_HINT}"
        )
    if version > newest:
        raise DatabaseProblem(too_new(version, newest))


SETUP_HINT = (
    "Set it up with\n  MUSTER_OWNER_URL=postgresql://owner:password@host/database muster init-database"
)


def too_new(version: int, newest: int) -> str:
    return (
        f"The database has schema version {version} and this Muster knows versions up to {newest}. "
        "Use the newer Muster that set it up."
    )
