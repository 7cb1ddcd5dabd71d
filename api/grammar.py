"""The filter grammar: from the type of a column to its operators, read by validation, SQL and OpenAPI.

In an operator's SQL `{c}` is the column and `{v}` the bound value; a value never becomes part of the text.
"""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from api import values
from api.intervals import COMPARISONS, EQUAL
from api.values import Value

# How a comparison reads a qualified number: the plain number, every number allowed, or at least one.
MATCHES = ("stated", "certain", "possible")


class Operator(Struct, frozen=True, kw_only=True):
    """What one suffix means; `choose` holds the SQL by value where true and false differ in text."""

    suffix: str
    value: Value
    means: str
    sql: str = ""
    choose: Mapping[bool, str] | None = None
    by_match: Mapping[str, str] | None = None


def equality(value: Value) -> tuple[Operator, ...]:
    return (
        Operator(suffix="", value=value, means="equal to this", sql="{c} = {v}" + value.cast),
        Operator(
            suffix="__not",
            value=value,
            means="not equal to this, or unknown",
            sql="{c} is distinct from {v}" + value.cast,
        ),
        Operator(
            suffix="__in",
            value=values.listed(value),
            means="one of these",
            sql="{c} = any({v}" + value.array + ")",
        ),
    )


def order(value: Value) -> tuple[Operator, ...]:
    signs = {
        "gt": (">", "greater than this"),
        "gte": (">=", "at least this"),
        "lt": ("<", "less than this"),
        "lte": ("<=", "at most this"),
    }
    return tuple(
        Operator(suffix=f"__{name}", value=value, means=means, sql=f"{{c}} {sign} {{v}}{value.cast}")
        for name, (sign, means) in signs.items()
    )


IS_NULL = Operator(
    suffix="__isnull",
    value=values.BOOLEAN,
    means="unknown (`true`) or known (`false`)",
    choose={True: "{c} is null", False: "{c} is not null"},
)
IS_EMPTY = Operator(
    suffix="__isnull",
    value=values.BOOLEAN,
    means="empty (`true`) or not (`false`)",
    choose={True: "{c} = '{}'", False: "{c} <> '{}'"},
)


def stated_value() -> tuple[Operator, ...]:
    """The operators of `value`, whose meaning `match` chooses."""
    plain = (*equality(values.NUMBER), *order(values.NUMBER))
    return (*(msgspec.structs.replace(each, by_match=by_match(each.suffix)) for each in plain), IS_NULL)


def by_match(suffix: str) -> dict[str, str]:
    if suffix != "__in":
        return {mode: sql.replace("{t}", "{v}::text::numeric") for mode, sql in COMPARISONS[suffix].items()}
    return {
        mode: f"exists (select from unnest({{v}}::text[]::numeric[]) t where {sql.replace('{t}', 't')})"
        for mode, sql in EQUAL.items()
    }


TEXT = (
    *equality(values.TEXT)[:2],
    Operator(
        suffix="__contains",
        value=values.TEXT,
        means="a text that contains this, whatever the case",
        sql="strpos(lower({c}), lower({v}::text)) > 0",
    ),
)


def listing(value: Value) -> tuple[Operator, ...]:
    return (
        Operator(suffix="", value=value, means="a list that has this element", sql="{c} @> array[{v}::text]"),
        Operator(
            suffix="__in",
            value=values.listed(value),
            means="a list that has one of these elements",
            sql="{c} && {v}::text[]",
        ),
        IS_EMPTY,
    )


# By the sign of `Resource.ends`.
ENDS = {
    ">": Operator(
        suffix="",
        value=values.whole(0, values.INT_LIMIT),
        means="behind this release",
        sql="{c} > {v}::integer",
    ),
    "<=": Operator(
        suffix="",
        value=values.whole(1, values.INT_LIMIT),
        means="not behind this release",
        sql="{c} <= {v}::integer",
    ),
}
BOOLEAN = (
    Operator(
        suffix="",
        value=values.BOOLEAN,
        means="true (`true`) or not (`false`)",
        choose={True: "{c}", False: "not {c}"},
    ),
)
