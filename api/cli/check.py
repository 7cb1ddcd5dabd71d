"""`muster check DRAFT.csv`: check a spreadsheet of claims, on your own computer."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Final

import click
from msgspec import structs

from api.check import claims, drafts
from api.check.drafts import Draft, Misplaced
from api.check.lookup import CheckLookup
from api.cli.export.command import database_failures
from api.cli.release_files import reader
from api.console import exit_with_problem
from api.database.pools import Pools
from api.problems import ProblemError
from api.reading import named_ids
from api.reading.releases import Releases
from api.settings import Settings
from schemas.verdict import Verdict
from seeds.problems import Problem, in_order

# The unknown ids for which the closest one is looked up.
EXPLAINED: Final = 20
STANDS: Final = frozenset({"matches", "consistent"})
# No source states such a claim: its number is only not excluded.
UNSTATED: Final = "not_excluded"


class InvalidDraft(Exception):  # noqa: N818 - named as what it reports
    """A draft with rows that cannot be checked."""

    def __init__(self, draft: Path, problems: Iterable[Misplaced]) -> None:
        super().__init__()
        self.problems = in_order(
            Problem(file=draft.name, line=each.line, column=each.column, text=each.text) for each in problems
        )


@click.command()
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--release", type=click.IntRange(1), help="The release to judge by. Default: the newest.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
@click.option("--excel", is_flag=True, help="Write a file that is safe to open in Excel.")
def check(draft: Path, release: int | None, output: Path | None, *, excel: bool) -> None:
    r"""Check the claims of DRAFT, a CSV file, against the records of a release.

    Each row is a claim. The columns are the parameters of /v1/check (/guides/check), and `text` and `locator`
    for your own notes. Writes the rows with a verdict, its sentence, and the record, quote and URL that it
    rests on. Reads MUSTER_DATABASE_URL, or else the embedded PostgreSQL. Sends nothing to any server.

    \b
    Exit codes: 0 every claim matches, or is consistent by another rule than not_excluded; 1 some do not;
    2 rows that cannot be checked.
    """
    claimed = drafts.read(draft.read_bytes())
    try:
        verdicts = verdicts_of(draft, claimed, release)
    except ProblemError as error:
        exit_with_problem(error)
    except InvalidDraft as invalid:
        click.echo("\n".join(map(str, invalid.problems)), err=True)
        sys.exit(2)
    deliver(drafts.write(claimed, verdicts, excel=excel), output)
    sys.exit(0 if all(each.verdict in STANDS and each.rule != UNSTATED for each in verdicts) else 1)


def verdicts_of(draft: Path, claimed: Draft, release: int | None) -> list[Verdict]:
    settings = Settings.from_environment()
    if claimed.problems and not claimed.named:
        raise InvalidDraft(draft, claimed.problems)
    with database_failures(), reader(settings) as url:
        return asyncio.run(judged(structs.replace(settings, database_url=url), draft, claimed, release))


def deliver(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(text.encode())
    else:
        output.write_bytes(text.encode())


async def judged(settings: Settings, draft: Path, claimed: Draft, release: int | None) -> list[Verdict]:
    """Return a verdict for each row. Raises InvalidDraft with every row that names an unknown record."""
    pools, releases = Pools(settings), Releases()
    try:
        pool = pools.pages
        chosen = await (releases.numbered(pool, release) if release else releases.current(pool))
        lookup = CheckLookup(pool, settings.public_url, chosen.number)
        if wrong := claimed.problems + [each async for each in unknown(lookup, claimed)]:
            raise InvalidDraft(draft, wrong)
        parts = [claimed.rows[n : n + claims.LIMIT] for n in range(0, len(claimed.rows), claims.LIMIT)]
        return [each for part in parts for each in await lookup.answer([row.claim for row in part])]
    finally:
        pools.close()


async def unknown(lookup: CheckLookup, claimed: Draft) -> AsyncIterator[Misplaced]:
    """Yield the cells that name no agency or metric of the release."""
    named = {(column, key) for _, column, key in claimed.named}
    for n, each in enumerate(await lookup.unknown(named)):
        text = f"release {lookup.release} has no record {each.key}."
        if n < EXPLAINED:
            why = await named_ids.explain(lookup.pool, each, lookup.release)
            text = why.text + (f" The closest id is {why.nearest}." if why.nearest else "")
        for line, column, key in claimed.named:
            if (column, key) == (each.parameter, each.key):
                yield Misplaced(line=line, column=column, text=text)
