"""Commands for release folders: `validate`, `diff`, `seal`, `remove` and `import`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from api.console import say
from api.settings import Settings
from seeds.importers import IMPORTERS
from seeds.log import folders as log
from seeds.log import removals
from seeds.problems import Problem, UnreadableError, in_order, total
from seeds.removal.remove import RemovalRequest, remove
from seeds.validation.diff import differences
from seeds.validation.formulas import formula_warnings
from seeds.validation.quotes import misquoted, read_texts
from seeds.validation.validate import ValidatedRelease, replay_folders
from seeds.validation.validate import validate as check

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--articles", type=FOLDER, help="Compare each quote with its source's text in this folder.")
def validate(folder: Path, articles: Path | None) -> None:
    """List every problem of a release FOLDER, with file, line and record. Needs no database.

    Of problems with the same file, column and message, the command lists the first 100 and counts the rest.

    If there are none, it warns of texts that a spreadsheet would run as formulas.

    Exit codes: 0 no problems, 1 problems.
    """
    folder = folder.resolve()
    with report_unreadable():
        validated, problems = validate_folder(folder)
    if articles is not None:
        problems = in_order([*problems, *misquoted(validated, read_texts(articles))])
    exit_on(problems)
    for warning in in_order(formula_warnings(validated.release)):
        click.echo(f"warning: {warning}", err=True)
    click.echo(f"{folder.name}: no problems.")
    if (
        validated.release.header
        and not validated.release.header.release.previous_sha256
        and log.before(folder)
    ):
        click.echo("The folder is not sealed yet. Run muster seal.", err=True)


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--shown", default=20, show_default=True, help="The number of lines of each kind to print.")
def diff(folder: Path, shown: int) -> None:
    """Show what a release FOLDER would change: records, headlines and disputes."""
    with report_unreadable():
        validated, problems = validate_folder(folder.resolve())
    exit_on(problems)
    for line in differences(validated, shown):
        click.echo(line)


@click.command()
@click.argument("folder", type=FOLDER)
def seal(folder: Path) -> None:
    """Write the hash of the previous release folder into the release.toml of FOLDER."""
    with report_unreadable():
        sha256 = log.seal(folder)
    click.echo(f"previous_sha256 = {sha256}" if sha256 else "The first release has no previous hash.")


@click.command("remove")
@click.argument("record", nargs=-1, required=True)
@click.option("--field", help="Remove only this field of the records.")
@click.option("--reason", required=True, help="The reason, as a sentence for readers.")
@click.option("--unlink", is_flag=True, help="Also remove the ids from lists in other records.")
def remove_record(record: tuple[str, ...], field: str | None, reason: str, unlink: bool) -> None:
    """Remove RECORD ids from every release in MUSTER_RELEASES_DIR, for legal or privacy reasons.

    The command cuts their text out of the release folders and lists the cuts in removals.toml, next to the
    folder of releases. It refuses to remove a record that other records name, and lists those: remove them
    too, or pass --unlink. To fix an error, publish a correction or a withdrawal instead.

    Exit codes: 0 removed; 1 refused, with the reasons and without any change.
    """
    settings = Settings.from_environment()
    request = RemovalRequest(
        ids=list(dict.fromkeys(record)),
        field=field,
        reason=reason,
        removed_on=datetime.now(UTC).date(),
        unlink=unlink,
    )
    with report_unreadable():
        result = remove(settings.releases_dir, request)
    for file in result.files:
        click.echo(f"cut {file}")
    click.echo(f"wrote {removals.FILE}")
    for mention in result.mentions:
        click.echo(f"still spoken of in {mention}")
    say("Run muster publish or restart the servers to apply the removal. See docs/operations.md for copies.")


class Importers(click.Group):
    """Loads an importer's module on demand, because some import a spreadsheet library."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click calls it so
        return sorted(IMPORTERS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- click
        return IMPORTERS.get(cmd_name)


@click.command("import", cls=Importers)
def import_group() -> None:
    """Write a publisher's own file as a release folder."""


@contextmanager
def report_unreadable() -> Iterator[None]:
    """Print the problems of an unreadable folder and exit with 1."""
    try:
        yield
    except UnreadableError as error:
        exit_on(error.problems)


def validate_folder(folder: Path) -> tuple[ValidatedRelease, list[Problem]]:
    """Validate the folder after the previous ones. Their own problems are only counted."""
    removed = removals.read(removals.path_of(folder.parent))
    earlier = log.before(folder)
    state, earlier_problems = replay_folders((each.path for each in earlier), removed)
    state.lacks_releases = log.lacks_releases(folder, earlier)
    validated = check(folder, state)
    chain = [*earlier, log.ReleaseFolder(0, folder, removed.redacted.get(folder.name))]
    links = [] if state.lacks_releases else log.chain_problems(chain, allow_unsealed=True)
    problems = [*validated.problems, *links, *log.redaction_problems(chain, removed)]
    if earlier_problems:
        count, first = total(earlier_problems), earlier_problems[0]
        text = f"earlier releases have {count:,} problems of their own; the first: {first}"
        problems.append(Problem(file=folder.name, text=text))
    return validated, in_order(problems)


def exit_on(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem))
    if problems:
        click.echo(f"{total(problems):,} problems.", err=True)
        sys.exit(1)
