"""The servers that are compared, each over the same rows."""

import csv
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from database import Database, psql
from processes import Server, free_port

ROOT = Path(__file__).resolve().parents[2]
TABLE = "staffing_figures"
STORED = "stored"  # where Muster looks for the files of releases
# Muster serves a page of an agency and a metric from such an index, and one more for each sortable column.
SQLITE_INDEXES = ("agency_id, metric, id", "value, id", "as_of, id", "agency_name, id")
ENTRY = "import os; from api.server.worker import main; main(os.getppid())"


def environment(database: Database) -> dict[str, str]:
    """What every command of Muster needs to read this database."""
    return {
        "MUSTER_DATABASE_URL": database.reader_url,
        "MUSTER_EXPORTER_URL": database.exporter_url,
        "MUSTER_PUBLIC_URL": "https://bench.example",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


def muster(database: Database, folder: Path, memory: int = 0) -> Server:
    """Without stored files at first, and by default without memory: what it sends is made."""
    shutil.rmtree(folder / STORED, ignore_errors=True)
    port = free_port()
    env = {
        **environment(database),
        "MUSTER_SPOOL_DIR": str(folder / "spool"),
        "MUSTER_SPOOL_MB": "16384",
        "MUSTER_PORT": str(port),
        "MUSTER_WORKERS": "1",
        "MUSTER_RELEASE_FILES_DIR": str(folder / STORED),
        "MUSTER_LOG_LEVEL": "warning",
        "MUSTER_MEMORY_MB": str(memory),
    }
    command = [sys.executable, "-P", "-c", ENTRY]
    return Server("Muster", command, port, env, folder / f"muster-{port}.log")


def postgrest(program: Path, database: Database, folder: Path) -> Server:
    port = free_port()
    env = {
        "PGRST_DB_URI": database.peer_url,
        "PGRST_DB_SCHEMAS": "api",
        "PGRST_DB_ANON_ROLE": "bench_peer",
        "PGRST_DB_CHANNEL_ENABLED": "false",
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": str(port),
        "PGRST_OPENAPI_MODE": "disabled",
        "PGRST_LOG_LEVEL": "crit",
    }
    return Server("PostgREST", [str(program)], port, env, folder / "postgrest.log")


def datasette(program: Path, file: Path, folder: Path) -> Server:
    port = free_port()
    command = [str(program), "serve", "--immutable", str(file), "--host=127.0.0.1", f"--port={port}"]
    settings = {"suggest_facets": "off", "default_facet_size": "1", "sql_time_limit_ms": "10000"}
    options = [part for name, value in settings.items() for part in ("--setting", name, value)]
    return Server("Datasette", [*command, *options], port, {}, folder / "datasette.log")


def write_sqlite(database: Database, file: Path) -> None:
    """The rows of the view that PostgREST serves, with the indexes that pages need."""
    file.unlink(missing_ok=True)
    rows = file.with_suffix(".csv")
    subprocess.run(
        psql(database.owner_url, f"\\copy (select * from api.{TABLE} order by id) to '{rows}' csv header"),
        check=True,
    )
    types = {
        row["name"]: {"numeric": "real", "integer": "integer"}.get(row["type"], "text")
        for row in database.ask(
            """select attname as name, format_type(atttypid, null) as type from pg_attribute
            where attrelid = $1::text::regclass and attnum > 0 order by attnum""",
            f"api.{TABLE}",
        )
    }
    fill(file, rows, types)
    rows.unlink()


def fill(file: Path, rows: Path, types: dict[str, str]) -> None:
    connection = sqlite3.connect(file)
    columns = ", ".join(f"{name} {kind}{' primary key' * (name == 'id')}" for name, kind in types.items())
    connection.execute(f"create table {TABLE} ({columns})")
    with rows.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        marks = ", ".join("nullif(?, '')" for _ in types)
        connection.executemany(f"insert into {TABLE} values ({marks})", reader)
    for number, columns in enumerate(SQLITE_INDEXES):
        connection.execute(f"create index i{number} on {TABLE} ({columns})")
    connection.commit()
    connection.execute("analyze")
    connection.close()
