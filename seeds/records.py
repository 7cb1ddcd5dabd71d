"""Records as the tables hold them: columns in order, dates split, bounds derived, JSON as text."""

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import msgspec

from schemas.seed import SEEDS, Change, Step
from schemas.stated_value import Stated, derive
from schemas.vocabularies import PLANS, Operation, Unit
from seeds import dates
from seeds.fields import EMPTY, FIELDS, Fields

Record: TypeAlias = tuple[Any, ...]
Tail: TypeAlias = tuple[str, str | None, str | None]

STATEMENTS: Final = frozenset({"incentives", "staffing-figures"})
DERIVED: Final = ("comparator", "value_low", "low_inclusive", "value_high", "high_inclusive", "value_text")
# What follows a record's own columns: what the release does to it, and why.
TAIL: Final = ("operation", "change_kind", "change_notice")
_encode: Final = msgspec.json.Encoder(decimal_format="number").encode


def _columns(resource: str) -> Iterator[str]:
    for name in EMPTY[resource]:
        if name in DERIVED:
            continue
        yield name
        if FIELDS[resource][name].kind == "when":
            yield f"{name}_precision"
    if resource in STATEMENTS:
        yield from DERIVED
    if resource == "staffing-figures":
        yield "unit"


COLUMNS: Final[dict[str, tuple[str, ...]]] = {resource: tuple(_columns(resource)) for resource in SEEDS}
_PLAN: Final = {
    resource: [(name, FIELDS[resource][name].kind) for name in EMPTY[resource] if name not in DERIVED]
    for resource in SEEDS
}


def record(resource: str, fields: Fields, *, unit: Unit | None, fiscal_year_end: str | None) -> Record:
    """One complete record as `COLUMNS[resource]` has it; `unit` is the metric's, of a figure."""
    values: list[Any] = []
    for name, kind in _PLAN[resource]:
        value = fields[name]
        if kind == "when":
            values.extend(_date(name, value, fields, fiscal_year_end))
        else:
            values.append(_json(value, fiscal_year_end) if kind == "json" else value)
    if resource in STATEMENTS:
        values.extend(bounds(fields, unit or fields.get("unit")))
    if resource == "staffing-figures":
        values.append(unit)
    return tuple(values)


def _date(name: str, text: str | None, fields: Fields, fiscal_year_end: str | None) -> tuple[Any, Any]:
    if text is not None:
        return dates.parse(text, fiscal_year_end)
    # A flow's as_of is the end of its period; a plan's is the day it stood, which nobody stated.
    if name == "as_of" and fields.get("period_end") and fields["period"] and fields["modality"] not in PLANS:
        return fields["period_end"], dates.PERIOD_PRECISION[fields["period"]]
    return None, None


def bounds(fields: Fields, unit: Unit | None) -> tuple[Any, ...]:
    """The columns `DERIVED`."""
    stated = {
        name: fields[name]
        for name in ("qualifier", "value", "value_low", "value_high", "modality", "as_stated")
    }
    derived = derive(Stated(**stated, unit=unit))
    return tuple(getattr(derived, name) for name in DERIVED)


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


def tail(operation: Operation | None, change: Change | None) -> Tail:
    """A record that was there says why it changed; a new one needs no reason."""
    if operation is None:
        return "unchanged", None, None
    reason = change if operation != "added" else None
    return operation, reason.kind if reason else None, reason.notice if reason else None
