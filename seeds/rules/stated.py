"""Rules about the stated value of an incentive or a figure."""

from collections.abc import Iterator
from typing import Final

from schemas.seed import Payment
from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.fields import Fields
from seeds.world import World

WHOLE_UNITS: Final = frozenset({"people", "positions", "applications", "offers", "agreements", "residents"})
EMPTY_BELOW_ZERO: Final = frozenset({"nearly", "less_than"})
VALUELESS: Final = frozenset({"between", "unspecified"})


def bounds_and_qualifier(draft: Draft, _world: World) -> Iterator[Finding]:
    fields = draft.fields
    qualifier, value = fields["qualifier"], fields["value"]
    typed = [name for name in ("value_low", "value_high") if fields[name] is not None]
    if qualifier == "between":
        yield from _between(fields, typed)
    elif typed:
        yield Finding(
            typed[0], f"{' and '.join(typed)} are for between alone; {qualifier} derives its bounds"
        )
    if fields["modality"] == "not_offered":
        yield from _not_offered(fields)
    elif qualifier in VALUELESS and value is not None:
        yield Finding("value", f"a statement that is {qualifier} has no value")
    elif qualifier not in VALUELESS and value is None and "value" not in draft.row.refused:
        yield Finding("qualifier", f"{qualifier} needs a value; a statement without a number is unspecified")


def _between(fields: Fields, typed: list[str]) -> Iterator[Finding]:
    if len(typed) < 2:
        yield Finding("qualifier", "between needs value_low and value_high")
    elif fields["value_low"] >= fields["value_high"]:
        yield Finding("value_low", f"{fields['value_low']} is not below {fields['value_high']}")


def _not_offered(fields: Fields) -> Iterator[Finding]:
    if fields["value"] is not None:
        yield Finding("value", "what is not offered has no value, not even 0")
    if fields["qualifier"] != "unspecified":
        yield Finding("qualifier", "what is not offered is unspecified")


def value_itself(draft: Draft, world: World) -> Iterator[Finding]:
    if draft.fields["value"] is not None:
        yield from value_findings(draft.fields, world.unit(draft.fields))


def value_findings(fields: Fields, unit: str | None) -> Iterator[Finding]:
    """What depends on the number itself."""
    value = fields["value"]
    if value == 0 and fields["qualifier"] in EMPTY_BELOW_ZERO:
        yield Finding("value", f"nothing is {fields['qualifier']} 0")
    if unit in WHOLE_UNITS and fields["per"] is None and not isinstance(value, int):
        yield Finding("value", f"{value} is no whole number of {unit}")


def unit_of_an_incentive(draft: Draft, _world: World) -> Iterator[Finding]:
    numbered = [name for name in ("value", "value_low", "value_high") if draft.fields[name] is not None]
    if numbered and draft.fields["unit"] is None and "unit" not in draft.row.refused:
        yield Finding("unit", "an incentive with a number needs a unit: usd, percent or times")


def payments_add_up(draft: Draft, _world: World) -> Iterator[Finding]:
    payments: list[Payment] = draft.fields["payments"]
    if not payments:
        return
    if any((payment.amount is None) == (payment.percent is None) for payment in payments):
        yield Finding("payments", "each payment has either an amount or a percent")
        return
    amounts = [payment.amount * payment.times for payment in payments if payment.amount is not None]
    percents = [payment.percent * payment.times for payment in payments if payment.percent is not None]
    if amounts and percents:
        yield Finding("payments", "payments are either all amounts or all percents")
    elif percents and sum(percents) != 100:
        yield Finding("payments", f"the percents add up to {sum(percents)}, not to 100")
    elif amounts and draft.fields["value"] not in {None, sum(amounts)}:
        yield Finding(
            "payments", f"the amounts add up to {sum(amounts)}, the value is {draft.fields['value']}"
        )


def preferred_with_a_note(draft: Draft, _world: World) -> Iterator[Finding]:
    if draft.fields["rank"] == "preferred" and not draft.fields["note"]:
        yield Finding("rank", "preferred needs a note that says why")


def sum_per_total(draft: Draft, world: World) -> Iterator[Finding]:
    unit = world.unit(draft.fields)
    if draft.fields["per"] == "total" and unit not in {None, "usd"}:
        yield Finding("per", f"total is for sums of money; a count of {unit} has no per")
