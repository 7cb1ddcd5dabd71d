"""What a comparison of a qualified number means in SQL, by suffix and mode; `{t}` is compared with.

A qualified number is an interval: "more than 200,000" is everything above it. `certain` holds for every
number the statement allows, `possible` for at least one. An approximate number is itself for `possible`,
nothing for `certain`.
"""

CASES = "case when qualifier = 'approximately' then value {} end"
LOW = CASES.format("else value_low")
HIGH = CASES.format("when value_low is not null then coalesce(value_high, 'Infinity')")
LOW_CLOSED = "(qualifier = 'approximately' or low_inclusive)"
HIGH_CLOSED = "(qualifier = 'approximately' or high_inclusive)"
# without approximate numbers and those without any bound
KNOWN = "value_low is not null"
TOP = "coalesce(value_high, 'Infinity')"

REACHES_UP = f"({HIGH} > {{t}} or {HIGH} = {{t}} and {HIGH_CLOSED})"
REACHES_DOWN = f"({LOW} < {{t}} or {LOW} = {{t}} and {LOW_CLOSED})"
IS_POINT = f"({KNOWN} and value_low = {{t}} and {TOP} = {{t}} and low_inclusive and high_inclusive)"


def both_ends(sign: str) -> str:
    """Under `stated` a range is asked at both ends, every other statement at its plain number."""
    ends = f"value_low {sign} {{t}} and value_high {sign} {{t}}"
    return f"(value {sign} {{t}} or qualifier = 'between' and {ends})"


def modes(stated: str, certain: str, possible: str) -> dict[str, str]:
    """A record without a number matches in none of them."""
    given = {"stated": stated, "certain": certain, "possible": possible}
    return {mode: f"coalesce({sql}, false)" for mode, sql in given.items()}


EQUAL = modes(both_ends("="), IS_POINT, f"{REACHES_UP} and {REACHES_DOWN}")
COMPARISONS = {
    "": EQUAL,
    # the negation keeps records without a number; certain not = not possible
    "__not": {
        "stated": f"not {EQUAL['stated']}",
        "certain": f"not {EQUAL['possible']}",
        "possible": f"not {EQUAL['certain']}",
    },
    "__gt": modes(
        both_ends(">"),
        f"{KNOWN} and (value_low > {{t}} or value_low = {{t}} and not low_inclusive)",
        f"{HIGH} > {{t}}",
    ),
    "__gte": modes(both_ends(">="), f"{KNOWN} and value_low >= {{t}}", REACHES_UP),
    "__lt": modes(
        both_ends("<"),
        f"{KNOWN} and ({TOP} < {{t}} or {TOP} = {{t}} and not high_inclusive)",
        f"{LOW} < {{t}}",
    ),
    "__lte": modes(both_ends("<="), f"{KNOWN} and {TOP} <= {{t}}", REACHES_DOWN),
}
