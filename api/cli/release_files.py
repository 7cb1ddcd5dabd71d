"""`muster release-files`: write the files of releases. `publish` and `serve` write those of the newest."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import click

from api import embedded
from api.bundle import write
from api.bundle.write import BundleConfig, FilesProblem
from api.cli.damage import damage_explained
from api.console import bars, say
from api.database.migrations import check_schema
from api.database.pools import exporter_of
from api.reading.releases import ReleaseRef
from api.settings import Settings
from api.storage import folder

NUMBER = click.IntRange(min=1)


@click.command("release-files")
@click.argument("release", nargs=-1, type=NUMBER)
@click.option("--all", "all_releases", is_flag=True, help="Write the files of every release.")
def release_files(release: tuple[int, ...], all_releases: bool) -> None:
    r"""Write the files of RELEASE numbers into MUSTER_RELEASE_FILES_DIR. Default: the newest release.

    The files are tables as CSV, gzipped CSV and Parquet, a codebook, a data package, citations, load scripts,
    checksums and a zip. Keeps existing files, unless text was removed from the release. Prints the folders.

    \b
    Exit codes: 0 all files are written; 1 failed, with the reason, and without unfinished files; 2 invalid
    usage or settings.
    """
    if all_releases and release:
        raise click.UsageError("Pass release numbers or --all, not both.")
    settings = Settings.from_environment()
    with reader(settings) as url:
        published = write.published(url)
        numbers = choose_releases(published, release, all_releases=all_releases)
        with bars() as progress:
            written = write.write(bundle_config(settings, url), published, numbers, progress.report, say)
    for number in numbers:
        click.echo(folder.path_of(settings.release_files_dir, number))
    message = f"Written: release {', '.join(map(str, written))}." if written else "No files were missing."
    say(message)


def bundle_config(settings: Settings, database_url: str) -> BundleConfig:
    return BundleConfig(
        database_url=database_url, root=settings.release_files_dir, public_url=settings.public_url
    )


def choose_releases(
    published: list[ReleaseRef], numbers: tuple[int, ...], *, all_releases: bool
) -> list[int]:
    known = [release.number for release in published]
    if not known:
        raise FilesProblem("No release is published yet. Run muster publish or muster serve.")
    if unknown := [str(number) for number in numbers if number not in known]:
        raise FilesProblem(f"There is no release {', '.join(unknown)}. The newest is {known[-1]}.")
    if all_releases:
        return known
    return sorted(set(numbers)) or known[-1:]


@contextmanager
def reader(settings: Settings) -> Iterator[str]:
    """Give the URL of the database to read, starting the embedded one if no other is configured."""
    files_url = settings.exporter_url or (settings.database_url and exporter_of(settings.database_url))
    if url := files_url or settings.owner_url:
        asyncio.run(check_schema(url))
        yield url
        return
    with damage_explained(settings.data_dir), embedded.owner_access(settings.data_dir) as url:
        asyncio.run(check_schema(url))
        yield url
