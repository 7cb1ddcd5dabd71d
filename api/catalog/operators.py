"""The filter grammar: the operators of each type of column, used by validation, SQL and OpenAPI.

In an operator's SQL `{c}` is the column and `{v}` the bound value; a value never becomes part of the text.
"""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from api.catalog import values
from api.catalog.intervals import COMPARISONS, EQUAL
from api.catalog.values import Value

# How a comparison reads a stated value: the plain number, every number it allows, or at least one.
MATCHES = ("stated", "certain", "possible")


class Operator(Struct, frozen=True, kw_only=True):
    """The meaning of one suffix. `choose` is the SQL by value if true and false have different SQL.

    `by_match` is the SQL by `match` for numbers that are not exact; `sql` is for exact ones, under any
    `match`.
    """

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
            value=values.list_of(value),
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
        means="a text that contains this, in any case",
        sql="strpos(lower({c}), lower({v}::text)) > 0",
    ),
)


def list_operators(value: Value) -> tuple[Operator, ...]:
    return (
        Operator(
            suffix="", value=value, means="a list that contains this element", sql="{c} @> array[{v}::text]"
        ),
        Operator(
            suffix="__in",
            value=values.list_of(value),
            means="a list that contains at least one of these elements",
            sql="{c} && {v}::text[]",
        ),
        IS_EMPTY,
    )


# By the sign of `Resource.ends`.
ENDS = {
    ">": Operator(
        suffix="",
        value=values.integer_range(0, values.INT_LIMIT),
        means="after this release",
        sql="{c} > {v}::integer",
    ),
    "<=": Operator(
        suffix="",
        value=values.integer_range(1, values.INT_LIMIT),
        means="up to and including this release",
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
