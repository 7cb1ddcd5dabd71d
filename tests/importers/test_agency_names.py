"""The naming rule: names that people use, from names that publishers print."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from seeds.importers.agency_names.aliases import SHORT_FORMS, Aliases
from seeds.importers.agency_names.bjs import Census, capitalized, colliding
from seeds.importers.agency_names.command import command
from seeds.importers.agency_names.holders import former_holders
from seeds.importers.agency_names.naming import name_of
from seeds.importers.agency_names.register import Agency, read_state, register
from seeds.importers.agency_names.successors import BY_HAND, by_rule, notice
from seeds.log.folders import folders
from tests.importers.remade import LOG, assert_as_in_the_log

NAMES_RELEASE = next(LOG.glob("*-agency-names")).name
DATA = Path(__file__).parents[2].parent / "shared/data"


def agency(name, kind="police_department", state="CA", **fields):
    given = {"id": "ca0010000", "level": "municipal", "county": None, "ori": "CA0010000", "aliases": []}
    return Agency(**{**given, "name": name, "kind": kind, "state": state, "replaced_by": None, **fields})


NAMES = [
    ("police_department", "CA", "Menifee", "Menifee Police Department"),
    ("police_department", "AR", "Marshall", "Marshall Police Department"),
    ("police_department", "PA", "Foster Township, McKean County",
     "Foster Township Police Department, McKean County"),
    ("police_department", "TN", "Alcoa Department of Public Safety", "Alcoa Department of Public Safety"),
    ("police_department", "NV", "Las Vegas Metropolitan Police Department Police Department",
     "Las Vegas Metropolitan Police Department"),
    ("police_department", "WA", "Walla Walla Police Department", "Walla Walla Police Department"),
    ("county_police", "SC", "Charleston Police Department County Sheriff's Office",
     "Charleston County Police Department"),
    ("sheriff", "UT", "Salt Lake", "Salt Lake County Sheriff's Office"),
    ("sheriff", "MD", "Baltimore County", "Baltimore County Sheriff's Office"),
    ("sheriff", "FL", "Miami-Dade", "Miami-Dade Sheriff's Office"),
    ("sheriff", "LA", "Rapides County Sheriff's Office", "Rapides Parish Sheriff's Office"),
    ("sheriff", "TX", "Rapides County Sheriff's Office", "Rapides County Sheriff's Office"),
    ("state_police", "PA", "State Police", "Pennsylvania State Police"),
    ("state_police", "FL", "Highway Patrol: Leon County", "Florida Highway Patrol: Leon County"),
    ("state_police", "TX", "Department of Public Safety", "Texas Department of Public Safety"),
    ("state_police", "PA", "SP BCI: Bucks County",
     "Pennsylvania State Police Bureau of Criminal Investigation: Bucks County"),
    ("state_police", "NY", "New York State Police", "New York State Police"),
    ("state_agency", "AR", "State Park", "State Park"),
    ("campus_police", "MA", "Harvard University", "Harvard University"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "state", "printed", "name"), NAMES)
def test_a_name_follows_the_rule(kind, state, printed, name):
    assert name_of(agency(printed, kind, state)) == name


@pytest.mark.parametrize(("kind", "state", "printed", "name"), NAMES)
def test_a_name_by_the_rule_breaks_none(kind, state, printed, name):
    assert name_of(agency(name, kind, state)) == name


CENSUS = "AGENCYNAME,STATE,ORI9,AGENCYSAMPTYPE\n"
SCHOOL = "HOUSTON INDEPENDENT SCHOOL DISTRICT POLICE,TX,TX1013500,(613) K-12 Public School\n"


def name_in(tmp_path, *lines, **fields):
    file = tmp_path / "census.csv"
    file.write_text(CENSUS + "".join(lines), encoding="utf-8")
    given = {"kind": "school_police", "state": "TX", "ori": "TX1013500"}
    return Census(file).name(agency(**{"name": "Independent School District", **given, **fields}))


def test_the_census_names_an_agency_of_the_same_ori_state_and_kind(tmp_path):
    assert name_in(tmp_path, SCHOOL) == "Houston Independent School District Police"


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ([SCHOOL, SCHOOL.replace("HOUSTON", "OTHER")], {}),
        ([SCHOOL.replace(",TX,", ",OK,")], {}),
        ([SCHOOL.replace("(613)", "(003)")], {}),
        ([SCHOOL], {"ori": None}),
        ([SCHOOL.replace("HOUSTON", "fdfddHOUSTON")], {}),
        ([SCHOOL], {"name": "Pasadena Independent School District"}),
        ([SCHOOL], {"name": "Houston Independent School District"}),
    ],
    ids=["ORI twice", "other state", "other kind", "no ORI", "damaged", "another district", "says no more"],
)
def test_it_names_no_other_agency(tmp_path, lines, fields):
    assert name_in(tmp_path, *lines, **fields) is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("MCALLEN INDEPENDENT SCHOOL DISTRICT", "McAllen Independent School District"),
        ("INDIANA UNIVERSITY OF PENNSYLVANIA", "Indiana University of Pennsylvania"),
        ("PEARL RIVER COLLEGE - HATTIESBURG", "Pearl River College, Hattiesburg"),
        ("ST. JOHN'S PARISH", "St. John's Parish"),
    ],
)
def test_names_in_capitals_are_written_as_names(printed, name):
    assert capitalized(printed) == name


def test_agencies_that_share_name_and_state_collide():
    others = [agency("Park", id="a"), agency("park", id="b"), agency("Park", id="c", state="NY")]
    assert colliding(others) == {"a", "b"}


def aliases_of(*agencies):
    return Aliases({each.id: each for each in agencies})


def test_the_former_name_and_the_seven_letter_ori_become_aliases():
    menifee = agency("Menifee", ori="CA0334900", aliases=["CA0334900"])
    assert aliases_of(menifee).of(menifee, "Menifee Police Department") == ["CA0334900", "Menifee", "CA03349"]


def test_a_seven_letter_ori_of_several_agencies_is_the_alias_of_the_one_that_ends_in_00():
    main, unit = agency("A", id="a", ori="KSKHP0400"), agency("B", id="b", ori="KSKHP0401")
    both = aliases_of(main, unit)
    assert [both.of(main, "A"), both.of(unit, "B")] == [["KSKHP04"], []]


def test_a_seven_letter_ori_that_is_another_agencys_alias_is_left_out():
    older = agency("A", id="ca00100", ori=None, aliases=["CA00100"])
    newer = agency("B", id="b", ori="CA0010000")
    assert aliases_of(older, newer).of(newer, "B") == []


@pytest.fixture(scope="module")
def earlier():
    """The log before the release of the names."""
    return read_state(each.path for each in folders(LOG) if each.path.name < NAMES_RELEASE)


def test_every_short_form_belongs_to_an_agency_of_the_log(earlier):
    listed = tomllib.loads(SHORT_FORMS.read_text("utf-8"))
    assert [key for key in listed if key not in register(earlier)] == []


def pairs_of(*agencies, **years):
    found = by_rule({each.id: each for each in agencies}, {key: set(value) for key, value in years.items()})
    return [tuple(pair) for pair in found]


OLD, NEW = agency("Milan Police Department", id="old"), agency("Milan Police Department", id="new")


def test_a_record_of_earlier_years_is_replaced_by_its_namesake_of_later_ones():
    assert pairs_of(NEW, OLD, old=[2004, 2005], new=[2025]) == [("old", "new")]


@pytest.mark.parametrize(
    ("agencies", "years"),
    [
        ([OLD, NEW], {"old": [2004, 2005], "new": [2005, 2025]}),
        ([OLD, NEW], {"old": [2025], "new": [2025]}),
        ([OLD, NEW], {"old": [2004]}),
        ([OLD, agency("Milan Police Department", id="new", state="NM")], {"old": [2004], "new": [2025]}),
        ([OLD, agency("Milan Police Department", "sheriff", id="new")], {"old": [2004], "new": [2025]}),
        ([OLD, NEW, agency("Milan Police Department", id="third")], {"old": [2004], "new": [2025]}),
        ([OLD, agency("Milan Park Police", id="new")], {"old": [2004], "new": [2025]}),
    ],
    ids=[
        "a year of both",
        "the same year",
        "never counted",
        "another state",
        "another kind",
        "a third",
        "another name",
    ],
)
def test_bodies_that_only_look_alike_stay_apart(agencies, years):
    assert pairs_of(*agencies, **years) == []


def test_counties_of_a_pair_agree_where_both_are_known():
    old = agency("Reno Police Department", id="old", county="Lamar County")
    unknown, other = (
        agency("Reno Police Department", id="new", county=each) for each in (None, "Parker County")
    )
    years = {"old": [2004], "new": [2025]}
    assert pairs_of(old, unknown, **years) == [("old", "new")]
    assert pairs_of(old, other, **years) == []


def test_two_townships_of_one_name_in_two_counties_stay_apart():
    """Wayne Township in Greene County, whose county only the position tells, and in Lawrence County."""
    greene, lawrence = (
        agency("Wayne Township Police Department", id=key, county_latitude=Decimal(latitude))
        for key, latitude in (("old", "39.847707"), ("new", "40.992735"))
    )
    assert pairs_of(greene, lawrence, old=[2004], new=[2018]) == []
    tribe, moved = (replace(each, level="tribal") for each in (greene, lawrence))
    assert pairs_of(tribe, moved, old=[2004], new=[2018]) == [("old", "new")]


def test_pairs_decided_by_hand_are_agencies_of_the_log(earlier):
    decided = tomllib.loads(BY_HAND.read_text("utf-8"))
    named = [*decided["apart"], *decided["same"], *(each["new"] for each in decided["same"].values())]
    assert [key for key in named if key not in register(earlier)] == []


def test_one_notice_a_pair_names_both_records():
    assert notice(agency("A", id="ca1", ori=None), agency("B", ori="CA0010000")) == (
        "A (CA1) and B (CA0010000) are records of one body: what stood under ca1 now stands under ca0010000. "
        "No number changes."
    )


def test_an_ori_given_to_another_agency_is_its_present_holders_alone():
    shared = {key: agency("A", id=key, ori="MA014649E") for key in ("ma014649e", "ma014649e-2")}
    alone = {"ca0010000": agency("B")}
    assert former_holders(shared | alone) == {"ma014649e"}


def test_the_release_in_the_log_is_what_the_rules_make_of_the_releases_before(tmp_path):
    made, census = tmp_path / NAMES_RELEASE, DATA / "bjs-csllea-2018/csllea_2018.csv"
    if not census.exists():
        pytest.skip(f"the census is not at {census}")
    arguments = [str(census), "--log", str(LOG), "--out", str(made)]
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert_as_in_the_log(made, made.name)
