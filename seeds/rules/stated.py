"""Rules for the stated value of an incentive or a figure."""

from collections.abc import Iterator
from typing import Any, Final

from schemas.seed_parts import Payment
from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values.conversion import Finding
from seeds.values.fields import Fields

WHOLE_UNITS: Final = frozenset({"people", "positions", "applications", "offers", "agreements", "residents"})
EMPTY_BELOW_ZERO: Final = frozenset({"nearly", "less_than"})
VALUELESS: Final = frozenset({"between", "unspecified"})


def bounds_and_qualifier(revision: Revision, _context: Context) -> Iterator[Finding]:
    fields = revision.fields
    stated = [name for name in ("value_low", "value_high") if fields[name] is not None]
    if fields["qualifier"] == "between":
        yield from _between(fields, stated)
    elif stated:
        text = f"only between takes {' and '.join(stated)}: the bounds of {fields['qualifier']} are derived"
        yield Finding(stated[0], text)
    if fields["modality"] == "not_offered":
        yield from _not_offered(fields)
    else:
        yield from _value_presence(revision)


def _value_presence(revision: Revision) -> Iterator[Finding]:
    qualifier, value = revision.fields["qualifier"], revision.fields["value"]
    if qualifier in VALUELESS and value is not None:
        yield Finding("value", f"{qualifier} takes no value")
    elif qualifier not in VALUELESS and value is None and "value" not in revision.row.rejected:
        yield Finding(
            "qualifier", f"{qualifier} needs a value: use unspecified for a statement without a number"
        )


def _between(fields: Fields, stated: list[str]) -> Iterator[Finding]:
    if len(stated) < 2:
        yield Finding("qualifier", "between needs value_low and value_high")
    elif fields["value_low"] >= fields["value_high"]:
        yield Finding(
            "value_low",
            f"value_low {fields['value_low']} must be less than value_high {fields['value_high']}",
        )


def _not_offered(fields: Fields) -> Iterator[Finding]:
    if fields["value"] is not None:
        yield Finding("value", "not_offered takes no value, not even 0")
    if fields["qualifier"] != "unspecified":
        yield Finding("qualifier", "not_offered needs the qualifier unspecified")


def value_itself(revision: Revision, context: Context) -> Iterator[Finding]:
    if revision.fields["value"] is not None:
        yield from value_findings(revision.fields, context.unit(revision.fields))


def value_findings(fields: Fields, unit: str | None) -> Iterator[Finding]:
    """Apply the rules that depend on the number."""
    value = fields["value"]
    if value == 0 and fields.get("qualifier") in EMPTY_BELOW_ZERO:
        yield Finding("value", f"no number is {fields['qualifier']} 0")
    if unit in WHOLE_UNITS and fields.get("per") is None and not isinstance(value, int):
        yield Finding("value", f"{value} {unit} must be a whole number")


def unit_of_an_incentive(revision: Revision, _context: Context) -> Iterator[Finding]:
    numbered = [name for name in ("value", "value_low", "value_high") if revision.fields[name] is not None]
    if numbered and revision.fields["unit"] is None and "unit" not in revision.row.rejected:
        yield Finding("unit", "an incentive with a number needs a unit: usd, percent or times")


def payments_add_up(revision: Revision, _context: Context) -> Iterator[Finding]:
    payments: list[Payment] = revision.fields["payments"]
    if any((payment.amount is None) == (payment.percent is None) for payment in payments):
        yield Finding("payments", "each payment needs either an amount or a percent")
    else:
        yield from _sums(payments, revision.fields["value"])


def _sums(payments: list[Payment], value: Any) -> Iterator[Finding]:
    amounts = [payment.amount * payment.times for payment in payments if payment.amount is not None]
    percents = [payment.percent * payment.times for payment in payments if payment.percent is not None]
    if amounts and percents:
        yield Finding("payments", "payments must be either all amounts or all percents")
    elif percents and sum(percents) != 100:
        yield Finding("payments", f"the percents add up to {sum(percents)}: expected 100")
    elif amounts and value not in {None, sum(amounts)}:
        yield Finding("payments", f"the amounts add up to {sum(amounts)}, but the value is {value}")


def preferred_with_a_note(revision: Revision, _context: Context) -> Iterator[Finding]:
    if revision.fields["rank"] == "preferred" and not revision.fields["note"]:
        yield Finding("rank", "preferred needs a note with the reason")


def sum_per_total(revision: Revision, context: Context) -> Iterator[Finding]:
    unit = context.unit(revision.fields)
    if revision.fields["per"] == "total" and unit not in {None, "usd"}:
        yield Finding("per", f"only amounts of money take total: a number of {unit} takes no per")
