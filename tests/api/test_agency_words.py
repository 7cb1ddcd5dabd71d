"""A search for agencies in the words of agencies: abbreviations are written out, and fillers are left out."""

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.query.agency_words import OF_A_KIND, wanted, written_out
from schemas.states import STATES

WRITTEN_OUT = [
    ("Chicago PD", "Chicago police"),
    ("Chicago P.D.", "Chicago police"),
    ("Bexar County SO", "Bexar County sheriff"),
    ("Texas DPS", "Texas public safety"),
    ("Houston ISD police", "Houston independent school district police"),
    ("St. Louis police", "saint Louis police"),
    ("Saint Louis police", "Saint Louis police"),
    ("Ft. Worth PD", "fort Worth police"),
    ("Nashville Metro PD", "Nashville metropolitan police"),
    ("Philly police", "philadelphia police"),
    ("Harvard University Police Department", "Harvard University Police"),
    ("City of Miami Police", "City Miami Police"),
    ("Portland, OR", "Portland oregon"),
    ("Portland OR", "Portland oregon"),
    ("Gary, IN police", "Gary indiana police"),
    ("NYPD OR LAPD", "NYPD OR LAPD"),
    ("Cobb Co. sheriff", "Cobb county sheriff"),
    ("Denver CO", "Denver CO"),
    ('"St. Louis" PD', '"St. Louis" police'),
    ("police -county", "police -county"),
    ("-pd", "-pd"),
    ("Department", "Department"),
]


@pytest.mark.parametrize(("search", "words"), WRITTEN_OUT)
def test_a_search_is_written_out(search, words):
    assert written_out(search) == words


@given(st.text(max_size=200))
def test_every_search_has_words_or_nothing_to_find(search):
    assert written_out(search).strip() or not search.strip()
    assert written_out(written_out(search)) or not search.strip()


@pytest.mark.parametrize(
    "search", ["Sacramento police California", "Sacramento PD CA", "sacramento police, ca"]
)
def test_the_state_is_no_word_of_its_own_beside_a_place(search):
    assert wanted(search).own == "sacramento"


def test_a_state_alone_is_what_is_wanted():
    assert wanted("California Highway Patrol").own == "california"


@pytest.mark.parametrize(("search", "words"), [("TX DPS", "Texas"), ("LA police", "Los Angeles")])
def test_codes_of_states_stand_for_their_names(search, words):
    assert words in wanted(search).words


@pytest.mark.parametrize(("search", "alias"), [("LAPD", "lapd"), ("NY03030", "ny03030"), ("Chicago PD", "")])
def test_a_search_of_one_word_may_be_an_alias(search, alias):
    assert wanted(search).alias == alias


@pytest.mark.parametrize(
    ("search", "in_county"), [("Cook County", True), ("Caddo Parish", True), ("Cook", False)]
)
def test_a_search_may_name_a_county(search, in_county):
    assert wanted(search).in_county == in_county


async def test_the_database_knows_the_same_names_of_states(database):
    connection = await asyncpg.connect(database.owner_url)
    found = await connection.fetch("select c, muster.state_name(c) from unnest($1::text[]) c", [*STATES])
    await connection.close()
    assert dict(map(tuple, found)) == STATES


async def test_the_database_leaves_out_the_same_words(database):
    connection = await asyncpg.connect(database.owner_url)
    found = await connection.fetchval("select muster.own_words($1, 'sheriff')", " ".join(sorted(OF_A_KIND)))
    await connection.close()
    assert found == ""
