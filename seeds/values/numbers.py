"""The numbers that the log allows: finite, without exponent, at most fifteen significant digits."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeAlias

Number: TypeAlias = int | Decimal

DIGITS: Final = 15
PLAIN: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
LARGEST: Final = 10**18
# Tables repeat numbers often, such as small counts and the coordinates of counties.
CACHE_SIZE: Final = 2**14


class ImpossibleNumberError(ValueError):
    """A number that the log does not allow. The message explains it to the author of the file."""


def plain(number: Number) -> Number:
    """Return the number without trailing zeros, and as `int` if it is whole."""
    if isinstance(number, int) and abs(number) < 10**DIGITS:
        return number
    if isinstance(number, Decimal) and not number.is_finite():
        raise ImpossibleNumberError(f"{number} is not a finite number")
    if not -LARGEST < number < LARGEST:
        raise ImpossibleNumberError(f"the number is not between -{LARGEST:,} and {LARGEST:,}")
    exact = Decimal(number)
    significant = "".join(map(str, exact.as_tuple().digits)).strip("0")
    if len(significant) > DIGITS or exact.adjusted() < -DIGITS:
        raise ImpossibleNumberError(f"the number has more than {DIGITS} significant digits")
    return int(exact) if exact == exact.to_integral_value() else exact.normalize()


@lru_cache(CACHE_SIZE)
def parse(text: str) -> Number:
    """Parse a number of a CSV cell: digits with an optional minus sign and decimal point, nothing else."""
    if not PLAIN.fullmatch(text) or len(text) > 2 * DIGITS:
        raise ImpossibleNumberError(f'"{text[:40]}" is not a plain number such as 1234 or 0.5')
    return plain(Decimal(text))


def count(text: str) -> Number:
    """Parse a number that is not negative."""
    if text.startswith("-"):
        raise ImpossibleNumberError(f"{text[:40]} is negative")
    return parse(text)
