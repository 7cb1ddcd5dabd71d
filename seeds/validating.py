"""A folder checked against the folders before it: every problem, or the records it publishes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from seeds.conversion import Finding
from seeds.drafts import Draft, draft, incomplete
from seeds.melting import Melting
from seeds.problems import Problem, UnreadableError, in_order
from seeds.reading import Release, Row, WideTable, read
from seeds.records import Record, record, tail
from seeds.removals import Removals
from seeds.rules import findings
from seeds.rules.releases import release_problems
from seeds.rules.withdrawals import dead_references
from seeds.state import FIGURES, RESOURCES, State
from seeds.wide_shapes import misshapen
from seeds.world import Drafts, World

BEFORE_ALL: Final = date(9999, 1, 1)


class Checked(Struct, frozen=True, kw_only=True):
    """What validation made of a folder. Only without problems do its records mean anything."""

    release: Release
    world: World
    drafts: Drafts
    tables: list[Melting]
    problems: list[Problem]

    @property
    def melted(self) -> dict[str, int]:
        return self.world.melted

    @property
    def records(self) -> Mapping[str, Iterator[list[Record]]]:
        """By resource: chunks of records, each `records.COLUMNS[resource]` then `records.TAIL`."""
        return {resource: self.chunks(resource) for resource in RESOURCES}

    def chunks(self, resource: str) -> Iterator[list[Record]]:
        if drafts := self.drafts[resource].values():
            yield [self._record(draft) for draft in drafts]
        for table in self.tables if resource == FIGURES else ():
            yield from table.records()

    def _record(self, draft: Draft) -> Record:
        unit, end = self.world.unit(draft.fields), self.world.fiscal_year_end(draft.fields)
        values = record(draft.resource, draft.fields, unit=unit, fiscal_year_end=end)
        return (*values, *tail(draft.operation, draft.row.change))


def validate(folder: Path, state: State) -> Checked:
    """Needs no database; `state` stays as it is until `state.apply(checked)`."""
    release = read(folder)
    problems = list(release.problems)
    drafts = _drafts(release.rows, state, problems)
    published_on = release.header.release.published_at.date() if release.header else BEFORE_ALL
    world = World(state, drafts, published_on)
    tables = [Melting(wide) for wide in release.tables if not _misshapen(wide, problems, release)]
    checked = Checked(release=release, world=world, drafts=drafts, tables=tables, problems=problems)
    _check_tables(checked)
    for of_resource in drafts.values():
        for each in of_resource.values():
            problems.extend(each.row.problem(finding) for finding in _findings(each, world))
    problems.extend(dead_references(checked))
    problems.extend(release_problems(checked, state))
    problems[:] = in_order(problems)
    return checked


def reread(folder: Path, state: State) -> Checked:
    """A folder that was published, and is what it was: nothing is wrong with it, so nothing is looked for."""
    release = read(folder)
    drafts = _drafts(release.rows, state, [])
    world = World(state, drafts, BEFORE_ALL)
    tables = [Melting(wide) for wide in release.tables]
    for place, table in enumerate(tables, start=len(RESOURCES) + len(state.tables)):
        table.skim(world, place)
    return Checked(release=release, world=world, drafts=drafts, tables=tables, problems=[])


def _drafts(rows: list[Row], state: State, problems: list[Problem]) -> Drafts:
    drafts: Drafts = {resource: {} for resource in RESOURCES}
    seen: dict[str, Row] = {}
    for row in rows:
        if (first := seen.setdefault(row.id, row)) is not row:
            said = f"the id is given twice in this release, first in {first.file}, line {first.lines.header}"
            problems.append(row.problem(Finding("id", said)))
            continue
        drafts[row.resource][row.id] = draft(row, state.entry(row.resource, row.id))
    return drafts


def _misshapen(wide: WideTable, problems: list[Problem], release: Release) -> bool:
    found = misshapen(wide, f"{release.folder.name}/release.toml")
    problems.extend(found)
    return bool(found)


def _check_tables(checked: Checked) -> None:
    first = len(RESOURCES) + len(checked.world.state.tables)
    for place, table in enumerate(checked.tables, start=first):
        try:
            checked.problems.extend(table.check(checked.world, place))
        except UnreadableError as error:
            checked.problems.extend(error.problems)
            table.give_up()


def _findings(draft: Draft, world: World) -> Iterator[Finding]:
    yield from incomplete(draft)
    yield from findings(draft, world)


def replayed(folders: Iterable[Path], removed: Removals | None = None) -> tuple[State, list[Problem]]:
    """The state after these folders, rebuilt from them alone, and what is wrong with them."""
    state, problems = State(removed), []
    for folder in folders:
        checked = validate(folder, state)
        problems += checked.problems
        state.apply(checked)
    return state, problems
