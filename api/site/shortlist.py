"""The first records of a list, read as its page of the API reads them."""

from collections.abc import Mapping
from urllib.parse import urlencode

from msgspec import Struct

from api.catalog.resource import Resource
from api.database import fetch
from api.database.pool import Pool
from api.query import cost, keyset, parameters, parsing
from api.reading.releases import not_here


class Shortlist(Struct, frozen=True, kw_only=True):
    """The joined bodies of the records, and whether the list has more."""

    bodies: bytes
    cut: bool


async def read(
    pool: Pool, resource: Resource, filters: Mapping[str, str], limit: int, release: int
) -> Shortlist:
    query = urlencode({**filters, "limit": limit}).encode()
    question = parsing.read(query, parameters.page_values(resource))
    sql, args = keyset.page(resource, question, release)
    row = await fetch.row(pool, sql, args, cost.of_page(resource, question))
    if row is None:
        raise not_here(release)
    return Shortlist(bodies=keyset.page_bodies(row), cut=row["last"] is not None)
