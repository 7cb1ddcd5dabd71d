"""`muster serve`: bring the database up to date and run the server."""

import asyncio
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import NoReturn

import click

from api import embedded
from api.cli.damage import damage_explained
from api.console import bars, say
from api.database.connection import INTERRUPTED, DatabaseProblem, DatabaseUnavailable
from api.database.migrations import check_schema
from api.database.pools import FILES, PAGES, exporter_of
from api.database.setup import initialise
from api.embedded import Cluster
from api.server.supervisor import ReaderUrls, claim_port, run
from api.settings import Settings, SettingsProblem
from seeds.publishing.publish import Phases, RefusedError, replay


@click.command()
@click.option(
    "--release-files/--no-release-files",
    default=True,
    help="Write missing files of the newest release in the background.",
)
def serve(*, release_files: bool) -> None:
    """Bring the database up to date and serve the API until Ctrl-C or SIGTERM.

    Without MUSTER_DATABASE_URL, the command starts an embedded PostgreSQL in MUSTER_DATA_DIR. With
    MUSTER_DATABASE_URL and MUSTER_OWNER_URL, it sets up your database and publishes the releases to it. With
    MUSTER_DATABASE_URL alone, it only reads your database: first run muster init-database and muster publish.

    Exit codes: 0 stopped; 1 failed to start (already running, port in use, ...); 2 invalid settings.
    """
    settings = Settings.from_environment()
    if settings.owner_url and not settings.database_url:
        raise SettingsProblem(
            ["MUSTER_DATABASE_URL: required with MUSTER_OWNER_URL, because the server reads with it"]
        )
    with stopping() as stop_requested, suppress(KeyboardInterrupt), database(settings) as (cluster, readers):
        warn_of_spool(settings.spool_dir)
        run(settings, readers, cluster, say, files=release_files)
    if stop_requested.is_set():
        say("Stopped.")


def warn_of_spool(folder: Path) -> None:
    """Warn if files cannot be spooled. The server starts anyway, because pages need no spool."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        say(
            f"Cannot write files in {folder}: {error.strerror}. Requests for files return 503 until you fix "
            "this; everything else works. To use another folder, set MUSTER_SPOOL_DIR."
        )


@contextmanager
def stopping() -> Iterator[Event]:
    """Treat SIGTERM and a closed terminal like Ctrl-C. Database errors caused by the stop are ignored."""
    stop_requested = Event()

    def stop(*_: object) -> NoReturn:
        stop_requested.set()
        raise KeyboardInterrupt

    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        if signal.getsignal(name) is not signal.SIG_IGN:
            signal.signal(name, stop)
    try:
        yield stop_requested
    except DatabaseProblem:
        if not stop_requested.is_set():
            raise


@contextmanager
def database(settings: Settings) -> Iterator[tuple[Cluster | None, ReaderUrls]]:
    if settings.database_url:
        claim_port(settings)
        yield None, external_database(settings, settings.database_url)
        return
    with embedded.start(
        settings.data_dir,
        address=settings.public_url,
        connections=connections_for(settings.workers),
        report=say,
    ) as cluster:
        claim_port(settings)
        with damage_explained(settings.data_dir):
            update(settings, cluster.owner_url, cluster.reader_url, cluster.exporter_url)
        yield cluster, ReaderUrls(pages=cluster.reader_url, files=cluster.exporter_url)


def connections_for(workers: int) -> int:
    """Count the connections of all workers' pools, with some to spare for the owner and a superuser."""
    return max(60, workers * (PAGES + FILES) + 12)


def external_database(settings: Settings, reader_url: str) -> ReaderUrls:
    """Prepare an external database. If it is unreachable, the server starts and returns 503 meanwhile."""
    try:
        if settings.owner_url:
            update(settings, settings.owner_url, reader_url, settings.exporter_url or exporter_of(reader_url))
        asyncio.run(check_schema(reader_url))
    except DatabaseUnavailable as away:
        say(f"{away}\nThe server starts anyway and returns 503 until the database is available.")
    return ReaderUrls(pages=reader_url, files=settings.exporter_url)


def update(settings: Settings, owner_url: str, reader_url: str, exporter_url: str) -> None:
    """Migrate and replay the releases as owner. Its connections close before the server starts."""
    try:
        asyncio.run(initialise(owner_url, reader_url=reader_url, exporter_url=exporter_url))
        with bars() as progress:
            replay(owner_url, settings.releases_dir, progress.report, Phases(say))
    except RefusedError as error:
        raise click.ClickException(str(error)) from error
    except INTERRUPTED as error:
        raise DatabaseProblem(f"The database failed during the update: {error}") from error
