"""Converts the values of a file to typed fields and reports every value that is wrong."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from schemas.seed import SEEDS
from schemas.seed_parts import Code, Id, When
from seeds.values import numbers
from seeds.values.constraints import PARTS
from seeds.values.fields import FIELDS, Field, Fields, Kind, pattern_of


class Finding(NamedTuple):
    """A problem without its file and line: the field and the sentence."""

    field: str | None
    text: str


EXPECTED: Final = re.compile(r" - at `\$.*`$")
SHAPES: Final = {
    pattern_of(Id): "an id consists of lower-case letters and digits, with hyphens between words",
    pattern_of(Code): "a code consists of lower-case letters and digits, with underscores between words",
    pattern_of(When): 'write a date as 2025-09-30, "2025-09", "2025-Q3", "2025" or "FY2025"',
}
ISO_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _flag(cell: str) -> bool:
    if cell not in {"true", "false"}:
        raise ValueError("write true or false")
    return cell == "true"


def _iso_day(cell: str) -> date:
    if not ISO_DAY.fullmatch(cell):
        raise ValueError("write it as 2025-09-30")
    return date.fromisoformat(cell)


CELLS: Final[dict[Kind, Callable[[str], object]]] = {
    "text": str,
    "when": str,
    "number": numbers.parse,
    "count": numbers.parse,
    "flag": _flag,
    "list": lambda cell: cell.split("; "),
    "json": msgspec.json.Decoder(float_hook=Decimal).decode,
    "day": _iso_day,
}
# The checks of each field beyond its type.
CHECKS: Final = {
    resource: {name: PARTS[field.kind] for name, field in fields.items() if field.kind in PARTS}
    for resource, fields in FIELDS.items()
}


def from_cells(resource: str, cells: Mapping[str, str]) -> tuple[Fields, list[Finding]]:
    """Convert the cells of a CSV row. An empty cell states nothing."""
    raw: Fields = {}
    findings: list[Finding] = []
    for name, cell in cells.items():
        if not cell:
            continue
        field = FIELDS[resource].get(name)
        try:
            raw[name] = CELLS[field.kind](cell) if field else cell
        except (ValueError, RecursionError) as error:
            findings.append(
                Finding(name, f'"{cell[:60]}" is not a valid {field.kind if field else "cell"}: {error}')
            )
    fields, more = _typed(resource, raw)
    return fields, findings + more


def from_values(resource: str, raw: Mapping[str, object]) -> tuple[Fields, list[Finding]]:
    """Convert the values of a TOML table. Leaves out wrong values and reports them."""
    return _typed(
        resource, {name: _texts_for_dates(value, FIELDS[resource].get(name)) for name, value in raw.items()}
    )


def _typed(resource: str, fields: Fields) -> tuple[Fields, list[Finding]]:
    try:
        seed = msgspec.convert(fields, SEEDS[resource])
        typed: Fields = {name: getattr(seed, name) for name in fields}
        findings: list[Finding] = []
    except msgspec.ValidationError:
        typed, findings = _one_by_one(resource, fields)
    for finding in _wrong_parts(resource, typed):
        findings.append(finding)
        typed.pop(finding.field or "", None)
    return typed, findings


def _one_by_one(resource: str, raw: Fields) -> tuple[Fields, list[Finding]]:
    typed: Fields = {}
    findings: list[Finding] = []
    for name, value in raw.items():
        if name not in FIELDS[resource]:
            findings.append(Finding(name, f"{resource} have no field {name}"))
            continue
        try:
            typed[name] = msgspec.convert(value, FIELDS[resource][name].type)
        except msgspec.ValidationError as error:
            findings.append(Finding(name, f"{name}: {_explain(error)} ({_short(value)})"))
    return typed, findings


def _explain(error: msgspec.ValidationError) -> str:
    """Return msgspec's message, or a description of the pattern that it shows."""
    text = EXPECTED.sub("", str(error))
    return next((described for pattern, described in SHAPES.items() if repr(pattern) in text), text)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _texts_for_dates(value: object, field: Field | None) -> object:
    """Convert TOML dates to text in fields that allow partial dates, also inside an attribution."""
    if field is None or field.kind not in {"when", "json"}:
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, list):
        return [_texts_for_dates(item, field) for item in value]
    if isinstance(value, dict):
        return {key: _texts_for_dates(item, field) for key, item in value.items()}
    return value


def _wrong_parts(resource: str, typed: Fields) -> Iterator[Finding]:
    """Check what types cannot express, and replace each value by its normal form."""
    checks = CHECKS[resource]
    for name, value in list(typed.items()):
        if value is None or name not in checks:
            continue
        try:
            typed[name] = checks[name](name, value)
        except ValueError as error:
            yield Finding(name, f"{name}: {error}")
