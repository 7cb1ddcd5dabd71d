"""An agency is found by the name that people use, and its label is its own."""

import csv
from collections.abc import Iterator
from pathlib import Path

from seeds.importers.agency_names.naming import UNIT
from tests.log.conftest import Ask, Rows

SEARCHES = Path(__file__).with_name("agency_searches.csv")


def searches() -> Iterator[tuple[str, str]]:
    """What people type, and the id that comes first."""
    with SEARCHES.open(encoding="utf-8", newline="") as file:
        yield from ((row["search"], row["expected_id"]) for row in csv.DictReader(file))


async def test_searches_for_agencies_lead_with_the_agency_that_people_mean(ask: Ask) -> None:
    ranks = {}
    for search, wanted in searches():
        found = [each["id"] for each in ask("/v1/agencies", q=search, limit=5)]
        ranks[search] = found.index(wanted) if wanted in found else None
    missed = {search: rank for search, rank in ranks.items() if rank != 0}
    assert len(missed) <= 0.05 * len(ranks), missed
    assert sum(rank is None for rank in missed.values()) <= 0.01 * len(ranks), missed


async def test_every_label_is_one_agencys_alone(rows: Rows) -> None:
    assert await rows("select lower(label) from api.agencies group by 1 having count(*) > 1") == []


async def test_labels_name_the_place_the_state_and_what_tells_agencies_apart(rows: Rows) -> None:
    wanted = ("ny0303000", "ca0334900", "ar0261300", "tx0191000", "tx1013500", "us-dhs-ice")
    found = await rows("select id, label from api.agencies where id = any($1::text[])", [*wanted])
    assert dict(found) == {
        "ny0303000": "New York City Police Department, NY",
        "ca0334900": "Menifee Police Department, CA",
        "ar0261300": "State Park (Garland County), AR",
        "tx0191000": "Bowie County Constable (TX0191000), TX",
        "tx1013500": "Houston Independent School District Police, TX",
        "us-dhs-ice": "U.S. Immigration and Customs Enforcement",
    }


async def test_names_break_no_rule(rows: Rows) -> None:
    """State police carry their state, Louisiana has parishes, no name stands twice, no place is a police."""
    broken = """
        select id, name from api.agencies where replaced_by is null and (
          kind = 'state_police' and name ~ '^(State|Highway) (Police|Patrol|Troopers)'
          or state = 'LA' and name ~ ' County Sheriff'
          or name ~ '(Police Department|Office) (Police Department|County Sheriff)'
          or kind = 'police_department' and name !~* $1)
    """
    assert await rows(broken, UNIT.pattern.replace(r"\b", r"\y")) == []


async def test_a_seven_letter_ori_is_an_alias(ask: Ask) -> None:
    assert ask("/v1/agencies/ny03030")["id"] == "ny0303000"
