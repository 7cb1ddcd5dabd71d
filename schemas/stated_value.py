"""The meaning of a stated value: derives comparator, bounds and text from a number and its qualifier."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from msgspec import Struct

from schemas.vocabularies import Comparator, Modality, Qualifier, Unit

Number = int | Decimal


class StatedValue(Struct, frozen=True, kw_only=True):
    comparator: Comparator | None
    value_low: Number | None
    low_inclusive: bool | None
    value_high: Number | None
    high_inclusive: bool | None
    value_text: str | None


class Stated(NamedTuple):
    """The value as a seed row states it."""

    qualifier: Qualifier
    value: Number | None = None
    value_low: Number | None = None
    value_high: Number | None = None
    modality: Modality | None = None
    unit: Unit | None = None
    as_stated: str | None = None


class Meaning(NamedTuple):
    """One row of the table below. A bound is the stated number, 0 (no value is negative) or open."""

    comparator: Comparator | None
    low: str | None
    low_inclusive: bool | None
    high: str | None
    high_inclusive: bool | None
    words: str


MEANINGS: Final[dict[Qualifier, Meaning]] = {
    "exact": Meaning("=", "value", True, "value", True, "{}"),
    "more_than": Meaning(">", "value", False, None, None, "more than {}"),
    "at_least": Meaning(">=", "value", True, None, None, "at least {}"),
    "nearly": Meaning("<", "zero", True, "value", False, "nearly {}"),
    "approximately": Meaning("~", None, None, None, None, "about {}"),
    "up_to": Meaning("<=", "zero", True, "value", True, "up to {}"),
    "less_than": Meaning("<", "zero", True, "value", False, "less than {}"),
    "at_most": Meaning("<=", "zero", True, "value", True, "at most {}"),
    "between": Meaning(None, "low", True, "high", True, "{}"),
    "unspecified": Meaning(None, None, None, None, None, ""),
}
# between leaves no room for approximately, so the text keeps the source's word.
ROUGHLY: Final = re.compile(r"\b(about|approximately|around|roughly)\b", re.IGNORECASE)
SCALES: Final = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))


def derive(stated: Stated) -> StatedValue:
    """Derive comparator, bounds and text. Everything that serves them uses these."""
    meaning = MEANINGS[stated.qualifier]
    typed: dict[str | None, Number | None] = {"low": stated.value_low, "high": stated.value_high}
    bounds = {"value": stated.value, "zero": 0, None: None} | typed
    return StatedValue(
        comparator=meaning.comparator,
        value_low=bounds[meaning.low],
        low_inclusive=meaning.low_inclusive,
        value_high=bounds[meaning.high],
        high_inclusive=meaning.high_inclusive,
        value_text=_value_text(stated, meaning.words),
    )


def _value_text(stated: Stated, words: str) -> str | None:
    if stated.modality == "not_offered":
        return "not offered"
    if stated.value_low is not None and stated.value_high is not None:
        return _range_text(stated.value_low, stated.value_high, stated)
    return None if stated.value is None else words.format(number_text(stated.value, stated.unit))


def _range_text(low: Number, high: Number, stated: Stated) -> str:
    phrase = stated.as_stated or ""
    if phrase and not any(sign.isdigit() for sign in phrase):
        return phrase  # "six-figure salaries": the bounds are our reading, the source printed none
    text = _between_text(low, high, stated.unit)
    return f"about {text}" if ROUGHLY.search(phrase) else text


def _between_text(low: Number, high: Number, unit: str | None) -> str:
    """Write the unit once, after the second number: "5 to 10 percent", but "$5 to $10"."""
    return f"{number_text(low, unit if unit == 'usd' else None)} to {number_text(high, unit)}"


def number_text(number: Number, unit: str | None = None) -> str:
    """Format a number in English: 200,000 · $30 billion · $22.50 · 25 percent · 2 times."""
    if unit == "usd":
        return _money(number)
    plain = f"{number:,}" if isinstance(number, int) else f"{number:,f}"
    return f"{plain} {unit}" if unit in {"percent", "times"} else plain


def _money(amount: Number) -> str:
    for scale, word in SCALES:
        # At most three decimals: 29,850,000,000 is $29.85 billion, but 29,850,400,000 keeps its digits.
        if amount >= scale and amount % (scale // 1000) == 0:
            return f"${(Decimal(amount) / scale).normalize():f} {word}"
    if isinstance(amount, int):
        return f"${amount:,}"
    return f"${amount:,.2f}" if amount == round(amount, 2) else f"${amount:,f}"
