"""Publishing writes series and topics in SQL; the headline rule has them in Python. They are the same."""

from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import vocabularies as v
from seeds.headline.series import figure_series, incentive_series, topic_of
from seeds.publishing.headline_candidates import FORECAST, STATEMENT_COLUMNS, TOPIC
from tests.effort import examples
from tests.seeds.model import Columns
from tests.seeds.served import ask

one_of = st.sampled_from
days = st.none() | st.dates(date(1776, 7, 4), date(2100, 12, 31))
shared = {
    "agency_id": one_of(["a", "b-c"]),
    "modality": one_of(get_args(v.Modality)),
    "per": st.none() | one_of(get_args(v.Per)),
}
figures = st.fixed_dictionaries(
    {
        **shared,
        "metric": one_of(["hires", "sworn_headcount"]),
        "subset": st.none() | one_of(["officers", "sworn"]),
        "sex": one_of(get_args(v.Sex)),
        "period": st.none() | one_of(get_args(v.Period)),
        "period_start": days,
        "target_date": days,
    }
)
incentives = st.fixed_dictionaries(
    {
        **shared,
        "kind": one_of(get_args(v.IncentiveKind)),
        "audience_kind": one_of(get_args(v.AudienceKind)),
        "eligibility": st.none() | one_of(["tier_one"]),
        "unit": st.none() | one_of(get_args(v.IncentiveUnit)),
        "part_of": st.none() | one_of(["whole-package"]),
    }
)


@pytest.fixture(scope="module")
def url(make_database: Callable[[str], Any]) -> str:
    return make_database("series").owner_url


def in_sql(url: str, resource: str, rows: list[dict[str, Any]]) -> list[tuple[str, str | None]]:
    """Series and topic of rows that have these columns and no others."""
    table = f"muster.{resource.replace('-', '_')}"
    topic = f"case when {FORECAST} then {TOPIC} end" if resource == "staffing-figures" else "null"
    columns = sorted(rows[0])

    async def found(connection: asyncpg.Connection) -> list[tuple[str, str | None]]:
        await connection.execute("set DateStyle to ISO")
        async with connection.transaction():
            await connection.execute(f"create temporary table x on commit drop as table {table}")
            await connection.execute("alter table x add place serial")
            records = [[row[name] for name in columns] for row in rows]
            await connection.copy_records_to_table("x", columns=columns, records=records)
            columns_of = STATEMENT_COLUMNS[resource]
            sql = f"select s.series, {topic} from x, lateral (select {columns_of}) s order by place"
            return [tuple(row) for row in await connection.fetch(sql)]

    return ask(url, found)


@settings(max_examples=examples(10), deadline=None)
@given(rows=st.lists(figures, min_size=1, max_size=200))
def test_of_figures(url: str, rows: list[dict[str, Any]]):
    expected = [(figure_series(Columns(row)), topic_of(Columns(row))) for row in rows]
    assert in_sql(url, "staffing-figures", rows) == expected


@settings(max_examples=examples(10), deadline=None)
@given(rows=st.lists(incentives, min_size=1, max_size=200))
def test_of_incentives(url: str, rows: list[dict[str, Any]]):
    assert in_sql(url, "incentives", rows) == [(incentive_series(Columns(row)), None) for row in rows]
