import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from api.commands.console import say
from api.settings import Settings
from seeds import log, removals
from seeds.comparing import differences
from seeds.importers import IMPORTERS
from seeds.problems import Problem, UnreadableError, in_order
from seeds.quotes import misquoted, texts
from seeds.removing import Order, remove
from seeds.validating import Checked, replayed
from seeds.validating import validate as check

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--articles", type=FOLDER, help="Compare each quote with the text of its source in this folder."
)
def validate(folder: Path, articles: Path | None) -> None:
    """Report every problem of a release FOLDER, with file, line and record. Needs no database.

    Exit codes: 0 nothing is wrong, 1 problems.
    """
    folder = folder.resolve()
    with refusing():
        checked, problems = examined(folder)
    if articles is not None:
        problems = in_order([*problems, *misquoted(checked, texts(articles))])
    stop_at(problems)
    click.echo(f"{folder.name}: no problems.")
    if checked.release.header and not checked.release.header.release.previous_sha256 and log.before(folder):
        click.echo("It is not sealed yet: run muster seal.", err=True)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--shown", default=20, show_default=True, help="How many lines of each kind to print.")
def diff(folder: Path, shown: int) -> None:
    """Show what a release FOLDER would change: records, headlines that move, new disputes."""
    with refusing():
        checked, problems = examined(folder.resolve())
    stop_at(problems)
    for line in differences(checked, shown):
        click.echo(line)


@click.command()
@click.argument("folder", type=FOLDER)
def seal(folder: Path) -> None:
    """Write the hash of the folder before into the release.toml of FOLDER."""
    with refusing():
        sha256 = log.seal(folder)
    click.echo(f"previous_sha256 = {sha256}" if sha256 else "The first release has none before it.")


@click.command("remove")
@click.argument("record", nargs=-1, required=True)
@click.option("--field", help="Remove only this field of the records.")
@click.option("--reason", required=True, help="Why, in a sentence for readers.")
@click.option("--unlink", is_flag=True, help="Take the ids out of the lists of what names them, too.")
def remove_record(record: tuple[str, ...], field: str | None, reason: str, unlink: bool) -> None:
    """Remove RECORDs from every release of the log in MUSTER_RELEASES_DIR, as the law or privacy demands.

    Their text is cut out of the folders, and removals.toml, beside the folder of the releases, vouches for
    what is left. A record that others name is refused, with what names it: name those too, or use --unlink.
    For what was merely wrong, publish a correction or a withdrawal.

    Exit codes: 0 removed, 1 refused with the reasons, and nothing has changed.
    """
    settings = Settings.from_environment()
    order = Order(
        ids=list(dict.fromkeys(record)),
        field=field,
        reason=reason,
        removed_on=datetime.now(UTC).date(),
        unlink=unlink,
    )
    with refusing():
        done = remove(settings.releases_dir, order)
    for file in done.files:
        click.echo(f"cut {file}")
    click.echo(f"wrote {removals.FILE}")
    for mention in done.mentions:
        click.echo(f"still spoken of in {mention}")
    say("Servers go without it after muster publish or a start. docs/operations.md: what else keeps copies.")


class Importers(click.Group):
    """An importer's module is loaded when it is asked for: some bring a spreadsheet library."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click calls it so
        return sorted(IMPORTERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click
        return IMPORTERS.get(cmd_name)


@click.command("import", cls=Importers)
def import_group() -> None:
    """Write a publisher's own file as a release folder."""


@contextmanager
def refusing() -> Iterator[None]:
    """What cannot be read ends the command with its problems."""
    try:
        yield
    except UnreadableError as error:
        stop_at(error.problems)


def examined(folder: Path) -> tuple[Checked, list[Problem]]:
    """The folder after those before it, whose own problems are only counted."""
    removed = removals.read(removals.place(folder.parent))
    earlier = log.before(folder)
    state, wrong = replayed((each.path for each in earlier), removed)
    checked = check(folder, state)
    chain = [*earlier, log.ReleaseFolder(0, folder, removed.cut.get(folder.name))]
    problems = [*checked.problems, *log.broken_links(chain, drafts=True), *log.wrongly_cut(chain, removed)]
    if wrong:
        said = f"the releases before have {len(wrong):,} problems of their own, the first: {wrong[0]}"
        problems.append(Problem(file=folder.name, text=said))
    return checked, in_order(problems)


def stop_at(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{len(problems):,} problems.", err=True)
        sys.exit(1)
