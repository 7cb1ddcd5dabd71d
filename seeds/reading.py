"""A release folder as rows and tables, and everything that stops it from being read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from schemas.seed import SEEDS, Change
from seeds.conversion import Finding, from_cells, from_values
from seeds.fields import FIELDS, Fields
from seeds.headers import FileTable, Header, load_toml, read_header
from seeds.problems import Problem, UnreadableError
from seeds.tables import Table, open_table
from seeds.texts import read_bytes, text_of
from seeds.toml_positions import NOWHERE, Lines, table_lines

SUFFIXES: Final = (".toml", ".csv.gz")


class Row(Struct, frozen=True, kw_only=True):
    """One row of one file: the fields it names, in their types."""

    resource: str
    id: str
    file: str
    lines: Lines
    fields: Fields
    mode: str | None = None
    change: Change | None = None
    by_hand: bool = True
    overwrite: frozenset[str] = frozenset()
    # fields whose value was wrong and left out: told already
    refused: frozenset[str | None] = frozenset()

    def problem(self, finding: Finding) -> Problem:
        # A CSV column has no line of its own, a TOML key has.
        column = finding.field if not self.by_hand or finding.field in self.lines.keys else None
        line = self.lines.of(finding.field)
        return Problem(file=self.file, line=line, column=column, record_id=self.id, text=finding.text)


class WideTable(Struct, frozen=True, kw_only=True):
    """A table with a row for an agency and a time, and a column for each measure."""

    table: Table
    spec: FileTable
    line: int


class Release(Struct, frozen=True, kw_only=True):
    folder: Path
    header: Header | None
    rows: list[Row]
    tables: list[WideTable]
    problems: list[Problem]


def read(folder: Path) -> Release:
    """Reads every file it can; what cannot be read is a problem, not an exception."""
    release = Release(folder=folder, header=None, rows=[], tables=[], problems=[])
    try:
        header = read_header(folder)
    except UnreadableError as error:
        release.problems.extend(error.problems)
        header = None
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name == "release.toml":
            continue
        try:
            _read_file(path, header, release)
        except UnreadableError as error:
            release.problems.extend(error.problems)
    release.problems.extend(_unused_tables(header, folder))
    return Release(
        folder=folder, header=header, rows=release.rows, tables=release.tables, problems=release.problems
    )


def _unused_tables(header: Header | None, folder: Path) -> Iterator[Problem]:
    for name in header.files if header else ():
        if header and not (folder / name).is_file():
            yield Problem(file=header.file, line=header.file_line(name), text=f"there is no file {name}")


def _read_file(path: Path, header: Header | None, release: Release) -> None:
    file = f"{path.parent.name}/{path.name}"
    resource = resource_of(path.name)
    if resource is None:
        names = ", ".join(SEEDS)
        raise UnreadableError(
            Problem(file=file, text=f"is no file of a release: those are {names} .toml or .csv.gz")
        )
    spec = header.files.get(path.name, FileTable()) if header else FileTable()
    if header is None and not path.name.endswith(".toml"):
        return  # what its columns mean stands in release.toml, which could not be read
    data = read_bytes(path, file)
    if path.name.endswith(".toml"):
        rows = _toml_rows(resource, text_of(data, file), file, spec)
    elif spec.measures:
        line = header.file_line(path.name) if header else 1
        release.tables.append(WideTable(table=open_table(data, file), spec=spec, line=line))
        return
    else:
        rows = _csv_rows(resource, open_table(data, file), spec)
    for row, problems in rows:
        release.problems.extend(problems)
        release.rows.extend([row] if row else [])


def resource_of(name: str) -> str | None:
    """`staffing-figures-flows.csv.gz` holds staffing-figures; the longest name wins."""
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), None)
    stem = name.removesuffix(suffix) if suffix else ""
    return next(
        (r for r in sorted(SEEDS, key=len, reverse=True) if stem == r or stem.startswith(f"{r}-")), None
    )


Parsed = tuple[Row | None, list[Problem]]


def _toml_rows(resource: str, text: str, file: str, spec: FileTable) -> Iterator[Parsed]:
    tables = load_toml(text, file)
    lines = table_lines(text)
    for name, value in tables.items():
        wrong = name != resource or not isinstance(value, list) or not all(isinstance(v, dict) for v in value)
        if wrong:
            said = f"holds {name}: write each record as [[{resource}]]"
            yield None, [Problem(file=file, line=_line_of(name, lines), text=said)]
            continue
        for index, raw in enumerate(value):
            fields, findings = from_values(resource, raw)
            place = lines.get((resource, index), NOWHERE)
            yield _row(resource, fields, findings, file=file, lines=place, spec=spec, by_hand=True)


def _line_of(name: str, lines: dict[tuple[str, int], Lines]) -> int:
    return lines[name, 0].header if (name, 0) in lines else lines["", 0].of(name)


def _csv_rows(resource: str, table: Table, spec: FileTable) -> Iterator[Parsed]:
    unknown = [name for name in table.columns if name not in FIELDS[resource]]
    if unknown:
        said = f"unknown column {', '.join(unknown)}: {resource} have none such (extra columns need measures)"
        yield None, [Problem(file=table.file, line=1, text=said)]
    known = [(place, name) for place, name in enumerate(table.columns) if name not in unknown]
    for line, cells in table.rows():
        if len(cells) != len(table.columns):
            yield None, [table.misfit(line, cells)]
            continue
        fields, findings = from_cells(resource, {name: cells[place] for place, name in known})
        lines = Lines(header=line, keys={})
        yield _row(resource, fields, findings, file=table.file, lines=lines, spec=spec, by_hand=False)


def _row(resource: str, fields: Fields, findings: list[Finding], *, spec: FileTable, **place: Any) -> Parsed:
    own = {"id", "mode", "change"}
    row = Row(
        resource=resource,
        id=fields.get("id", ""),
        fields={name: value for name, value in fields.items() if name not in own},
        mode=fields.get("mode", spec.mode),
        change=fields.get("change", spec.change),
        overwrite=frozenset(spec.overwrite),
        refused=frozenset(finding.field for finding in findings),
        **place,
    )
    if not row.id and not any(finding.field == "id" for finding in findings):
        findings = [*findings, Finding("id", "the row has no id")]
    return (row if row.id else None), [row.problem(finding) for finding in findings]
