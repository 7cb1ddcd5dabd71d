"""`muster publish`: publish the next release and write its files."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.table import Table

from api import embedded
from api.bundle import write
from api.cli.damage import damage_explained
from api.cli.release_files import bundle_config
from api.console import bars, console, say
from api.database.connection import INTERRUPTED, DatabaseProblem
from api.database.migrations import check_schema
from api.database.setup import initialise
from api.settings import Settings, SettingsProblem
from seeds.publishing import publish as publishing
from seeds.publishing.progress import Report
from seeds.publishing.publish import Phases, RefusedError


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Print how long each phase took.")
@click.option("--release-files/--no-release-files", default=True, help="Also write the files of the release.")
def publish(folder: Path | None, verbose: bool, release_files: bool) -> None:
    r"""Publish the next release folder in MUSTER_RELEASES_DIR, or FOLDER.

    Publishes to the database in MUSTER_OWNER_URL, or else to the embedded one. Running servers serve the new
    release when the command ends. Publishing a published release again changes nothing. If removals.toml has
    changed, the command first rebuilds the published releases without the removed text. At the end it writes
    the release files (see muster release-files). If that fails, the release stays published.

    \b
    Exit codes: 0 published, or nothing to publish; 1 refused, with the reasons; 2 invalid usage or settings.
    """
    settings, phases = Settings.from_environment(), Phases(say)
    releases = folder.resolve().parent if folder else settings.releases_dir
    try:
        with owner(settings) as url, bars() as progress:
            number = publishing.publish(url, releases, folder, progress.report, phases)
            say(f"Release {number} is published." if number else "There is nothing to publish.")
            if release_files:
                store_files(settings, url, number, progress.report)
    except RefusedError as error:
        raise click.ClickException(str(error)) from error
    except INTERRUPTED as error:
        raise DatabaseProblem(
            f"The database failed: {error}. Run the command again: it repeats no finished work."
        ) from error
    finally:
        if verbose:
            console.print(table(phases))


def store_files(settings: Settings, url: str, number: int | None, report: Report) -> None:
    """Write the files of the release, and rewrite files that hold removed text."""
    try:
        write.write(
            bundle_config(settings, url), write.published(url), [number] if number else [], report, say
        )
    except DatabaseProblem as problem:
        command = f"muster release-files {number or '--all'}"
        say(f"{problem}\nThe release stays published. To write its files, run {command}.")


@contextmanager
def owner(settings: Settings) -> Iterator[str]:
    if settings.owner_url is None and settings.database_url is not None:
        raise SettingsProblem(
            ["MUSTER_OWNER_URL: required with MUSTER_DATABASE_URL, because the owner publishes"]
        )
    if settings.owner_url is not None:
        asyncio.run(check_schema(settings.owner_url))
        yield settings.owner_url
        return
    with damage_explained(settings.data_dir), embedded.owner_access(settings.data_dir) as url:
        asyncio.run(initialise(url))
        yield url


def table(phases: Phases) -> Table:
    columns = Table("release", "phase", "seconds")
    for phase in phases.measured:
        columns.add_row(phase.release, phase.name, f"{phase.seconds:.2f}")
    return columns
