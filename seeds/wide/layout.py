"""Checks that the columns of a wide table match its settings in release.toml."""

from collections import Counter
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import Final

from seeds.folder.reader import WideTableFile
from seeds.problems import Problem
from seeds.values.conversion import Finding
from seeds.values.fields import FIELDS

# The agency may differ from row to row; many rows share all other fields.
PER_ROW: Final = frozenset({"agency_id", "agency_name"})
PER_CELL: Final = frozenset({"id", "value", "value_low", "value_high", "part_of", "mode", "change"})
SHARED: Final = frozenset(FIELDS["staffing-figures"]) - PER_CELL - PER_ROW


def layout_problems(file: WideTableFile, header: str) -> list[Problem]:
    """Return the problems of a table. `header` is the path of its release.toml."""
    problems = [
        Problem(file=file.table.file, line=1, column=finding.field, text=finding.text)
        for finding in [*_columns(file), *_locator(file)]
    ]
    problems += [Problem(file=header, line=file.line, column=f.field, text=f.text) for f in _settings(file)]
    return problems


def _columns(file: WideTableFile) -> Iterator[Finding]:
    measured = [measure.column for measure in file.settings.measures]
    uses = Counter([*set(measured), *file.settings.extra, *(SHARED | PER_ROW)])
    yield from _misused(file.table.columns, uses)
    for column in ["agency_id", *measured, *file.settings.extra]:
        if column not in file.table.columns:
            yield Finding(column, f"the header has no column {column}")


def _misused(columns: Iterable[str], uses: Counter[str]) -> Iterator[Finding]:
    for column in columns:
        if column in PER_CELL:
            yield Finding(
                column, f"a wide table cannot have the column {column}: use one row for each figure instead"
            )
        elif not uses[column]:
            yield Finding(
                column, f"unknown column {column}: it is not a field, not a measure and not listed in extra"
            )
        elif uses[column] > 1:
            yield Finding(
                column,
                f"column {column} has two uses: it may be a field, a measure or extra, but only one of them",
            )


def _settings(file: WideTableFile) -> Iterator[Finding]:
    settings = file.settings
    if not file.table.file.split("/")[-1].startswith("staffing-figures"):
        yield Finding("measures", "only staffing-figures can have measures")
    for key in ("source_id", "family"):
        if getattr(settings, key) is None:
            yield Finding(key, f"a wide table needs {key}")
    for key in ("mode", "overwrite"):
        if getattr(settings, key):
            yield Finding(key, f"a wide table takes no {key}: its figures are complete records")
    for fields in (settings.common, *(measure.fields for measure in settings.measures)):
        for name in fields.keys() - SHARED:
            yield Finding("measures", f"{name} cannot be set for all figures of a table")


def _locator(file: WideTableFile) -> Iterator[Finding]:
    try:
        parts = list(Formatter().parse(file.settings.locator or ""))
    except ValueError as error:
        yield Finding("locator", f"the locator is not a valid template: {error}")
        return
    for _literal, name, settings, conversion in parts:
        if name is not None and name not in {"column", *file.table.columns}:
            yield Finding("locator", f"the locator uses {{{name}}}, but the table has no such column")
        if settings or conversion:
            yield Finding("locator", "the locator's columns take no format")
