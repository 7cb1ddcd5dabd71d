"""The files of a release, written by hand: `publish` and `serve` write those of the newest by themselves."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import click

from api import embedded
from api.bundle import folder, writing
from api.bundle.writing import FilesProblem, Place
from api.commands.console import bars, say
from api.migrations import check_schema
from api.pools import exporter_of
from api.releases import Held
from api.settings import Settings

NUMBER = click.IntRange(min=1)


@click.command("release-files")
@click.argument("release", nargs=-1, type=NUMBER)
@click.option("--all", "every", is_flag=True, help="The files of every release.")
def release_files(release: tuple[int, ...], every: bool) -> None:
    r"""Write the files of RELEASEs (without a number: of the newest) into MUSTER_RELEASE_FILES_DIR.

    Tables as CSV, gzip and Parquet, codebook, data package, citations, load scripts, sums and a zip. What is
    there already is left as it is; only after a removal a folder is made anew. Prints the folders.

    \b
    Exit codes: 0 all are there; 1 failed, with the reason, and nothing unfinished is left; 2 wrong usage or
    settings.
    """
    if every and release:
        raise click.UsageError("give numbers or --all, not both")
    settings = Settings.from_environment()
    with reader(settings) as url:
        published = writing.published(url)
        numbers = chosen(published, release, every=every)
        with bars() as shown:
            done = writing.write(place(settings, url), published, numbers, shown.report, say)
    for number in numbers:
        click.echo(folder.place(settings.release_files_dir, number))
    told = f"Written: release {', '.join(map(str, done))}." if done else "Nothing was missing."
    say(told)


def place(settings: Settings, database_url: str) -> Place:
    return Place(database_url=database_url, root=settings.release_files_dir, public_url=settings.public_url)


def chosen(published: list[Held], numbers: tuple[int, ...], *, every: bool) -> list[int]:
    known = [held.number for held in published]
    if not known:
        raise FilesProblem("Nothing is published yet: muster publish, or muster serve, does that.")
    if unknown := [str(number) for number in numbers if number not in known]:
        raise FilesProblem(f"There is no release {', '.join(unknown)}: the newest is {known[-1]}.")
    if every:
        return known
    return sorted(set(numbers)) or known[-1:]


@contextmanager
def reader(settings: Settings) -> Iterator[str]:
    """The address that files are read by; without a database of yours, the embedded one's."""
    given = settings.exporter_url or (settings.database_url and exporter_of(settings.database_url))
    if url := given or settings.owner_url:
        asyncio.run(check_schema(url))
        yield url
        return
    with embedded.borrowed(settings.data_dir) as url:
        asyncio.run(check_schema(url))
        yield url
