"""Whether a wide table's columns and its part of release.toml fit together."""

from collections import Counter
from collections.abc import Iterator
from string import Formatter
from typing import Final

from seeds.conversion import Finding
from seeds.fields import FIELDS
from seeds.problems import Problem
from seeds.reading import WideTable

# An agency may differ from row to row; all other fields are shared by many rows.
PER_ROW: Final = frozenset({"agency_id", "agency_name"})
PER_CELL: Final = frozenset({"id", "value", "value_low", "value_high", "part_of", "mode", "change"})
SHARED: Final = frozenset(FIELDS["staffing-figures"]) - PER_CELL - PER_ROW


def misshapen(wide: WideTable, header: str) -> list[Problem]:
    """`header` is the file whose text describes the table."""
    problems = [
        Problem(file=wide.table.file, line=1, column=finding.field, text=finding.text)
        for finding in [*_columns(wide), *_locator(wide)]
    ]
    problems += [Problem(file=header, line=wide.line, column=f.field, text=f.text) for f in _spec(wide)]
    return problems


def _columns(wide: WideTable) -> Iterator[Finding]:
    columns, measured = wide.table.columns, [measure.column for measure in wide.spec.measures]
    uses = Counter([*set(measured), *wide.spec.extra, *(SHARED | PER_ROW)])
    for column in columns:
        if column in PER_CELL:
            yield Finding(column, f"a wide table cannot hold {column}: write these figures row by row")
        elif not uses[column]:
            yield Finding(column, f"unknown column {column}: neither a field, nor a measure, nor extra")
        elif uses[column] > 1:
            yield Finding(column, f"column {column} is used twice: as a field, a measure or extra")
    for column in ["agency_id", *measured, *wide.spec.extra]:
        if column not in columns:
            yield Finding(column, f"the header has no column {column}")


def _spec(wide: WideTable) -> Iterator[Finding]:
    spec = wide.spec
    if not wide.table.file.split("/")[-1].startswith("staffing-figures"):
        yield Finding("measures", "only staffing-figures have measures")
    for key in ("source_id", "family"):
        if getattr(spec, key) is None:
            yield Finding(key, f"a wide table needs {key}")
    for key in ("mode", "overwrite"):
        if getattr(spec, key):
            yield Finding(key, f"a wide table has no {key}: its figures are whole records")
    for place in (spec.common, *(measure.fields for measure in spec.measures)):
        for name in place.keys() - SHARED:
            yield Finding("measures", f"{name} cannot be set for all figures of a table")


def _locator(wide: WideTable) -> Iterator[Finding]:
    try:
        parts = list(Formatter().parse(wide.spec.locator or ""))
    except ValueError as error:
        yield Finding("locator", f"the locator is no template: {error}")
        return
    for _literal, name, spec, conversion in parts:
        if name is not None and name not in {"column", *wide.table.columns}:
            yield Finding("locator", f"the locator names {{{name}}}, which is no column")
        if spec or conversion:
            yield Finding("locator", "the locator's columns have no format")
