import asyncio
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event
from typing import NoReturn

import click

from api import embedded
from api.commands.console import bars, say
from api.connection import ENDED, DatabaseAway, DatabaseProblem
from api.database import initialise
from api.embedded import Cluster
from api.migrations import check_schema
from api.pools import FILES, PAGES, exporter_of
from api.serving import Readers, claim_port, run
from api.settings import Settings, SettingsProblem
from seeds.publishing import Phases, RefusedError, replay


@click.command()
@click.option(
    "--release-files/--no-release-files",
    default=True,
    help="Write the files of the newest release meanwhile, where they are missing.",
)
def serve(*, release_files: bool) -> None:
    """Bring the database up to date and serve the API until Ctrl-C or SIGTERM.

    Without MUSTER_DATABASE_URL a PostgreSQL of our own is started in MUSTER_DATA_DIR. With it, and with
    MUSTER_OWNER_URL, yours is set up and the releases are replayed; with MUSTER_DATABASE_URL alone it is only
    read, and must have been set up (muster init-database) and filled (muster publish).

    Exit codes: 0 stopped, 1 refused (already running, port in use, wrong database ...), 2 wrong settings.
    """
    settings = Settings.from_environment()
    if settings.owner_url and not settings.database_url:
        raise SettingsProblem(
            ["MUSTER_DATABASE_URL: needed beside MUSTER_OWNER_URL; the server reads with it"]
        )
    with stopping() as asked, suppress(KeyboardInterrupt), database(settings) as (cluster, readers):
        run(settings, readers, cluster, say, files=release_files)
    if asked.is_set():
        say("Stopped.")


@contextmanager
def stopping() -> Iterator[Event]:
    """SIGTERM and a closed terminal end it as Ctrl-C does; work that is cut short by it has not failed."""
    asked = Event()

    def stop(*_: object) -> NoReturn:
        asked.set()
        raise KeyboardInterrupt

    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        if signal.getsignal(name) is not signal.SIG_IGN:
            signal.signal(name, stop)
    try:
        yield asked
    except DatabaseProblem:
        if not asked.is_set():
            raise


@contextmanager
def database(settings: Settings) -> Iterator[tuple[Cluster | None, Readers]]:
    if settings.database_url:
        claim_port(settings)
        yield None, given_database(settings, settings.database_url)
        return
    connections = max(60, settings.workers * (PAGES + FILES) + 12)
    with embedded.start(
        settings.data_dir, address=settings.public_url, connections=connections, report=say
    ) as cluster:
        claim_port(settings)
        update(settings, cluster.owner_url, cluster.reader_url, cluster.exporter_url)
        yield cluster, Readers(pages=cluster.reader_url, files=cluster.exporter_url)


def given_database(settings: Settings, reader_url: str) -> Readers:
    """One that is away just now may come back: the server starts and answers 503 until then."""
    try:
        if settings.owner_url:
            update(settings, settings.owner_url, reader_url, settings.exporter_url or exporter_of(reader_url))
        asyncio.run(check_schema(reader_url))
    except DatabaseAway as away:
        say(f"{away}\nStarting all the same: answers are 503 until it is there.")
    return Readers(pages=reader_url, files=settings.exporter_url)


def update(settings: Settings, owner_url: str, reader_url: str, exporter_url: str) -> None:
    """The owner's connections are closed again before anything is served."""
    try:
        asyncio.run(initialise(owner_url, reader_url=reader_url, exporter_url=exporter_url))
        with bars() as shown:
            replay(owner_url, settings.releases_dir, shown.report, Phases(say))
    except RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except ENDED as error:
        raise DatabaseProblem(f"The database failed while it was brought up to date: {error}") from error
