"""Numbers as the log may hold them: finite, plain, at most fifteen significant digits."""

import re
from decimal import Decimal
from typing import Final, TypeAlias

Number: TypeAlias = int | Decimal

DIGITS: Final = 15
PLAIN: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
LARGEST: Final = 10**18


class ImpossibleNumberError(ValueError):
    """The message is the sentence for whoever wrote it."""


def plain(number: Number) -> Number:
    """The same number without trailing zeros: a whole one as `int`."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise ImpossibleNumberError(f"{number} is no number of anything")
    if not -LARGEST < number < LARGEST:
        raise ImpossibleNumberError("the number is impossibly large")
    shortest = Decimal(number).normalize() if isinstance(number, int) else number.normalize()
    if len(shortest.as_tuple().digits) > DIGITS:
        raise ImpossibleNumberError(f"{number} has more than {DIGITS} significant digits")
    return int(shortest) if shortest == shortest.to_integral_value() else shortest


def parse(text: str) -> Number:
    """A number as CSV writes it: no blanks, no signs but a minus, no commas, no exponent."""
    if not PLAIN.fullmatch(text) or len(text) > 2 * DIGITS:
        raise ImpossibleNumberError(f'"{text[:40]}" is no plain number')
    return plain(Decimal(text))


def count(text: str) -> Number:
    """A number that counts something."""
    if text.startswith("-"):
        raise ImpossibleNumberError(f"{text[:40]} is negative")
    return parse(text)
