"""Importer of no publisher's file: applies the rules of names to the agencies of all earlier releases."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec.structs import replace

from seeds.importers.agency_names import holders, merges, texts
from seeds.importers.agency_names.aliases import Aliases
from seeds.importers.agency_names.bjs import Census, colliding
from seeds.importers.agency_names.naming import name_of
from seeds.importers.agency_names.register import Agency, read_state, register, years_counted
from seeds.importers.agency_names.successors import Pair, pairs
from seeds.importers.shared.command import OUT, Importer
from seeds.importers.shared.csv_rows import EARLIER, FILE
from seeds.importers.shared.release_text import write_release
from seeds.importers.shared.write import Row, write_table
from seeds.log.folders import folders
from seeds.log.state import State

NAMES, ALIASES, REPLACED = "agencies.csv.gz", "agencies-aliases.csv.gz", "agencies-replaced.csv.gz"
COLUMNS = {
    NAMES: ["id", "name", "aliases"],
    ALIASES: ["id", "aliases"],
    REPLACED: ["id", "name", "replaced_by"],
}


def by_rule(agencies: Mapping[str, Agency]) -> dict[str, Agency]:
    """Name each agency by the naming rule. A name that a person wrote stays."""
    return {
        key: each if "name" in each.curated else replace(each, name=name_of(each))
        for key, each in agencies.items()
    }


def by_census(named: Mapping[str, Agency], census: Census, old: set[str]) -> dict[str, Agency]:
    """Give agencies that still share a name the census's, if it has one that says more."""
    shared = colliding(each for key, each in named.items() if key not in old)
    return {
        key: replace(each, name=census.name(each) or each.name) if key in shared else each
        for key, each in named.items()
    }


def changed_rows(
    agencies: Mapping[str, Agency], named: Mapping[str, Agency], found: Sequence[Pair]
) -> Iterator[Row]:
    """Yield what changes of each agency: only the fields with a new value."""
    aliases, new = Aliases(agencies), dict(found)
    older = {pair.new: agencies[pair.old] for pair in found}
    for key, each in agencies.items():
        row: dict[str, object] = {} if each.name == named[key].name else {"name": named[key].name}
        if key in new:
            row["replaced_by"] = new[key]
        elif (listed := aliases.of(each, named[key].name, older.get(key))) != each.aliases:
            row["aliases"] = listed
        if row:
            yield {"id": key, **row}


def file_of(row: Row) -> str:
    return REPLACED if "replaced_by" in row else NAMES if "name" in row else ALIASES


@click.command("agency-names", cls=Importer)
@click.argument("census", type=FILE)
@click.option("--log", required=True, type=EARLIER, help="The folder of all releases.")
@OUT
def command(census: Path, log: Path, folder: Path) -> None:
    """Name the agencies of all earlier releases by one rule, and join records of one body.

    CENSUS is the Census of State and Local Law Enforcement Agencies (columns as in csllea_2018.csv). It names
    agencies that share their name with others of their state.
    """
    state = read_state(each.path for each in folders(log) if each.path.name < folder.name)
    agencies = register(state)
    named = by_rule(agencies)
    found = pairs(named, years_counted(state))
    merges.check_others(state, found)
    named = by_census(named, Census(census), {pair.old for pair in found})
    former = holders.former_holders(agencies)
    rows = {str(row["id"]): row for row in changed_rows(agencies, named, found)}
    counts = {name: write_table(folder, name, COLUMNS[name], _rows(rows, name, former)) for name in COLUMNS}
    without_ori = {key: rows.get(key, {"id": key}) for key in former}
    write_table(folder, holders.FORMER, holders.COLUMNS, holders.rows_without_ori(state, without_ori))
    moved = _write_moved(folder, state, found, named)
    notes = texts.notes(renamed=counts[NAMES], others=counts[ALIASES], pairs=len(found), **moved)
    write_release(folder, texts.TITLE, notes, texts.FILES)
    click.echo(
        f"{counts[NAMES]:,} agencies renamed, {counts[ALIASES]:,} with new aliases, {len(found)} pairs joined"
    )


def _rows(rows: Mapping[str, Row], name: str, former: set[str]) -> Iterator[Row]:
    return (row for key, row in rows.items() if file_of(row) == name and key not in former)


def _write_moved(
    folder: Path, state: State, found: Sequence[Pair], named: Mapping[str, Agency]
) -> dict[str, int]:
    figures = merges.moved_figures(state, found, named)
    agreements = merges.moved_agreements(state, found, named)
    return {
        "figures": write_table(folder, merges.FIGURES, merges.MOVED, figures),
        "agreements": write_table(folder, merges.AGREEMENTS, merges.MOVED, agreements),
    }
