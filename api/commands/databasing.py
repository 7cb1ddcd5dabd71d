import asyncio
import sys
from urllib.parse import urlsplit

import click

from api.commands.console import say
from api.connection import DatabaseProblem, connected, password, user
from api.database import initialise
from api.migrations import check_schema
from api.pools import exporter_of
from api.roles import READER
from api.settings import Settings, SettingsProblem


@click.command("init-database")
def init_database() -> None:
    """Make roles and schema in a database of your own, or bring an older one up to date.

    MUSTER_OWNER_URL names the database and a role that may create roles and schemas in it. muster_reader and
    muster_exporter get the passwords in MUSTER_DATABASE_URL and MUSTER_EXPORTER_URL (default: the same one).
    Safe to repeat.
    """
    settings = Settings.from_environment()
    if settings.owner_url is None:
        raise SettingsProblem(["MUSTER_OWNER_URL: needed; it names the database to set up and its owner"])
    reader, exporter = settings.database_url, settings.exporter_url
    if reader and not exporter:
        exporter = exporter_of(reader)
    asyncio.run(initialise(settings.owner_url, reader_url=reader, exporter_url=exporter))
    say("The database is set up.")
    if not reader or user(reader) != READER or not password(reader):
        say("muster_reader and muster_exporter got no password: give them one, or another way to log in.")


@click.command("check-config")
def check_config() -> None:
    """Print every setting and try the databases they name.

    Exit codes: 0 all is well, 1 a database cannot be used, 2 wrong settings.
    """
    settings = Settings.from_environment()
    for name in settings.__struct_fields__:
        click.echo(f"MUSTER_{name.upper()}={shown(getattr(settings, name))}")
    if settings.database_url is None:
        say(f"The embedded PostgreSQL in {settings.data_dir} is used.")
        return
    failures = asyncio.run(failing(settings, settings.database_url))
    for line in failures:
        say(line)
    sys.exit(1 if failures else 0)


async def failing(settings: Settings, reader_url: str) -> list[str]:
    problems = []
    urls = [settings.exporter_url or exporter_of(reader_url), settings.owner_url]
    for attempt in (check_schema(reader_url), *(try_out(url) for url in urls if url)):
        try:
            await attempt
        except DatabaseProblem as problem:
            problems.append(str(problem))
    return problems


async def try_out(url: str) -> None:
    async with connected(url) as connection:
        await connection.fetchval("select 1")


def shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ",".join(value)
    text = str(value)
    secret = password(text) if urlsplit(text).scheme.startswith("postgres") else ""
    return text.replace(f":{secret}@", ":***@") if secret else text
