import sys
from pathlib import Path

import click

from seeds import log
from seeds.comparing import differences
from seeds.importers import IMPORTERS
from seeds.problems import Problem, in_order, report
from seeds.quotes import misquoted, texts
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
    checked, problems = examined(folder.resolve())
    stop_at(problems)
    for line in differences(checked, shown):
        click.echo(line)


@click.command()
@click.argument("folder", type=FOLDER)
def seal(folder: Path) -> None:
    """Write the hash of the folder before into the release.toml of FOLDER."""
    sha256 = log.seal(folder)
    click.echo(f"previous_sha256 = {sha256}" if sha256 else "The first release has none before it.")


class Importers(click.Group):
    """An importer's module is loaded when it is asked for: some bring a spreadsheet library."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click calls it so
        return sorted(IMPORTERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click
        return IMPORTERS.get(cmd_name)


@click.command("import", cls=Importers)
def import_group() -> None:
    """Write a publisher's own file as a release folder."""


def examined(folder: Path) -> tuple[Checked, list[Problem]]:
    """The folder after those before it, whose own problems are only counted."""
    earlier = log.before(folder)
    state, wrong = replayed(each.path for each in earlier)
    checked = check(folder, state)
    problems = [*checked.problems, *log.broken_links([*earlier, log.ReleaseFolder(0, folder)], drafts=True)]
    if wrong:
        said = f"the releases before have {len(wrong):,} problems of their own, the first: {wrong[0]}"
        problems.append(Problem(file=folder.name, text=said))
    return checked, in_order(problems)


def stop_at(problems: list[Problem]) -> None:
    for line in report(problems):
        click.echo(line)
    if problems:
        click.echo(f"{len(problems):,} problems.", err=True)
        sys.exit(1)
