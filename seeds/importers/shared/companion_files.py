"""Companion files of an importer: found next to its first file unless an option names them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from seeds.importers.shared.csv_rows import FILE


def companion(option: str, name: str, about: str) -> Callable[[Any], Any]:
    """Create an option for a file that its publisher calls `name`."""

    def path_of(ctx: click.Context, _: click.Parameter, given: Path | None) -> Path:
        return given or find_companion(_first_file(ctx), name, option)

    text = f"{name} {about}. Default: the file of that name next to the first file, or in a sibling folder."
    return click.option(option, type=FILE, callback=path_of, help=text)


def find_companion(first: Path, name: str, option: str) -> Path:
    """Find the file in the folder of `first`, else in the folders next to it, and print its path."""
    folder = first.resolve().parent
    own = folder / name
    paths = [own] if own.is_file() else sorted(folder.parent.glob(f"*/{name}"))
    if not paths:
        raise click.UsageError(f"Missing option '{option}': no {name} in {folder} or in a folder next to it.")
    if len(paths) > 1:
        choices = " and ".join(map(str, paths))
        raise click.UsageError(f"Missing option '{option}': found {choices}. Choose one.")
    click.echo(f"{option} {paths[0]}")
    return paths[0]


def _first_file(ctx: click.Context) -> Path:
    arguments = (param for param in ctx.command.params if isinstance(param, click.Argument))
    return Path(ctx.params[next(arguments).name or ""])


COUNTIES = companion("--counties", "co-est2023-alldata.csv", "of the Census Bureau: names of counties")
NAMES = companion("--names", "agency_name_edits.csv", "of the FBI: readable names of agencies")
POINTS = companion("--points", "icpsr_2012.csv", "of the FBI: county points by ORI")
