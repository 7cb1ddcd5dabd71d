"""`muster init-database` and `muster check-config`: set up and check an external database."""

import asyncio
import sys
from urllib.parse import urlsplit

import click

from api.console import say
from api.database.connection import DatabaseProblem, connected, password, user
from api.database.migrations import check_schema
from api.database.pools import READER, exporter_of
from api.database.setup import initialise
from api.settings import Settings, SettingsProblem


@click.command("init-database")
def init_database() -> None:
    """Create roles and schema in your own database, or upgrade an older one.

    MUSTER_OWNER_URL names the database and a role that may create roles and schemas in it. muster_reader and
    muster_exporter get the passwords in MUSTER_DATABASE_URL and MUSTER_EXPORTER_URL (default: the same one).
    You can run it again at any time.
    """
    settings = Settings.from_environment()
    if settings.owner_url is None:
        raise SettingsProblem(["MUSTER_OWNER_URL: required; set it to the URL of the database and its owner"])
    reader, exporter = settings.database_url, settings.exporter_url
    if reader and not exporter:
        exporter = exporter_of(reader)
    asyncio.run(initialise(settings.owner_url, reader_url=reader, exporter_url=exporter))
    say("The database is set up.")
    if not reader or user(reader) != READER or not password(reader):
        say("muster_reader and muster_exporter have no password. Set one, or set up another way to log in.")


@click.command("check-config")
def check_config() -> None:
    """Print every setting and connect to the databases they name.

    Exit codes: 0 success, 1 a database cannot be used, 2 invalid settings.
    """
    settings = Settings.from_environment()
    for name in settings.__struct_fields__:
        click.echo(f"MUSTER_{name.upper()}={masked(getattr(settings, name))}")
    if settings.database_url is None:
        say(f"Muster uses the embedded PostgreSQL in {settings.data_dir}.")
        return
    failures = asyncio.run(connection_problems(settings, settings.database_url))
    for line in failures:
        say(line)
    sys.exit(1 if failures else 0)


async def connection_problems(settings: Settings, reader_url: str) -> list[str]:
    problems = []
    urls = [settings.exporter_url or exporter_of(reader_url), settings.owner_url]
    for attempt in (check_schema(reader_url), *(try_connection(url) for url in urls if url)):
        try:
            await attempt
        except DatabaseProblem as problem:
            problems.append(str(problem))
    return problems


async def try_connection(url: str) -> None:
    async with connected(url) as connection:
        await connection.fetchval("select 1")


def masked(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    secret = password(text) if urlsplit(text).scheme.startswith("postgres") else ""
    return text.replace(f":{secret}@", ":***@") if secret else text
