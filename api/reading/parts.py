"""Read the parts of a single record that lists leave out, such as the points of a series."""

from typing import Any

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.query.sql import Statement, encoded, rows_or_null
from api.reading.releases import not_here

IN_ORDER = encoded("string_agg(x.body, ',' order by x.place)")


async def read(pool: Pool, resource: Resource, view: str, key: Any, release: int) -> bytes:
    """Return the elements of the view that belong to the record, as JSON joined with commas."""
    statement = Statement(resource, release)
    rows = (
        f"select {IN_ORDER} as elements from {view} x "
        f"where x.belongs_to = {statement.value(key)} and {statement.valid}"
    )
    row = await fetch.row(pool, rows_or_null(statement, rows), statement.args)
    if row is None:
        raise not_here(release)
    return row["elements"] or b""
