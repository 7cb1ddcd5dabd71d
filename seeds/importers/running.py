"""What every importer's command does: it writes a whole folder or nothing, and says in a line why not."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from seeds.importers.drafting import RELEASE, SOURCES
from seeds.importers.tables import at, place
from seeds.log import FOLDER

# What a person may have written into the folder before: an importer keeps parts of them.
DRAFTED = (RELEASE, SOURCES)


class Day(click.DateTime):
    def __init__(self) -> None:
        super().__init__(formats=["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value, param, ctx).date()


class ReleaseFolder(click.Path):
    """A folder that is named as releases are; it need not exist."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        folder = Path(str(super().convert(value, param, ctx))).resolve()
        if not FOLDER.fullmatch(folder.name):
            said = f"{folder.name!r} is no name of a release: its number comes first, as in 0013-census."
            self.fail(said, param, ctx)
        return folder


OUT = click.option(
    "--out", "folder", required=True, type=ReleaseFolder(), help="The release's folder, NNNN-name."
)
RETRIEVED_ON = click.option(
    "--retrieved-on",
    type=Day(),
    metavar="YYYY-MM-DD",
    help="When the files were fetched. Without it: as the folder's sources.toml has it, else not stated.",
)


class Importer(click.Command):
    def invoke(self, ctx: click.Context) -> Any:
        with told(), whole(ctx.params["folder"]) as unfinished:
            ctx.params["folder"] = unfinished
            return super().invoke(ctx)


def importer(name: str) -> Callable[[Callable[..., None]], click.Command]:
    """Makes a command of a function, with the options that all importers have."""

    def made(function: Callable[..., None]) -> click.Command:
        return click.command(name, cls=Importer)(OUT(RETRIEVED_ON(function)))

    return made


@contextmanager
def whole(folder: Path) -> Iterator[Path]:
    """Yield a folder to write into; its files take the place of those in `folder` once all are written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".import-", dir=folder.parent) as made:
        unfinished = Path(made, folder.name)
        unfinished.mkdir()
        for draft in (folder / name for name in DRAFTED):
            if draft.exists():
                shutil.copy2(draft, unfinished)
        yield unfinished
        folder.mkdir(exist_ok=True)
        for file in sorted(unfinished.iterdir()):
            file.replace(folder / file.name)


@contextmanager
def told() -> Iterator[None]:
    """What is wrong with a row is told with its file and line."""
    at("")
    try:
        yield
    except click.ClickException as error:
        where = place()
        if not where or error.message.startswith(where.split(", line ")[0]):
            raise
        raise click.ClickException(f"{where}: {error.message}") from error
    except (ValueError, LookupError, ArithmeticError) as error:
        if not (where := place()):
            raise
        raise click.ClickException(f"{where}: a value that cannot be read: {error}") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'The folder'}: {error.strerror or error}") from error
