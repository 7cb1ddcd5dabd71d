"""`muster openapi` and `muster explain`: print the contract, and the SQL of a URL."""

import asyncio
import difflib
import sys
from pathlib import Path

import click

from api.console import exit_with_problem
from api.problems import ProblemError
from api.settings import Settings

CHECKED_IN = Path(__file__).resolve().parents[2] / "openapi" / "v1.json"


@click.command()
@click.option("--check", is_flag=True, help="Compare with the file, and exit with 1 if it is out of date.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
def openapi(output: Path | None, *, check: bool) -> None:
    r"""Print the contract as OpenAPI 3.1.

    \b
    Exit codes: 0 success, 1 the checked file is out of date.
    """
    from api.openapi import as_text  # noqa: PLC0415 - slow to load, and only needed here

    text = as_text()
    if check:
        compare(output or CHECKED_IN, text)
    elif output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def compare(path: Path, text: str) -> None:
    current = path.read_text(encoding="utf-8") if path.exists() else ""
    if current == text:
        return
    lines = difflib.unified_diff(current.splitlines(), text.splitlines(), path.name, "generated", lineterm="")
    click.echo("\n".join([*lines][:60]), err=True)
    click.echo(f"{path.name} is out of date. Run make openapi.", err=True)
    sys.exit(1)


@click.command()
@click.argument("url")
def explain(url: str) -> None:
    r"""Print the SQL and arguments of a list, file or record URL, such as "/v1/agencies?state=CA".

    If MUSTER_DATABASE_URL is set, the output includes the release number and the database's query plan.

    \b
    Exit codes: 0 success, 1 no list, file or record has this URL, 2 the query is invalid.
    """
    from api.cli import explain as explanation  # noqa: PLC0415 - slow to load, and only needed here

    settings = Settings.from_environment()
    try:
        click.echo(asyncio.run(explanation.explain(url, settings.database_url)))
    except ProblemError as error:
        exit_with_problem(error)
