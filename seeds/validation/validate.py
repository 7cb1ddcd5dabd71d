"""Validates a release folder against the folders before it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from seeds.folder.reader import Release, Row, read
from seeds.log.release_changes import ReleaseChanges
from seeds.log.removals import Removals
from seeds.log.revisions import Revision, Revisions, revise, row_findings
from seeds.log.state import State
from seeds.problems import Problem, Problems, in_order
from seeds.rules import findings
from seeds.rules.context import Context
from seeds.rules.releases import release_problems
from seeds.rules.withdrawals import broken_references
from seeds.values.conversion import Finding
from seeds.values.fields import FIGURES, RESOURCES
from seeds.values.rows import DatabaseRow, change_values, database_row
from seeds.wide.layout import layout_problems
from seeds.wide.table import WideTable


class ValidatedRelease(Struct, frozen=True, kw_only=True):
    """A folder, its changes and its problems. Use the changes only if there are no problems."""

    release: Release
    context: Context
    tables: list[WideTable]
    problems: list[Problem]

    @property
    def changes(self) -> ReleaseChanges:
        return self.context.changes

    @property
    def database_rows(self) -> Mapping[str, Iterator[list[DatabaseRow]]]:
        """By resource: chunks of rows with the columns `COLUMNS[resource]` and `CHANGE_COLUMNS`."""
        return {resource: self._chunks(resource) for resource in RESOURCES}

    def _chunks(self, resource: str) -> Iterator[list[DatabaseRow]]:
        if revisions := self.changes.revisions[resource].values():
            yield [self._row(revision) for revision in revisions]
        for table in self.tables if resource == FIGURES else ():
            yield from table.database_rows()

    def _row(self, revision: Revision) -> DatabaseRow:
        fields, context = revision.fields, self.context
        unit, end = context.unit(fields), context.fiscal_year_end(fields)
        values = database_row(revision.resource, fields, unit=unit, fiscal_year_end=end)
        return (*values, *change_values(revision.operation, revision.row.change))


def validate(folder: Path, state: State) -> ValidatedRelease:
    """Find every problem of a folder. Needs no database and leaves `state` unchanged."""
    release = read(folder)
    problems = Problems(release.problems)
    tables = list(_tables(release, problems))
    revisions = _revisions(release.rows, state, problems)
    context = Context(state, _changes(release, revisions, tables))
    for location, table in enumerate(tables, start=state.next_location):
        problems.extend(table.validate(context, location))
    for revision in context.changes.all_revisions():
        problems.extend(revision.row.problem(finding) for finding in _findings(revision, context))
    problems.extend(broken_references(context))
    problems.extend(release_problems(context))
    return ValidatedRelease(release=release, context=context, tables=tables, problems=in_order(problems))


def load_published(folder: Path, state: State) -> ReleaseChanges:
    """Read a folder that was published and has not changed since, without validating it."""
    release = read(folder)
    tables = [WideTable(file) for file in release.tables]
    context = Context(state, _changes(release, _revisions(release.rows, state, []), tables))
    for location, table in enumerate(tables, start=state.next_location):
        table.load_published(context, location)
    return context.changes


def _changes(release: Release, revisions: Revisions, tables: list[WideTable]) -> ReleaseChanges:
    return ReleaseChanges(
        folder=release.folder.name, header=release.header, revisions=revisions, tables=tables
    )


def _tables(release: Release, problems: Problems) -> Iterator[WideTable]:
    """Yield the wide tables whose columns fit release.toml; report the others."""
    header = f"{release.folder.name}/release.toml"
    for file in release.tables:
        if of_table := layout_problems(file, header):
            problems.extend(of_table)
        else:
            yield WideTable(file)


def _revisions(rows: list[Row], state: State, problems: list[Problem]) -> Revisions:
    revisions: Revisions = {resource: {} for resource in RESOURCES}
    seen: dict[str, Row] = {}
    for row in rows:
        if (first := seen.setdefault(row.id, row)) is not row:
            text = f"another row of this release has the same id: {first.file}, line {first.lines.header}"
            problems.append(row.problem(Finding("id", text)))
            continue
        revisions[row.resource][row.id] = revise(row, state.record(row.resource, row.id))
    return revisions


def _findings(revision: Revision, context: Context) -> Iterator[Finding]:
    of_row = list(row_findings(revision))
    if of_row and revision.row.mode and context.state.lacks_releases:
        return  # the record that it changes is in a missing release
    yield from of_row
    yield from findings(revision, context)


def replay_folders(folders: Iterable[Path], removed: Removals | None = None) -> tuple[State, list[Problem]]:
    """Rebuild the state after these folders from the folders alone; also return their problems."""
    state, problems = State(removed), Problems()
    for folder in folders:
        validated = validate(folder, state)
        problems.extend(validated.problems)
        state.apply(validated.changes)
    return state, problems
