"""Reads a release folder: its rows, its wide tables, and every problem of reading them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from schemas.seed import SEEDS
from schemas.seed_parts import Change
from seeds.folder.characters import misleading
from seeds.folder.csv_table import CsvTable, open_table
from seeds.folder.encoding import read_bytes, text_of
from seeds.folder.header import FileSettings, Header, load_toml, read_header
from seeds.folder.limits import RECORDS
from seeds.folder.toml_positions import NO_LINES, Lines, table_lines
from seeds.problems import Problem, Problems, UnreadableError
from seeds.values.conversion import Finding, from_cells, from_values
from seeds.values.fields import FIELDS, Fields

SUFFIXES: Final = (".toml", ".csv.gz")


class Row(Struct, frozen=True, kw_only=True):
    """One row of one file, with the typed fields that it states.

    `is_curated` is true for TOML files, which people write by hand. `rejected` names the fields whose values
    were reported as wrong and left out.
    """

    resource: str
    id: str
    file: str
    lines: Lines
    fields: Fields
    mode: str | None = None
    change: Change | None = None
    is_curated: bool = True
    overwrite: frozenset[str] = frozenset()
    rejected: frozenset[str | None] = frozenset()

    def problem(self, finding: Finding) -> Problem:
        # A TOML key has its own line, and is named only if it is there; a CSV column has none.
        column = finding.field if not self.is_curated or finding.field in self.lines.keys else None
        line = self.lines.of(finding.field)
        return Problem(file=self.file, line=line, column=column, record_id=self.id, text=finding.text)


class WideTableFile(Struct, frozen=True, kw_only=True):
    """The file of a wide table: a row for an agency and a time, and a column for each measure."""

    table: CsvTable
    settings: FileSettings
    line: int


class Release(Struct, frozen=True, kw_only=True):
    folder: Path
    header: Header | None
    rows: list[Row]
    tables: list[WideTableFile]
    problems: Problems


def read(folder: Path) -> Release:
    """Read every file of a folder. A file that cannot be read becomes a problem, not an exception."""
    header, problems = _read_header(folder)
    release = Release(folder=folder, header=header, rows=[], tables=[], problems=problems)
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.name == "release.toml":
            continue
        try:
            _read_file(path, release)
        except UnreadableError as error:
            problems.extend(error.problems)
    problems.extend(_missing_files(header, folder))
    return release


def _read_header(folder: Path) -> tuple[Header | None, Problems]:
    try:
        header = read_header(folder)
        text = text_of(read_bytes(folder / "release.toml", header.file), header.file)
    except UnreadableError as error:
        return None, Problems(error.problems)
    return header, Problems(misleading(text, header.file))


def _missing_files(header: Header | None, folder: Path) -> Iterator[Problem]:
    """Report the files that release.toml has settings for and the folder lacks."""
    for name in header.files if header else ():
        if header and not (folder / name).is_file():
            yield Problem(
                file=header.file, line=header.file_line(name), text=f"the folder has no file {name}"
            )


def _read_file(path: Path, release: Release) -> None:
    file, header = f"{path.parent.name}/{path.name}", release.header
    resource = resource_of(path.name)
    if resource is None:
        text = f"is not a seed file: expected {', '.join(SEEDS)}, each .toml or .csv.gz"
        raise UnreadableError(Problem(file=file, text=text))
    if header is None and not path.name.endswith(".toml"):
        return  # release.toml defines its columns, but could not be read
    settings = header.files.get(path.name, FileSettings()) if header else FileSettings()
    data = read_bytes(path, file)
    release.problems.extend(misleading(text_of(data, file), file))
    if header and settings.measures and not path.name.endswith(".toml"):
        line = header.file_line(path.name)
        release.tables.append(WideTableFile(table=open_table(data, file), settings=settings, line=line))
        return
    for row, problems in _rows(resource, data, file, settings):
        release.problems.extend(problems)
        release.rows.extend([row] if row else [])


def _rows(resource: str, data: bytes, file: str, settings: FileSettings) -> Iterator["Parsed"]:
    if file.endswith(".toml"):
        return _toml_rows(resource, text_of(data, file), file, settings)
    return _csv_rows(resource, open_table(data, file), settings)


def resource_of(name: str) -> str | None:
    """Return the resource of a file name: `staffing-figures-flows.csv.gz` contains staffing-figures."""
    suffix = next((suffix for suffix in SUFFIXES if name.endswith(suffix)), None)
    stem = name.removesuffix(suffix) if suffix else ""
    return next(
        (r for r in sorted(SEEDS, key=len, reverse=True) if stem == r or stem.startswith(f"{r}-")), None
    )


Parsed = tuple[Row | None, list[Problem]]


def _toml_rows(resource: str, text: str, file: str, settings: FileSettings) -> Iterator[Parsed]:
    tables = load_toml(text, file)
    lines = table_lines(text)
    for name, value in tables.items():
        wrong = name != resource or not isinstance(value, list) or not all(isinstance(v, dict) for v in value)
        if wrong:
            text = f"unexpected {name}: write each record as [[{resource}]]"
            yield None, [Problem(file=file, line=_line_of(name, lines), text=text)]
            continue
        for index, raw in enumerate(value):
            fields, findings = from_values(resource, raw)
            of_row = lines.get((resource, index), NO_LINES)
            yield _row(
                resource, fields, findings, file=file, lines=of_row, settings=settings, is_curated=True
            )


def _line_of(name: str, lines: dict[tuple[str, int], Lines]) -> int:
    return lines[name, 0].header if (name, 0) in lines else lines["", 0].of(name)


def _csv_rows(resource: str, table: CsvTable, settings: FileSettings) -> Iterator[Parsed]:
    unknown = [name for name in table.columns if name not in FIELDS[resource]]
    if unknown:
        text = f"{resource} have no column {', '.join(unknown)} (only a file with measures has extra columns)"
        yield None, [Problem(file=table.file, line=1, text=text)]
    known = [(position, name) for position, name in enumerate(table.columns) if name not in unknown]
    for line, cells in table.rows(RECORDS):
        if len(cells) != len(table.columns):
            yield None, [table.wrong_length(line, cells)]
            continue
        fields, findings = from_cells(resource, {name: cells[position] for position, name in known})
        lines = Lines(header=line, keys={})
        yield _row(
            resource, fields, findings, file=table.file, lines=lines, settings=settings, is_curated=False
        )


def _row(
    resource: str, fields: Fields, findings: list[Finding], *, settings: FileSettings, **position: Any
) -> Parsed:
    own = {"id", "mode", "change"}
    row = Row(
        resource=resource,
        id=fields.get("id", ""),
        fields={name: value for name, value in fields.items() if name not in own},
        mode=fields.get("mode", settings.mode),
        change=fields.get("change", settings.change),
        overwrite=frozenset(settings.overwrite),
        rejected=frozenset(finding.field for finding in findings),
        **position,
    )
    if not row.id and not any(finding.field == "id" for finding in findings):
        findings = [*findings, Finding("id", "the row has no id")]
    return (row if row.id else None), [row.problem(finding) for finding in findings]
