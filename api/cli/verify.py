"""`muster verify FOLDER`: check whether a copy of a release's files is complete and unchanged."""

import sys
from pathlib import Path

import click

from api.console import bars


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def verify(folder: Path) -> None:
    r"""Check a FOLDER of release files, or a zip of one. Needs no database and no network.

    Compares every file with SHA256SUMS, every table with datapackage.json (size, columns, number of records,
    type of every cell, keys and references), and the gzipped and Parquet files with the CSV. Lists every
    problem with its file. Of more than a hundred problems of one kind, it counts the rest.

    \b
    Exit codes: 0 every file is as published, 1 problems, 2 invalid usage.
    """
    from api.verify.run import problems  # noqa: PLC0415
    from api.verify.source import Unusable  # noqa: PLC0415 - loads pyarrow, which only this needs

    try:
        with bars() as progress:
            listing = problems(folder, progress.report)
    except Unusable as unusable:
        raise click.ClickException(str(unusable)) from unusable
    for line in listing.lines:
        click.echo(line.encode("utf-8", "backslashreplace"))
    if listing.total:
        click.echo(f"{listing.total:,} problems.", err=True)
        sys.exit(1)
    click.echo(f"{folder}: complete and unchanged.")
