"""A printed name means an agency of the register, one told by hand, or a new one; a lookalike is none."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.ice_287g.agencies import NewAgencies, kind_and_level, new_agency_id
from seeds.importers.ice_287g.lists import Listing
from seeds.importers.ice_287g.matching import BY_HAND, Match, Matching, Register, name_key, read_by_hand
from seeds.importers.shared.counties import Counties

AGENCIES = [
    ("al0040000", "Autauga County Sheriff's Office", "sheriff", "AL", "Autauga County", "Autauga"),
    ("la0080000", "Bossier County Sheriff's Office", "sheriff", "LA", "Bossier Parish", "Bossier"),
    ("fl0360100", "Fort Myers Police Department", "police_department", "FL", "Lee County", "Fort Myers"),
    ("fl0370600", "Florida State University: Tallahassee", "campus_police", "FL", "Leon County", ""),
    ("in0321000", "North Salem", "police_department", "IN", "Hendricks County", ""),
    ("pa0023600", "Munhall Police Department", "police_department", "PA", "Allegheny County", "Munhall"),
    ("pa0192500", "Franklin Township, Columbia County", "police_department", "PA", "Columbia County", ""),
    ("mo0480900", "Oak Grove Police Department", "police_department", "MO", "Jackson County", "Oak Grove"),
    ("oh0000001", "Union Police Department", "police_department", "OH", "Adams County", ""),
    ("oh0000002", "Union Police Department", "police_department", "OH", "Brown County", ""),
    ("mn0180000", "Crow Wing County Sheriff's Office", "sheriff", "MN", "Crow Wing County", ""),
    ("tx1410000", "Lampasas County Sheriff's Office", "sheriff", "TX", "Lampasas County", ""),
]


def register(replaced=()):
    keys = ("id", "name", "kind", "state", "county", "aliases")
    rows = [dict(zip(keys, values, strict=True)) for values in AGENCIES]
    return Register([{**row, "replaced_by": "x" if row["id"] in replaced else ""} for row in rows])


def match(state, agency, county=None, model="task_force", found=None):
    listing = Listing(
        state=state,
        agency=agency,
        county=county,
        model=model,
        signed=None,
        document_url=None,
        addendum_url=None,
    )
    return Matching([found or register()], read_by_hand()).match(listing)


@pytest.mark.parametrize(
    ("state", "agency", "county", "agency_id"),
    [
        ("ALABAMA", "Autauga County Sheriff's Office", None, "al0040000"),
        ("ALABAMA", "Autauga County Sheriff\N{RIGHT SINGLE QUOTATION MARK}s  Department", None, "al0040000"),
        ("LOUISIANA", "Bossier Parish Sheriff's Office", "Bossier Parish", "la0080000"),
        ("FLORIDA", "City of Ft. Myers Police Dept", None, "fl0360100"),
        ("INDIANA", "North Salem Police Department", "Hendricks County", "in0321000"),
        ("PENNSLYVANIA", "Munhall Borough Police Department", "Allegheny County", "pa0023600"),
        ("PENNSYLVANIA", "Franklin Township Police Department", "Columbia County", "pa0192500"),
        ("OHIO", "Union Police Department", "Brown County", "oh0000002"),
    ],
)
def test_names_that_differ_in_spelling_only_are_the_same(state, agency, county, agency_id):
    found = match(state, agency, county)
    assert (found.agency_id, found.how) == (agency_id, "exact_name")


@pytest.mark.parametrize(
    ("state", "agency", "county"),
    [
        ("PENNSYLVANIA", "Franklin Township Police Department", "Beaver County"),
        ("MISSOURI", "Oak Grove Village Police Department", "Franklin County"),
        ("OHIO", "Union Police Department", None),
        ("GEORGIA", "Autauga County Sheriff's Office", "Autauga County"),
        ("TEXAS", "Bexar County Constable Precinct 3", "Bexar County"),
    ],
)
def test_a_lookalike_is_a_new_agency(state, agency, county):
    found = match(state, agency, county)
    assert (found.agency_id, found.how) == (None, "new_agency")


def test_a_replaced_agency_is_never_found():
    found = match("ALABAMA", "Autauga County Sheriff's Office", found=register(replaced=("al0040000",)))
    assert found.agency_id is None


def test_the_first_register_is_asked_first():
    older = Register([{
        "id": "al00400", "name": "Autauga County Sheriff's Office", "kind": "sheriff", "state": "AL",
        "county": "Autauga County", "aliases": "", "replaced_by": "",
    }])  # fmt: skip
    listing = Listing(
        state="ALABAMA",
        agency="Autauga County Sheriff's Office",
        county=None,
        model="task_force",
        signed=None,
        document_url=None,
        addendum_url=None,
    )
    found = [Matching(asked, read_by_hand()).match(listing) for asked in ([register(), older], [older])]
    assert [match.agency_id for match in found] == ["al0040000", "al00400"]


def test_misspelt_names_and_states_are_mended():
    assert match("TEXAS", "Lampass County Sheriff's Office").agency_id == "tx1410000"
    assert match("MASSACHUSETTS", "Crow Wing County Sheriff's Office").agency_id == "mn0180000"
    assert match("UTAh", "Kane County Sheriff's Office").state == "UT"


def test_a_mend_of_one_model_leaves_the_others():
    jail = match("PENNSYLVANIA", "Cambria County Sheriff's Office", model="warrant_service_officer")
    force = match("PENNSYLVANIA", "Cambria County Sheriff's Office", model="task_force")
    assert (jail.name, force.name) == ("Cambria County Prison", "Cambria County Sheriff's Office")


def test_by_hand_is_said():
    found = match("FLORIDA", "Florida State University Police Department", "Leon County")
    assert (found.agency_id, found.how) == ("fl0370600", "by_hand")


@pytest.mark.parametrize(
    ("state", "known"), [("FLORIDUH", False), ("Florida", True), ("FL", True), ("VERMONT", True)]
)
def test_states_are_known_by_name_and_code(state, known):
    assert Matching([], read_by_hand()).is_known_state(state) == known


def test_every_row_by_hand_has_its_reason_and_stands_once():
    table = tomllib.loads(BY_HAND.read_text("utf-8"))
    mends = [(row["state"], name_key(row["printed"]), row.get("model")) for row in table["mends"]]
    matches = [(row["state"], name_key(row["name"])) for row in table["matches"]]
    assert len(set(mends)) == len(mends)
    assert len(set(matches)) == len(matches)
    assert all(row["reason"] for row in (*table["mends"], *table["matches"]))


@pytest.mark.parametrize(
    ("state", "name", "kind", "level"),
    [
        ("TX", "Bexar County Constable Precinct 3", "constable", "county"),
        ("PA", "Troy Township PA State Constable", "constable", "municipal"),
        ("FL", "Orange County Corrections Department", "corrections", "county"),
        ("AK", "Alaska Department of Corrections", "corrections", "state"),
        ("MP", "CNMI Department of Corrections", "corrections", "territory"),
        ("GU", "Office Of The Attorney General", "prosecutor", "territory"),
        ("AR", "Arkansas National Guard", "state_agency", "state"),
        ("MA", "Bristol County Sheriff's Office", "sheriff", "county"),
        ("IN", "Cadiz Police Department", "police_department", "municipal"),
        ("TX", "Stockdale Marshal's Office", "marshal", "municipal"),
    ],
)
def test_the_name_of_a_new_agency_tells_its_kind(state, name, kind, level):
    assert kind_and_level(Match(state=state, name=name, agency_id=None, how="new_agency")) == (kind, level)


def test_a_new_agency_has_a_readable_id_and_its_county(tmp_path):
    census = tmp_path / "census.csv"
    census.write_text("SUMLEV,STATE,COUNTY,CTYNAME\n50,48,29,Bexar County\n", encoding="utf-8")
    new_agencies = NewAgencies()
    new = Match(state="TX", name="Bexar County Constable Pct. 3", agency_id=None, how="new_agency")
    assert new_agencies.agency_id(new, "Bexar County") == "tx-bexar-county-constable-pct-3"
    assert new_agencies.agency_id(new, None) == "tx-bexar-county-constable-pct-3"
    (row,) = new_agencies.rows(Counties(census))
    assert (row["county"], row["county_geoid"]) == ("Bexar County", "0500000US48029")


@given(st.text(st.characters(codec="ascii", categories=("L", "N")), min_size=1))
def test_an_id_holds_only_what_ids_may_hold(name):
    new_id = new_agency_id(Match(state="TX", name=name, agency_id=None, how="new_agency"))
    assert set(new_id) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert "--" not in new_id


@given(st.text(st.characters(codec="ascii"), max_size=60))
def test_case_and_white_space_never_tell_names_apart(name):
    assert name_key(f"  {name.swapcase()}\t") == name_key(name)
