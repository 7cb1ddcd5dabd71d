"""`muster verify FOLDER`: whether a copy of a release's files is whole."""

import sys
from pathlib import Path

import click

from api.commands.console import bars


@click.command()
@click.argument("folder", type=click.Path(exists=True, path_type=Path))
def verify(folder: Path) -> None:
    r"""Check a FOLDER of release files, or the zip of them. Needs no database and no network.

    Every file against SHA256SUMS; every table against datapackage.json: its length, columns, number of
    records, the type of every cell, its keys and what they name; the packed and the Parquet form against the
    CSV. All problems are listed, each with its file.

    \b
    Exit codes: 0 all is as it was published, 1 problems, 2 wrong usage.
    """
    from api.verifying.holding import Unusable  # noqa: PLC0415 - loads pyarrow, which only this needs
    from api.verifying.verification import problems  # noqa: PLC0415

    try:
        with bars() as shown:
            found = problems(folder, shown.report)
    except Unusable as unusable:
        raise click.ClickException(str(unusable)) from unusable
    for line in found:
        click.echo(line.encode("utf-8", "backslashreplace"))
    if found:
        click.echo(f"{len(found)} problems.", err=True)
        sys.exit(1)
    click.echo(f"{folder}: whole, as it was published.")
