"""What the API promises and what it asks its database, made visible."""

import asyncio
import difflib
import sys
from pathlib import Path

import click

from api.commands.console import refused
from api.problems import Refusal
from api.settings import Settings

CHECKED_IN = Path(__file__).resolve().parents[2] / "openapi" / "v1.json"


@click.command()
@click.option("--check", is_flag=True, help="Compare with the file and exit 1 if it is stale.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write this file.")
def openapi(output: Path | None, *, check: bool) -> None:
    r"""Print the contract as OpenAPI 3.1.

    \b
    Exit codes: 0 done, 1 the file to check is stale.
    """
    from api.contract import written_out  # noqa: PLC0415 - slow to load, and only needed here

    text = written_out()
    if check:
        compare(output or CHECKED_IN, text)
    elif output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def compare(path: Path, text: str) -> None:
    found = path.read_text(encoding="utf-8") if path.exists() else ""
    if found == text:
        return
    lines = difflib.unified_diff(
        found.splitlines(), text.splitlines(), path.name, "the catalogue", lineterm=""
    )
    click.echo("\n".join([*lines][:60]), err=True)
    click.echo(f"{path.name} is stale: make openapi writes it.", err=True)
    sys.exit(1)


@click.command()
@click.argument("url")
def explain(url: str) -> None:
    r"""Print the SQL and arguments behind a list, a file or a record, such as "/v1/agencies?state=CA".

    With MUSTER_DATABASE_URL also the release it would read and the plan of the database.

    \b
    Exit codes: 0 done, 1 no such address, 2 the query is not valid.
    """
    from api import explaining  # noqa: PLC0415 - slow to load, and only needed here

    settings = Settings.from_environment()
    try:
        click.echo(asyncio.run(explaining.explained(url, settings.database_url)))
    except Refusal as refusal:
        refused(refusal)
