"""The SQL of comparisons with stated values, by suffix and mode. `{t}` is the number to compare with.

A stated value is an interval: "more than 200,000" is everything above it. `certain` is true for every number
in the interval, `possible` for at least one. An approximate number is one point for `possible` and never
matches for `certain`. An exact number is one point, so every mode compares it the same way: see `EXACT`.
"""

# Nearly all numbers are exact. Compared separately from the others, they are found by the index on `value`.
EXACT = "qualifier = 'exact'"

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
    """SQL for `stated`, which compares both ends of a range, and the plain number of any other value."""
    ends = f"value_low {sign} {{t}} and value_high {sign} {{t}}"
    return f"(value {sign} {{t}} or qualifier = 'between' and {ends})"


def modes(stated: str, certain: str, possible: str) -> dict[str, str]:
    """Return the SQL by mode. A record without a number matches in no mode."""
    by_mode = {"stated": stated, "certain": certain, "possible": possible}
    return {mode: f"coalesce({sql}, false)" for mode, sql in by_mode.items()}


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
