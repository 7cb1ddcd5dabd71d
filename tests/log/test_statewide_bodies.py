"""Each statewide police body has one aggregate, whose figures are the sums of the parts they name."""

import pytest

from tests.log.conftest import Ask, Rows

# Sworn officers in 2025; null where no records stand for the body.
OFFICERS = {
    "de-delaware-state-police": 783,
    "fl-florida-highway-patrol": 1813,
    "ga-georgia-state-patrol": 1121,
    "id-idaho-state-police": 311,
    "ks-kansas-highway-patrol": 467,
    "md-maryland-state-police": 1434,
    "mi-michigan-state-police": 1771,
    "mn-minnesota-state-patrol": 513,
    "nv-nevada-highway-patrol": 326,
    "or-oregon-state-police": 757,
    "pa-pennsylvania-state-police": 4634,
    "ri-rhode-island-state-police": 267,
    "sc-south-carolina-highway-patrol": 1008,
    "vt-vermont-state-police": 256,
    "wv-west-virginia-state-police": None,
}


async def test_a_body_has_one_aggregate_with_its_officers_of_2025(rows: Rows) -> None:
    found = await rows(
        """select a.id, f.value::integer from api.agencies a
        left join api.staffing_figures f
          on f.agency_id = a.id and f.metric = 'sworn_headcount' and f.year = 2025
        where a.aggregate and a.kind = 'state_police'"""
    )
    assert dict(found) == OFFICERS


async def test_a_computed_figure_is_the_sum_of_the_parts_that_name_it(rows: Rows) -> None:
    wrong = await rows(
        """select w.id from api.staffing_figures w join api.staffing_figures p on p.part_of = w.id
        where w.agency_id = any($1) group by w.id, w.value having sum(p.value) <> w.value""",
        list(OFFICERS),
    )
    named = await rows(
        """select count(*) from api.staffing_figures w
        where w.agency_id = any($1) and w.computed is not null
          and not exists (select from api.staffing_figures p where p.part_of = w.id)""",
        list(OFFICERS),
    )
    assert (wrong, named) == ([], [(0,)])


async def test_no_figure_stands_under_a_replaced_agency(rows: Rows) -> None:
    assert (
        await rows(
            """select f.id from api.staffing_figures f join api.agencies a on a.id = f.agency_id
            where a.replaced_by is not null limit 5"""
        )
        == []
    )


@pytest.mark.parametrize("words", ["Kansas Highway Patrol", "Vermont State Police", "Nevada Highway Patrol"])
def test_a_body_is_found_by_its_name(words: str, ask: Ask) -> None:
    assert ask("/v1/agencies", q=words, limit=1)[0]["id"] in OFFICERS
