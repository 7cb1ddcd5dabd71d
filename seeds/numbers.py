"""Numbers as the log may hold them: finite, plain, at most fifteen significant digits."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeAlias

Number: TypeAlias = int | Decimal

DIGITS: Final = 15
PLAIN: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
LARGEST: Final = 10**18
# Tables say the same numbers again and again: small counts, the points of counties.
KNOWN: Final = 2**14


class ImpossibleNumberError(ValueError):
    """The message is the sentence for whoever wrote it."""


def plain(number: Number) -> Number:
    """The same number without trailing zeros: a whole one as `int`."""
    if isinstance(number, int) and abs(number) < 10**DIGITS:
        return number
    if isinstance(number, Decimal) and not number.is_finite():
        raise ImpossibleNumberError(f"{number} is no number of anything")
    if not -LARGEST < number < LARGEST:
        raise ImpossibleNumberError("the number is impossibly large")
    exact = Decimal(number)
    significant = "".join(map(str, exact.as_tuple().digits)).strip("0")
    if len(significant) > DIGITS or exact.adjusted() < -DIGITS:
        raise ImpossibleNumberError(f"the number has more than {DIGITS} significant digits")
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


@lru_cache(KNOWN)
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
