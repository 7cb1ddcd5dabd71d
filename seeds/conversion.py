"""From what a file says to typed fields, naming every field that is wrong, not only the first."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final, NamedTuple

import msgspec

from schemas.seed import SEEDS, Code, Id, When
from seeds import numbers
from seeds.fields import FIELDS, Field, Fields, Kind, pattern_of
from seeds.parts import PARTS


class Finding(NamedTuple):
    """A problem whose place is not known yet: the field, and the sentence."""

    field: str | None
    text: str


EXPECTED: Final = re.compile(r" - at `\$.*`$")
SHAPES: Final = {
    pattern_of(Id): "an id is made of lower-case words and digits joined with hyphens",
    pattern_of(Code): "a code is made of lower-case words and digits joined with underscores",
    pattern_of(When): 'a date is 2025-09-30, "2025-09", "2025-Q3", "2025" or "FY2025"',
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
# What is looked at of each field beyond its type.
CHECKS: Final = {
    resource: {name: PARTS[field.kind] for name, field in fields.items() if field.kind in PARTS}
    for resource, fields in FIELDS.items()
}


def from_cells(resource: str, cells: Mapping[str, str]) -> tuple[Fields, list[Finding]]:
    """The named fields of a CSV row; an empty cell names nothing."""
    raw: Fields = {}
    findings: list[Finding] = []
    for name, cell in cells.items():
        if not cell:
            continue
        field = FIELDS[resource].get(name)
        try:
            raw[name] = CELLS[field.kind](cell) if field else cell
        except ValueError as error:
            findings.append(Finding(name, f'"{cell[:60]}" is no {field.kind if field else "cell"}: {error}'))
    fields, more = _typed(resource, raw)
    return fields, findings + more


def from_values(resource: str, raw: Mapping[str, object]) -> tuple[Fields, list[Finding]]:
    """The named fields of a TOML table, in their types; a wrong one is left out and told."""
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
            findings.append(Finding(name, f"{name}: {_said(error)} ({_short(value)})"))
    return typed, findings


def _said(error: msgspec.ValidationError) -> str:
    """The library's sentence, in words where it shows a pattern."""
    text = EXPECTED.sub("", str(error))
    return next((said for pattern, said in SHAPES.items() if repr(pattern) in text), text)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"


def _texts_for_dates(value: object, field: Field | None) -> object:
    """TOML's own dates as texts where a partial date may stand, also inside an attribution."""
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
    """What a type alone cannot say; puts numbers into their plain form on the way."""
    checks = CHECKS[resource]
    for name, value in list(typed.items()):
        if value is None or name not in checks:
            continue
        try:
            typed[name] = checks[name](name, value)
        except ValueError as error:
            yield Finding(name, f"{name}: {error}")
