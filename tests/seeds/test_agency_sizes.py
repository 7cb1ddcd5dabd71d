"""How large agencies are orders a search, in each release by the numbers of that release."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import asyncpg
import msgspec
import pytest

from api.catalog.resources import BY_NAME
from api.query import keyset
from api.query.parsing import Question
from tests.seeds import factories
from tests.seeds.factories import AGENCY, CORRECTED, FIGURE, FIRST
from tests.seeds.served import publish_singly

TOWNS = [
    AGENCY | {"id": "springfield", "name": "Springfield Police", "state": "IL"},
    AGENCY | {"id": "shelbyville", "name": "Shelbyville Police", "state": "IL"},
]


@pytest.fixture
def url(make_database: Callable[[str], Any], tmp_path: Path) -> str:
    """Springfield has more officers in the first release, fewer in the second, and as many in the third."""
    database, log = make_database("agency_sizes"), tmp_path / "log"
    figures = [
        FIGURE,
        FIGURE | {"id": "shelbyville-sworn-2025", "agency_id": "shelbyville", "value": 100},
    ]
    factories.release(log, 1, {**FIRST, "agencies": TOWNS, "staffing-figures": figures})
    corrected = {"id": FIGURE["id"], "mode": "merge", "value": 20, "change": CORRECTED}
    factories.release(log, 2, {"staffing-figures": [corrected]})
    newer = FIGURE | {"id": "springfield-sworn-december", "as_of": date(2025, 12, 31), "value": 100}
    factories.release(log, 3, {"staffing-figures": [newer]})
    publish_singly(database.owner_url, log)
    return database.reader_url


async def search(connection: asyncpg.Connection, release: int | None) -> list[str]:
    question = Question(values={"q": "police IL"}, pairs={})
    sql, args = keyset.page(BY_NAME["agencies"], question, release)
    row = await connection.fetchrow(sql, *args)
    return [each["id"] for each in msgspec.json.decode(b"[" + keyset.page_bodies(row) + b"]")]


async def test_a_search_of_a_release_keeps_its_order_when_later_releases_count_again(url: str) -> None:
    connection = await asyncpg.connect(url)
    found = {release: await search(connection, release) for release in (1, 2, 3, None)}
    sizes = await connection.fetch(
        "select from_release, to_release, size from api.agency_sizes_at where id = 'springfield' order by 1"
    )
    await connection.close()
    assert found[1] == ["springfield", "shelbyville"]
    assert found[2] == ["shelbyville", "springfield"]
    assert found[3] == found[None]
    assert [tuple(each) for each in sizes] == [(1, 1, 120), (2, 2, 20), (3, None, 100)]
