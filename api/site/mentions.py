"""Records that a record mentions by id alone, without saying of which resource they are."""

from collections.abc import Mapping
from typing import Any

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.site.facts import Cell
from api.site.links import Links

KNOWN = "select id, resource from api.records where id = any($1::text[])"


async def mentions(pool: Pool, resource: Resource, record: Any, links: Links) -> Mapping[str, list[Cell]]:
    """Map each column of `mentions` to links. An id that the registry does not list stays a text."""
    columns = {name: as_list(getattr(record, name)) for name in resource.mentions}
    keys = [key for listed in columns.values() for key in listed]
    rows = await fetch.rows(pool, KNOWN, [keys]) if keys else []
    pages = {row["id"]: links.record(row["resource"], row["id"]) for row in rows}
    return {
        name: [Cell(text=key, href=pages.get(key)) for key in listed]
        for name, listed in columns.items()
        if listed
    }


def as_list(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []
