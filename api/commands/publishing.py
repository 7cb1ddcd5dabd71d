import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.table import Table

from api import embedded
from api.bundle import writing
from api.commands.bundling import place
from api.commands.console import bars, console, say
from api.connection import ENDED, DatabaseProblem
from api.database import initialise
from api.migrations import check_schema
from api.settings import Settings, SettingsProblem
from seeds import publishing
from seeds.progress import Report
from seeds.publishing import Phases, RefusedError


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Print how long each phase took.")
@click.option("--release-files/--no-release-files", default=True, help="Write the files of the release, too.")
def publish(folder: Path | None, verbose: bool, release_files: bool) -> None:
    r"""Publish the next release of the log in MUSTER_RELEASES_DIR, or of the log that FOLDER stands in.

    Into the database of MUSTER_OWNER_URL, else the embedded one; servers that run on it serve the new release
    when the command ends. Publishing what is published already changes nothing. Where removals.toml has
    changed, the published releases are first made again without what was removed. Then the files of the
    release are written (muster release-files); where that fails, the release is published all the same.

    \b
    Exit codes: 0 published, or nothing to publish; 1 refused, with the reasons; 2 wrong usage or settings.
    """
    settings, phases = Settings.from_environment(), Phases(say)
    releases = folder.resolve().parent if folder else settings.releases_dir
    try:
        with owner(settings) as url, bars() as shown:
            number = publishing.publish(url, releases, folder, shown.report, phases)
            say(f"Release {number} is published." if number else "There is nothing to publish.")
            if release_files:
                store_files(settings, url, number, shown.report)
    except RefusedError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except ENDED as error:
        raise DatabaseProblem(
            f"The database failed: {error}. Publish again: nothing is done twice."
        ) from error
    finally:
        if verbose:
            console.print(table(phases))


def store_files(settings: Settings, url: str, number: int | None, report: Report) -> None:
    """Those of the release, and anew those that hold what was removed."""
    try:
        writing.write(place(settings, url), writing.published(url), [number] if number else [], report, say)
    except DatabaseProblem as problem:
        again = f"muster release-files {number or '--all'}"
        say(f"{problem}\nWhat is published stays published; {again} writes its files.")


@contextmanager
def owner(settings: Settings) -> Iterator[str]:
    if settings.owner_url is None and settings.database_url is not None:
        raise SettingsProblem(["MUSTER_OWNER_URL: needed beside MUSTER_DATABASE_URL; the owner publishes"])
    if settings.owner_url is not None:
        asyncio.run(check_schema(settings.owner_url))
        yield settings.owner_url
        return
    with embedded.borrowed(settings.data_dir) as url:
        asyncio.run(initialise(url))
        yield url


def table(phases: Phases) -> Table:
    columns = Table("release", "phase", "seconds")
    for phase in phases.measured:
        columns.add_row(phase.release, phase.name, f"{phase.seconds:.2f}")
    return columns
