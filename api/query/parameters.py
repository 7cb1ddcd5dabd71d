"""The query parameters that pages, files and single records of a resource accept."""

from collections.abc import Mapping
from functools import cache

from msgspec import structs

from api.catalog import values
from api.catalog.operators import MATCHES
from api.catalog.resource import Resource
from api.catalog.values import Value

LIMIT = 1000
# Parameters that only files or only pages accept, and why.
UNAVAILABLE = {
    "fields": "a page always has every column; use fields on a file (.csv, .parquet and others)",
    "bom": "only the .csv file has a byte-order mark, for Excel",
    "excel": "only the .csv file has a form for Excel; in .xlsx, texts are text cells and never run",
}
DEFAULT_LIMIT = 100
PAGE_ONLY = {
    "limit": "a file always holds every matching record",
    "after": "a file always holds every matching record",
    "count": "a file always holds every matching record; use count on the page",
    "include": "a file is flat; it has names next to ids",
    "bom": UNAVAILABLE["bom"],
    "excel": UNAVAILABLE["excel"],
}
DEFAULTS = {
    "limit": str(DEFAULT_LIMIT),
    "count": "false",
    "match": "stated",
    "bom": "false",
    "excel": "false",
}


@cache
def page_values(resource: Resource) -> Mapping[str, Value]:
    """The parameters of a page."""
    key = resource.columns[resource.key].value or values.ID
    accepted = file_values(resource) | {
        "limit": values.integer_range(1, LIMIT),
        "after": key,
        "count": values.BOOLEAN,
    }
    del accepted["fields"]
    if resource.include:
        accepted["include"] = relations(resource)
    return accepted


@cache
def file_values(resource: Resource) -> dict[str, Value]:
    """The parameters of a file."""
    accepted = {name: operator.value for name, (_, operator) in resource.conditions.items()}
    if resource.stated:
        accepted["match"] = values.one_of(MATCHES)
    if resource.searched:
        accepted["q"] = values.TEXT
    orders = tuple(sign + column for column in (resource.key, *resource.sorts) for sign in ("", "-"))
    fields = columns_in_order(resource.file_columns)
    return accepted | {"sort": values.one_of(orders), "fields": fields} | moment_values()


@cache
def record_values(resource: Resource) -> Mapping[str, Value]:
    """The parameters of a single record."""
    return moment_values() | ({"include": relations(resource)} if resource.include else {})


def moment_values() -> dict[str, Value]:
    return {"release": values.integer_range(1, values.INT_LIMIT), "known_on": values.DAY}


def columns_in_order(columns: tuple[str, ...], limit: int = values.IN_LIMIT) -> Value:
    """A list of column names. Its value has each name once, in the order of the columns."""
    several = values.list_of(values.one_of(columns), limit)

    def read(text: str) -> list[str]:
        chosen = several.read(text)
        return [column for column in columns if column in chosen]

    return structs.replace(several, read=read)


def relations(resource: Resource) -> Value:
    return columns_in_order(tuple(resource.include), len(resource.include))
