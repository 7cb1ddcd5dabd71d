"""Converts records to rows of the database: ordered columns, split dates, derived bounds, JSON as text."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import msgspec

from schemas.seed import SEEDS
from schemas.seed_parts import Change, Step
from schemas.stated_value import Stated, derive, number_text
from schemas.vocabularies import PLANS, Operation, Unit
from seeds.values import dates, sightings
from seeds.values.fields import EMPTY, FIELDS, Fields

DatabaseRow: TypeAlias = tuple[Any, ...]
ChangeValues: TypeAlias = tuple[str, str | None, str | None]

STATEMENTS: Final = frozenset({"incentives", "staffing-figures"})
# Their unit is their metric's.
MEASURED: Final = frozenset({"staffing-figures", "area-figures"})
DERIVED_COLUMNS: Final = (
    "comparator",
    "value_low",
    "low_inclusive",
    "value_high",
    "high_inclusive",
    "value_text",
)
# The columns after a record's own: what the release does to the record, and why.
CHANGE_COLUMNS: Final = ("operation", "change_kind", "change_notice")
_encode: Final = msgspec.json.Encoder(decimal_format="number").encode


def _columns(resource: str) -> Iterator[str]:
    for name in EMPTY[resource]:
        if name in DERIVED_COLUMNS:
            continue
        yield name
        if FIELDS[resource][name].kind == "when":
            yield f"{name}_precision"
    if resource in STATEMENTS:
        yield from DERIVED_COLUMNS
    if resource == "area-figures":
        yield "value_text"
    if resource in MEASURED:
        yield "unit"


COLUMNS: Final[dict[str, tuple[str, ...]]] = {resource: tuple(_columns(resource)) for resource in SEEDS}
_PLAN: Final = {
    resource: [(name, FIELDS[resource][name].kind) for name in EMPTY[resource] if name not in DERIVED_COLUMNS]
    for resource in SEEDS
}


def database_row(
    resource: str, fields: Fields, *, unit: Unit | None, fiscal_year_end: str | None
) -> DatabaseRow:
    """Return the values of `COLUMNS[resource]`. For a figure, `unit` is its metric's."""
    if resource == "sources":
        fields = {**fields, "url": sightings.url_of(fields)}
    values: list[Any] = []
    for name, kind in _PLAN[resource]:
        value = fields[name]
        if kind == "when":
            values.extend(_date(name, value, fields, fiscal_year_end))
        else:
            values.append(_json(value, fiscal_year_end) if kind == "json" else value)
    if resource in STATEMENTS:
        values.extend(bounds(fields, unit or fields.get("unit")))
    if resource == "area-figures":
        values.append(number_text(fields["value"], unit))
    if resource in MEASURED:
        values.append(unit)
    return tuple(values)


def _date(name: str, text: str | None, fields: Fields, fiscal_year_end: str | None) -> tuple[Any, Any]:
    if text is not None:
        parsed = dates.parse(text, fiscal_year_end)
        return sightings.no_later_than(parsed, fields["retrieved_on"]) if name == "published_on" else parsed
    # A flow without as_of is dated to the end of its period. A plan is not: nobody stated its day.
    if name == "as_of" and fields.get("period_end") and fields["period"] and fields["modality"] not in PLANS:
        return fields["period_end"], dates.PERIOD_PRECISION[fields["period"]]
    return None, None


def bounds(fields: Fields, unit: Unit | None) -> tuple[Any, ...]:
    """Return the values of `DERIVED_COLUMNS`."""
    stated = {
        name: fields[name]
        for name in ("qualifier", "value", "value_low", "value_high", "modality", "as_stated")
    }
    derived = derive(Stated(**stated, unit=unit))
    return tuple(getattr(derived, name) for name in DERIVED_COLUMNS)


def _json(parts: list[Any], fiscal_year_end: str | None) -> str:
    return _encode(
        [_step(part, fiscal_year_end) if isinstance(part, Step) else part for part in parts]
    ).decode()


def _step(step: Step, fiscal_year_end: str | None) -> dict[str, object]:
    said_on, precision = dates.parse(step.said_on, fiscal_year_end) if step.said_on else (None, None)
    return {
        "name": step.name,
        "role": step.role,
        "verb": step.verb,
        "said_on": said_on,
        "said_on_precision": precision,
        "source_id": step.source_id,
    }


def change_values(operation: Operation | None, change: Change | None) -> ChangeValues:
    """Return the values of `CHANGE_COLUMNS`. A new record needs no reason."""
    if operation is None:
        return "unchanged", None, None
    reason = change if operation != "added" else None
    return operation, reason.kind if reason else None, reason.notice if reason else None
