"""What the log holds: how many records of what, and that every one is what its struct says."""

import asyncpg
import msgspec
import pytest

from api.catalog.resource import Resource
from api.catalog.resources import REVISED
from tests.log.conftest import Rows

# Release → how many records of each resource it brought.
BROUGHT = {
    1: {"agencies": 23, "incentive-programs": 3, "incentives": 8, "staffing-figures": 5}
    | {"citations": 28, "metrics": 30, "sources": 4},
    2: {"agencies": 18329, "sources": 3, "staffing-figures": 79530},
    3: {"incentive-programs": 10, "incentives": 43, "staffing-figures": 58, "citations": 100, "sources": 65},
    4: {"agencies": 2, "incentive-programs": 26, "incentives": 193, "staffing-figures": 227}
    | {"citations": 364, "sources": 167},
    5: {"agencies": 2223, "sources": 2, "staffing-figures": 195173},
    6: {"agencies": 18, "sources": 1, "staffing-figures": 99724},
    7: {"sources": 1, "staffing-figures": 344},
    8: {"agencies": 4, "sources": 2, "staffing-figures": 524},
    9: {"agencies": 21, "sources": 1, "staffing-figures": 685},
    10: {"agencies": 181, "agreements": 1936, "sources": 1, "staffing-figures": 65},
    11: {"agencies": 103, "sources": 1, "staffing-figures": 38532},
    12: {"agencies": 58, "sources": 1, "staffing-figures": 3360},
    14: {"sources": 1, "staffing-figures": 1334},
    15: {"sources": 1, "staffing-figures": 143494},
    16: {"areas": 583, "area-figures": 29466, "metrics": 7, "sources": 1},
    17: {"area-figures": 6591, "metrics": 1, "sources": 2},
    19: {"sources": 1, "staffing-figures": 1},
    22: {"agencies": 15, "staffing-figures": 129},
}


async def test_every_release_brought_these_records(rows: Rows) -> None:
    found: dict[int, dict[str, int]] = {}
    for resource in REVISED:
        view = f"api.{resource.name.replace('-', '_')}"
        for release, count in await rows(f"select first_release, count(*) from {view} group by 1"):
            found.setdefault(release, {})[resource.name] = count
    assert found == BROUGHT


async def test_the_releases_count_the_same(rows: Rows) -> None:
    total = {
        name: sum(each.get(name, 0) for each in BROUGHT.values())
        for name in BROUGHT[1] | BROUGHT[10] | BROUGHT[16]
    }
    columns = {name: name.replace("-", "_") for name in total}
    (newest,) = await rows(
        f"select {', '.join(columns.values())} from api.releases order by number desc limit 1"
    )
    assert dict(zip(columns, newest, strict=True)) == total
    assert total["staffing-figures"] >= 300_000


@pytest.mark.parametrize("resource", REVISED, ids=lambda resource: resource.name)
async def test_every_body_is_what_its_struct_says(
    resource: Resource, database_of_log: asyncpg.Connection
) -> None:
    decode = msgspec.json.Decoder(resource.record).decode
    async with database_of_log.transaction(readonly=True):
        bodies = database_of_log.cursor(
            f"select body from {resource.view} where to_release is null", prefetch=2000
        )
        read = 0
        async for (body,) in bodies:
            decode(body)
            read += 1
    assert read == sum(each.get(resource.name, 0) for each in BROUGHT.values())


async def test_every_figure_incentive_and_agreement_is_cited(rows: Rows) -> None:
    for name in ("staffing_figures", "incentives", "agreements", "area_figures"):
        assert (
            await rows(
                f"select id from api.{name} where source_id is null or json_array_length(citations) = 0"
            )
            == []
        )


async def test_every_number_without_a_quotation_says_where_it_stands(rows: Rows) -> None:
    """A table cell's citation is its source and locator; the parts of a computed figure stand in cells."""
    nowhere = await rows(
        """select id from api.staffing_figures_at where quote is null and locator is null and computed is null
        union (select id from api.staffing_figures_at where quote is null and locator is null
        except select part_of from api.staffing_figures where part_of is not null and locator is not null)"""
    )
    assert nowhere == []


async def test_quotations_are_short(rows: Rows) -> None:
    assert (
        await rows("select id from api.citations where cardinality(regexp_split_to_array(quote, ' +')) > 25")
        == []
    )
