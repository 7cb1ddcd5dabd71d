"""The click command of every importer. Writes a complete folder, or nothing and a one-line error."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from seeds.importers.shared.csv_rows import current_position, set_position
from seeds.importers.shared.release_text import RELEASE, SOURCES
from seeds.log.folders import FOLDER

# Files that people may have edited before: an importer keeps parts of them.
DRAFTED = (RELEASE, SOURCES)


class Day(click.DateTime):
    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value, param, ctx).date()


class ReleaseFolder(click.Path):
    """A folder with the name of a release. It need not exist."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        folder = Path(str(super().convert(value, param, ctx))).resolve()
        if not FOLDER.fullmatch(folder.name):
            text = f"{folder.name!r} is not a release name: start with the number, as in 0013-census."
            self.fail(text, param, ctx)
        return folder


OUT = click.option(
    "--out", "folder", required=True, type=ReleaseFolder(), help="The release's folder, NNNN-name."
)
RETRIEVED_ON = click.option(
    "--retrieved-on",
    type=Day(),
    metavar="YYYY-MM-DD",
    help="The day the files were downloaded. Default: the day in the folder's sources.toml, if any.",
)


class Importer(click.Command):
    def invoke(self, ctx: click.Context) -> Any:
        with located_errors(), complete_folder(ctx.params["folder"]) as unfinished:
            ctx.params["folder"] = unfinished
            return super().invoke(ctx)


def importer(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Turn a function into a command with the options that all importers have."""

    def decorate(function: Callable[..., None]) -> click.Command:
        return click.command(name, cls=Importer)(OUT(RETRIEVED_ON(function)))

    return decorate


@contextmanager
def complete_folder(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder. Once all files are written, move them to `folder`."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".import-", dir=folder.parent) as temporary:
        unfinished = Path(temporary, folder.name)
        unfinished.mkdir()
        for draft in (folder / name for name in DRAFTED):
            if draft.exists():
                shutil.copy2(draft, unfinished)
        yield unfinished
        folder.mkdir(exist_ok=True)
        for file in sorted(unfinished.iterdir()):
            file.replace(folder / file.name)


@contextmanager
def located_errors() -> Iterator[None]:
    """Add the file and line that was being read to every error."""
    set_position("")
    try:
        yield
    except click.ClickException as error:
        where = current_position()
        if not where or error.message.startswith(where.split(", line ")[0]):
            raise
        raise click.ClickException(f"{where}: {error.message}") from error
    except (ValueError, LookupError, ArithmeticError) as error:
        if not (where := current_position()):
            raise
        raise click.ClickException(f"{where}: cannot read a value: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The folder'}: {error.strerror or error}") from error
