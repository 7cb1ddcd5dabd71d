"""The filter grammar: one table from the type of a column to its operators, read by validation, SQL and OpenAPI.

In an operator's SQL `{c}` is the column and `{v}` the bound value; a value never becomes part of the text.
"""

from collections.abc import Mapping

from msgspec import Struct

from api import values
from api.values import Value

# How a comparison reads a qualified number: the plain number, every number allowed, or at least one.
MATCHES = ("stated", "certain", "possible")


class Operator(Struct, frozen=True, kw_only=True):
    """What one suffix means. `choose` holds the SQL by value where the value picks the text (true and false)."""

    suffix: str
    value: Value
    means: str
    sql: str = ""
    choose: Mapping[bool, str] | None = None
    by_match: Mapping[str, str] | None = None


def equality(value: Value) -> tuple[Operator, ...]:
    return (
        Operator(suffix="", value=value, means="equal to", sql="{c} = {v}" + value.cast),
        Operator(
            suffix="__not",
            value=value,
            means="not equal to, or without a value",
            sql="{c} is distinct from {v}" + value.cast,
        ),
        Operator(
            suffix="__in",
            value=values.listed(value),
            means="equal to one of",
            sql="{c} = any({v}" + value.array + ")",
        ),
    )


def order(value: Value) -> tuple[Operator, ...]:
    signs = {
        "gt": (">", "greater than"),
        "gte": (">=", "at least"),
        "lt": ("<", "less than"),
        "lte": ("<=", "at most"),
    }
    return tuple(
        Operator(suffix=f"__{name}", value=value, means=means, sql=f"{{c}} {sign} {{v}}{value.cast}")
        for name, (sign, means) in signs.items()
    )


IS_NULL = Operator(
    suffix="__isnull",
    value=values.BOOLEAN,
    means="without a value (true) or with one (false)",
    choose={True: "{c} is null", False: "{c} is not null"},
)
IS_EMPTY = Operator(
    suffix="__isnull",
    value=values.BOOLEAN,
    means="empty (true) or not (false)",
    choose={True: "{c} = '{}'", False: "{c} <> '{}'"},
)

# A qualified number is an interval. An approximate one is its number for `possible` and nothing for `certain`.
LOW = "case when qualifier = 'approximately' then value else value_low end"
HIGH = "case when qualifier = 'approximately' then value when value_low is null then null else coalesce(value_high, 'Infinity') end"
LOW_CLOSED = "(qualifier = 'approximately' or low_inclusive)"
HIGH_CLOSED = "(qualifier = 'approximately' or high_inclusive is not false)"
KNOWN = "value_low is not null"
TOP = "coalesce(value_high, 'Infinity')"

CONTAINS = f"({LOW} < {{t}} or {LOW} = {{t}} and {LOW_CLOSED}) and ({HIGH} > {{t}} or {HIGH} = {{t}} and {HIGH_CLOSED})"
IS_POINT = f"({KNOWN} and value_low = {{t}} and {TOP} = {{t}} and low_inclusive and high_inclusive)"


def interval(stated: str, certain: str, possible: str) -> dict[str, str]:
    return {
        "stated": f"coalesce({stated}, false)",
        "certain": f"coalesce({certain}, false)",
        "possible": f"coalesce({possible}, false)",
    }


def both_ends(sign: str) -> str:
    """`between` under `stated` asks both ends."""
    return f"(value {sign} {{t}} or qualifier = 'between' and value_low {sign} {{t}} and value_high {sign} {{t}})"


QUALIFIED = {
    "": interval(both_ends("="), IS_POINT, CONTAINS),
    "__gt": interval(
        both_ends(">"),
        f"{KNOWN} and (value_low > {{t}} or value_low = {{t}} and not low_inclusive)",
        f"{HIGH} > {{t}}",
    ),
    "__gte": interval(
        both_ends(">="),
        f"{KNOWN} and value_low >= {{t}}",
        f"({HIGH} > {{t}} or {HIGH} = {{t}} and {HIGH_CLOSED})",
    ),
    "__lt": interval(
        both_ends("<"),
        f"{KNOWN} and ({TOP} < {{t}} or {TOP} = {{t}} and not high_inclusive)",
        f"{LOW} < {{t}}",
    ),
    "__lte": interval(
        both_ends("<="), f"{KNOWN} and {TOP} <= {{t}}", f"({LOW} < {{t}} or {LOW} = {{t}} and {LOW_CLOSED})"
    ),
}
QUALIFIED["__not"] = {
    # the negation keeps records without a value; certain not = not possible
    "stated": f"not {QUALIFIED['']['stated']}",
    "certain": f"not {QUALIFIED['']['possible']}",
    "possible": f"not {QUALIFIED['']['certain']}",
}


def stated_value() -> tuple[Operator, ...]:
    """The operators of `value`, whose meaning `match` chooses."""
    plain = {one.suffix: one for one in (*equality(values.NUMBER), *order(values.NUMBER))}
    found = []
    for suffix, operator in plain.items():
        test = "::text::numeric" if suffix != "__in" else ""
        modes = QUALIFIED[suffix if suffix != "__in" else ""]
        by_match = {mode: sql.replace("{t}", "{v}" + test) for mode, sql in modes.items()}
        if suffix == "__in":
            by_match = {
                mode: f"exists (select from unnest({{v}}::text[]::numeric[]) t where {sql.replace('{t}', 't')})"
                for mode, sql in modes.items()
            }
        found.append(Operator(suffix=suffix, value=operator.value, means=operator.means, by_match=by_match))
    return (*found, IS_NULL)


TEXT = (
    *equality(values.TEXT)[:2],
    Operator(
        suffix="__contains",
        value=values.TEXT,
        means="containing, whatever the case",
        sql="strpos(lower({c}), lower({v}::text)) > 0",
    ),
)


def listing(value: Value) -> tuple[Operator, ...]:
    return (
        Operator(suffix="", value=value, means="having the element", sql="{c} @> array[{v}::text]"),
        Operator(
            suffix="__in",
            value=values.listed(value),
            means="having one of the elements",
            sql="{c} && {v}::text[]",
        ),
        IS_EMPTY,
    )


BOOLEAN = (
    Operator(suffix="", value=values.BOOLEAN, means="true or false", choose={True: "{c}", False: "not {c}"}),
)
