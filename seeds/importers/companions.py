"""A publisher's other files: looked for beside the first one where they are not given."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from seeds.importers.tables import FILE


def companion(option: str, name: str, about: str) -> Callable[[Any], Any]:
    """An option for a file that is called `name` by its publisher."""

    def found(ctx: click.Context, _: click.Parameter, given: Path | None) -> Path:
        return given or beside(_first(ctx), name, option)

    said = f"{name} {about}. Without it: the one beside the first file, or in a folder beside that file's."
    return click.option(option, type=FILE, callback=found, help=said)


def beside(first: Path, name: str, option: str) -> Path:
    """The one file of that name in the folder of `first`, else in those beside that folder; says which."""
    folder = first.resolve().parent
    own = folder / name
    found = [own] if own.is_file() else sorted(folder.parent.glob(f"*/{name}"))
    if not found:
        raise click.UsageError(f"Missing option '{option}': there is no {name} in or beside {folder}.")
    if len(found) > 1:
        told = " and ".join(map(str, found))
        raise click.UsageError(f"Missing option '{option}': it may be {told}.")
    click.echo(f"{option} {found[0]}")
    return found[0]


def _first(ctx: click.Context) -> Path:
    arguments = (param for param in ctx.command.params if isinstance(param, click.Argument))
    return Path(ctx.params[next(arguments).name or ""])


COUNTIES = companion("--counties", "co-est2023-alldata.csv", "of the Census Bureau: names of counties")
NAMES = companion("--names", "agency_name_edits.csv", "of the FBI: readable names of agencies")
POINTS = companion("--points", "icpsr_2012.csv", "of the FBI: county points by ORI")
