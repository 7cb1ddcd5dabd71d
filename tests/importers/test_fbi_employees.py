"""The employees file of the FBI, trap by trap: what becomes an agency, what a figure, what is left out."""
# ruff: noqa: E501 -- the publishers' rows stay whole

import csv
import gzip
import io
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers import IMPORTERS
from seeds.importers.fbi.figures import Summary, figures
from seeds.importers.fbi.rows import Row, read_rows
from seeds.importers.shared.write import Tally
from tests.importers.remade import LOG, RETRIEVED, assert_as_in_the_log

DATA = Path(__file__).parents[3] / "shared" / "data"
HEADER = (
    "ori,data_year,pub_agency_name,state_abbr,county_name,agency_type_name,population,"
    "officer_ct,civilian_ct,total_pe_ct,pe_ct_per_1000"
)
NAMES_HEADER = "ori,agency_type_name,edited_flag,edited_name,pub_agency_name,icpsr_name"
COUNTY_ROWS = [
    ("2", "20", "Anchorage Municipality"),
    ("6", "37", "Los Angeles County"),
    ("9", "120", "Greater Bridgeport Planning Region"),
    ("15", "1", "Hawaii County"),
    ("22", "51", "Jefferson Parish"),
    ("24", "1", "Allegany County"),
    ("29", "189", "St. Louis County"),
    ("29", "510", "St. Louis city"),
    ("31", "109", "Lancaster County"),
    ("42", "75", "Lebanon County"),
    ("48", "157", "Fort Bend County"),
    ("48", "201", "Harris County"),
    ("51", "159", "Richmond County"),
    ("51", "760", "Richmond city"),
]


def table(header, *lines):
    return "\r\n".join([header, *lines]) + "\r\n"


@pytest.fixture
def importing(tmp_path):
    """Runs the importer on a text in the publisher's format."""

    def run(text, *, names=(), points=(), after=(), edition="latest-2026"):
        files = {
            "lee.csv": text,
            "names.csv": table(NAMES_HEADER, *names),
            "points.csv": table('"ori","zip","lat","lng"', *points),
            "counties.csv": table(
                "SUMLEV,STATE,COUNTY,CTYNAME",
                "40,2,0,Alaska",
                *(f"50,{s},{c},{n}" for s, c, n in COUNTY_ROWS),
            ),
        }
        for name, content in files.items():
            (tmp_path / name).write_text(content, newline="")
        out = tmp_path / ("0006-later" if after else "0002-first")
        options = ["--names", "names.csv", "--points", "points.csv", "--counties", "counties.csv"]
        options = [str(tmp_path / option) if option.endswith(".csv") else option for option in options]
        earlier = [part for folder in after for part in ("--after", str(folder))]
        arguments = [str(tmp_path / "lee.csv"), "--out", str(out), "--edition", edition, *options, *earlier]
        result = CliRunner().invoke(IMPORTERS["fbi-employees"], arguments)
        assert result.exit_code == 0, result.output
        return Imported(out, result.output)

    return run


class Imported:
    def __init__(self, folder, printed):
        self.folder, self.printed = folder, printed
        self.agencies = {row["id"]: row for row in self.rows("agencies.csv.gz")}
        self.figures = self.rows("staffing-figures.csv.gz")
        self.populations = self.rows("staffing-figures-population.csv.gz")
        self.release = tomllib.loads((folder / "release.toml").read_text())
        self.sources = tomllib.loads((folder / "sources.toml").read_text())["sources"]

    def rows(self, name):
        return list(csv.DictReader(io.StringIO(gzip.decompress((self.folder / name).read_bytes()).decode())))


def test_a_row_becomes_an_agency_its_counts_its_rate_and_its_population(importing):
    got = importing(
        table(HEADER, "AK0010100,2025,Anchorage,AK,ANCHORAGE,City,287385,369,169,538,1.87"),
        names=["AK0010100,City,,Anchorage Police Department,Anchorage,Anchorage Police Department"],
        points=['"AK0010100","99507",61.17425,-149.284329'],
    )
    assert got.agencies["ak0010100"] == {
        "id": "ak0010100",
        "name": "Anchorage Police Department",
        "kind": "police_department",
        "level": "municipal",
        "parent_id": "",
        "state": "AK",
        "county": "Anchorage Municipality",
        "county_geoid": "0500000US02020",
        "ori": "AK0010100",
        "county_latitude": "61.17425",
        "county_longitude": "-149.284329",
        "aliases": "AK0010100; Anchorage",
        "replaced_by": "",
    }
    (figure,) = got.figures
    assert (figure["agency_id"], figure["as_of"]) == ("ak0010100", "2025-10-31")
    assert [figure[c] for c in ("officer_ct", "civilian_ct", "total_pe_ct", "pe_ct_per_1000")] == [
        "369",
        "169",
        "538",
        "1.87",
    ]
    (population,) = got.populations
    assert (population["as_of"], population["population"]) == ("2025", "287385")
    common = got.release["files"]["staffing-figures-population.csv.gz"]["common"]
    assert common["modality"] == "estimated"


def test_zeros_and_population_0_are_no_figures_and_are_counted(importing):
    got = importing(
        table(
            HEADER,
            "AK0010100,2025,Anchorage,AK,ANCHORAGE,City,287385,0,0,0,0.00",
            "AK0010200,2025,Fairbanks,AK,ANCHORAGE,City,0,31,8,39,NULL",
            "AK0010300,2024,Juneau,AK,ANCHORAGE,City,500,0,4,4,8.00",
        )
    )
    assert sorted(row["agency_id"] for row in got.figures) == ["ak0010200", "ak0010300"]
    assert [row["agency_id"] for row in got.populations] == ["ak0010300"]
    assert next(row for row in got.figures if row["agency_id"] == "ak0010300")["officer_ct"] == "0"
    assert len(got.agencies) == 3  # an agency that did not report is still one
    assert "1 rows of nothing but zeros" in got.printed
    assert "1 rows say 0" in got.release["release"]["notes"]
    assert got.sources[0]["coverage"] == [
        {"year": 2024, "loaded": 1, "skipped": 0},
        {"year": 2025, "loaded": 1, "skipped": 1, "reason": "1 rows of nothing but zeros (did not report)"},
    ]


def test_a_name_cut_off_takes_its_unit_from_the_edited_names(importing):
    got = importing(
        table(
            HEADER,
            "WVWSP0100,2025,State Police:,WV,NOT SPECIFIED,State Police,0,5,1,6,NULL",
            "TX0181200,2025,Independent School District:,TX,HARRIS,Other,0,5,1,6,NULL",
            'TN019410X,2025,"Department of Correction,",TN,NOT SPECIFIED,Other State Agency,0,5,1,6,NULL',
            "FL0370800,2025,Fish and Wildlife Conservation Commission:,FL,NOT SPECIFIED,Other State Agency,0,5,1,6,NULL",
        ),
        names=[
            "WVWSP0100,State Police,,State Police: Beckley,State Police: Beckley,State Police Beckley",
            "TN019410X,Other State Agency,,Department of Correction Internal Affairs,Department of Correction Internal Affairs,",
            "FL0370800,Other State Agency,,Florida Game Commission: Leon County,Florida Game Commission: Leon County,",
        ],
    )
    assert {key: row["name"] for key, row in got.agencies.items()} == {
        "wvwsp0100": "State Police: Beckley",
        "tx0181200": "Independent School District",
        "tn019410x": "Department of Correction Internal Affairs",
        "fl0370800": "Fish and Wildlife Conservation Commission",
    }
    assert got.agencies["fl0370800"]["aliases"] == "FL0370800; Florida Game Commission: Leon County"
    notes = got.release["release"]["notes"]
    assert '3 names end in ":" and 1 in ","' in notes
    assert "2 of them get their unit back" in notes


@pytest.mark.parametrize(
    ("line", "edited", "wanted"),
    [
        ("HI0010000,2025,Hawaii Police Department,HI,HAWAII,County,9,1,1,2,1", "Hawaii Police Department County Sheriff's Office", ("county_police", "county", "Hawaii Police Department")),
        ("MO0950000,2025,St. Louis County Police Department,MO,ST LOUIS,County,9,1,1,2,1", "St. Louis County Police Department", ("county_police", "county", "St. Louis County Police Department")),
        ("IL0290000,2025,Fulton,IL,FULTON,County,9,1,1,2,1", "Fulton County Sheriff's Office", ("sheriff", "county", "Fulton County Sheriff's Office")),
        ("FL0130000,2025,Miami-Dade,FL,MIAMI-DADE,County,9,1,1,2,1", "Miami-Dade County Police Department", ("sheriff", "county", "Miami-Dade")),
        ("NY0590000,2025,Westchester Public Safety,NY,WESTCHESTER,County,9,1,1,2,1", "Westchester Public Safety County Sheriff's Office", ("county_police", "county", "Westchester Public Safety")),
        ("VA1220100,2025,Richmond City Sheriff's Office,VA,RICHMOND CITY,City,9,1,1,2,1", None, ("sheriff", "municipal", "Richmond City Sheriff's Office")),
        ("TX0300100,2025,Marshall,TX,HARRIS,City,9,1,1,2,1", None, ("police_department", "municipal", "Marshall")),
        ("PA048359E,2025,Lehigh University,PA,LEBANON,University or College,0,1,1,2,NULL", None, ("campus_police", "campus", "Lehigh University")),
        ("TX0250400,2025,Brown County Constable: ,TX,HARRIS,Other,0,1,1,2,NULL", None, ("constable", "county", "Brown County Constable")),
        ("PA0407900,2025,Wyoming Area School District,PA,LEBANON,Other,0,1,1,2,NULL", None, ("school_police", "special_district", "Wyoming Area School District")),
        ("TXDIT0000,2025,Ysleta del Sur Pueblo Tribal,TX,NOT SPECIFIED,Tribal,0,1,1,2,NULL", None, ("tribal_police", "tribal", "Ysleta del Sur Pueblo Tribal")),
        ("GM0010000,2024,Guam Police Department,GM,NOT SPECIFIED,Other,153836,277,70,347,2.26", None, ("police_department", "territory", "Guam Police Department")),
        ('FLDOA0300,2022,"Office of Agricultural Law Enforcement",FL,NOT SPECIFIED,Federal,0,187,53,240,NULL', None, ("state_agency", "state", "Office of Agricultural Law Enforcement")),
    ],
)  # fmt: skip
def test_kind_and_level_come_from_type_and_name(importing, line, edited, wanted):
    ori, _, printed, _, _, agency_type = next(csv.reader([line]))[:6]
    names = [f"{ori},{agency_type},,{edited},{printed},"] if edited else []
    (agency,) = importing(table(HEADER, line), names=names).agencies.values()
    assert (agency["kind"], agency["level"], agency["name"]) == wanted


def test_states_of_the_fbi_become_usps_codes_and_federal_ones_none(importing):
    got = importing(
        table(
            HEADER,
            "NB0550100,2025,Lincoln,NB,LANCASTER,City,9,1,1,2,1",
            "GM0010000,2024,Guam Police Department,GM,NOT SPECIFIED,Other,9,1,1,2,1",
            "DCFBIWA01,2025,Federal Bureau of Investigation,FS,NOT SPECIFIED,Federal,0,13085,22366,35451,NULL",
            "DC001015Y,2025,DC Inspector General Office,FS,NOT SPECIFIED,Federal,0,23,14,37,NULL",
            "DEDEA0100,2025,Drug Enforcement Administration:,FS,NEW CASTLE,Federal,0,19,6,25,NULL",
            'DCDI0040X,2020,"United States Department of the Interior,",FS,NOT SPECIFIED,Federal,0,266,16,282,NULL',
            'DCDI0050X,2020,"United States Department of the Interior,",FS,NOT SPECIFIED,Federal,0,130,0,130,NULL',
        ),
        names=[
            "DEDEA0100,Federal,,Drug Enforcement Administration Wilmington Resident Office,Drug Enforcement Administration Wilmington Resident Office,"
        ],
    )
    assert {key: row["state"] for key, row in got.agencies.items()} == {
        "nb0550100": "NE",
        "gm0010000": "GU",
        "us-doj-fbi": "",
        "dc001015y": "DC",
        "us-doj-dea-wilmington": "",
        "dcdi0040x": "",
        "dcdi0050x": "",
    }
    assert "us-doj-dea" not in got.agencies
    office = got.agencies["us-doj-dea-wilmington"]
    assert (office["kind"], office["parent_id"], office["county"]) == ("field_office", "us-doj-dea", "")
    assert got.agencies["us-doj-fbi"]["aliases"] == "DCFBIWA01"
    assert {row["agency_id"] for row in got.figures} == set(got.agencies)


def test_an_ori_given_to_another_agency_makes_two_records(importing):
    rangers = "PA0380800,2025,State Park Rangers:,PA,LEBANON,Other State Agency,0,3,2,5,NULL"
    cleona = "PA0380800,1995,Cleona,PA,LEBANON,City,2322,4,0,4,1.72"
    names = ["PA0380800,City,,Cleona Police Department,Cleona,Cleona Boro Police Dept"]
    got = importing(table(HEADER, cleona, rangers), names=names, edition="master-2026")
    assert [(row["agency_id"], row["as_of"]) for row in got.figures] == [
        ("pa0380800", "1995-10-31"),
        ("pa0380800-2", "2025-10-31"),
    ]
    assert got.agencies["pa0380800"]["name"] == "Cleona Police Department"
    assert got.agencies["pa0380800-2"]["name"] == "State Park Rangers"
    # With the newest rows alone, the former holder comes from the edited names and has no figure.
    newest = importing(table(HEADER, rangers), names=names)
    assert newest.agencies["pa0380800"]["kind"] == "police_department"
    assert newest.agencies["pa0380800-2"]["kind"] == "state_agency"
    assert [row["agency_id"] for row in newest.figures] == ["pa0380800-2"]


def test_a_reissued_ori_points_to_the_new_record(importing):
    got = importing(
        table(
            HEADER,
            "MD301SP00,2020,State Police:,MD,ALLEGANY,State Police,0,46,17,63,NULL",
            "MDMSP2100,2021,State Police:,MD,ALLEGANY,State Police,0,45,19,64,NULL",
            "MDMSP0000,2025,Maryland State Police,MD,NOT SPECIFIED,State Police,0,9,9,18,NULL",
        ),
        names=["MD301SP00,State Police,,State Police: Allegany County,State Police: Allegany County,"],
    )
    assert {key: row["replaced_by"] for key, row in got.agencies.items() if row["replaced_by"]} == {
        "md301sp00": "mdmsp2100"
    }
    assert got.agencies["mdmsp2100"]["aliases"] == "MDMSP2100; MD301SP00"
    assert got.agencies["mdmsp2100"]["name"] == "State Police: Allegany County"
    assert len(got.figures) == 3


@pytest.mark.parametrize(
    ("state", "printed", "county", "geoid"),
    [
        ("LA", "JEFFERSON", "Jefferson Parish", "0500000US22051"),
        ("CA", "LOS ANGELES", "Los Angeles County", "0500000US06037"),
        ("MO", "ST LOUIS", "St. Louis County", "0500000US29189"),
        ("MO", "ST LOUIS CITY", "St. Louis city", "0500000US29510"),
        ("VA", "RICHMOND", "Richmond County", "0500000US51159"),
        ("VA", "RICHMOND CITY", "Richmond city", "0500000US51760"),
        ("CT", "GREATER BRIDGEPORT PLANNING REGION", "Greater Bridgeport Planning Region", "0500000US09120"),
        ("TX", '"FORT BEND, HARRIS"', "Fort Bend County; Harris County", ""),
        ("AK", "VALDEZ-CORDOVA", "Valdez-Cordova", ""),
        ("CA", "NOT SPECIFIED", "", ""),
        ("MA", "UNMAPPED COUNTY", "", ""),
    ],
)
def test_counties_are_named_as_the_census_bureau_names_them(importing, state, printed, county, geoid):
    line = f"{state}0010000,2025,Somewhere,{state},{printed},City,9,1,1,2,1.00"
    (agency,) = importing(table(HEADER, line)).agencies.values()
    assert (agency["county"], agency["county_geoid"]) == (county, geoid)


def test_points_are_left_out_where_they_are_unknown_or_not_the_countys(importing):
    got = importing(
        table(
            HEADER,
            "AZ0080900,2025,Somewhere,AZ,NOT SPECIFIED,City,9,1,1,2,1.00",
            "CT0004600,2025,Easton,CT,GREATER BRIDGEPORT PLANNING REGION,City,9,1,1,2,1.00",
        ),
        points=['"AZ0080900"," ",-9,-9', '"CT0004600","06612",41.2,-73.3'],
    )
    assert {(row["county_latitude"], row["county_longitude"]) for row in got.agencies.values()} == {("", "")}


FULL = (
    '"","data_year","ori","pub_agency_name","pub_agency_unit","state_abbr","division_name","region_name",'
    '"county_name","agency_type_name","population_group_desc","population","male_officer_ct","{spelling}",'
    '"male_total_ct","female_officer_ct","female_civilian_ct","female_total_ct","officer_ct","civilian_ct",'
    '"total_pe_ct","pe_ct_per_1000","agency_full_name","agency_name"'
)
SHREVEPORT = (
    '"2",2022,"LA0080700","Southern University and A&M College:","Shreveport","LA","West South Central","South",'
    '"BOSSIER","University or College","Cities under 2,500",0,2,0,2,1,0,1,3,0,3,NA,"OTHER LIST","Other List"'
)
JEFFERSON = (
    '"1",{year},"LA0260000","Jefferson",NA,"LA","West South Central","South","JEFFERSON","County",'
    '"MSA counties 100,000 or over",326226,632,128,760,218,298,516,850,426,1276,3.91,"OTHER LIST","Other List"'
)


@pytest.mark.parametrize("spelling", ["male_civilian_ct", "male_cilvilian_ct"])
def test_the_full_header_brings_men_women_and_units_and_no_other_publishers_names(importing, spelling):
    got = importing(table(FULL.format(spelling=spelling), SHREVEPORT), edition="louisiana-2022")
    (figure,) = got.figures
    assert figure["male_civilian_ct"] == "0"
    assert figure["female_officer_ct"] == "1"
    measures = got.release["files"]["staffing-figures.csv.gz"]["measures"]
    assert len(measures) == 10
    assert {
        "column": "female_officer_ct",
        "metric": "sworn_headcount",
        "fields": {"sex": "female"},
    } in measures
    assert got.agencies["la0080700"]["name"] == "Southern University and A&M College: Shreveport"
    assert "Other List" not in str(got.agencies)


def test_what_an_earlier_release_states_stays_with_it(importing):
    reduced = table(HEADER, "LA0260000,2022,Jefferson,LA,JEFFERSON,County,326226,850,426,1276,3.91")
    earlier = importing(reduced).folder
    both = [JEFFERSON.format(year=2022), JEFFERSON.format(year=2021)]
    got = importing(
        table(FULL.format(spelling="male_civilian_ct"), *both),
        edition="louisiana-2022",
        after=[earlier],
    )
    assert got.agencies == {}
    rows = {row["as_of"]: row for row in got.figures}
    assert (rows["2021-10-31"]["officer_ct"], rows["2021-10-31"]["male_officer_ct"]) == ("850", "632")
    assert (rows["2022-10-31"]["officer_ct"], rows["2022-10-31"]["male_officer_ct"]) == ("", "632")
    assert [row["as_of"] for row in got.populations] == ["2021"]


def test_a_file_without_a_needed_column_is_refused_with_its_name(tmp_path, importing):
    with pytest.raises(AssertionError, match="officer_ct"):
        importing(table(HEADER.replace("officer_ct,", ""), "AK0010100,2025,A,AK,X,City,1,1,2,1"))


def test_a_type_of_agency_that_we_do_not_know_is_other_and_counted(importing):
    got = importing(
        table(
            HEADER,
            "AK0010100,2024,A,AK,X,Unknown,1,1,2,3,1",
            "AK0010100,2025,A,AK,X,Unknown,1,1,2,3,1",
            "AK0010200,2025,B School District,AK,X,Unknown,1,1,2,3,1",
        )
    )
    kinds = {key: (row["kind"], row["level"]) for key, row in got.agencies.items()}
    assert kinds == {
        "ak0010100": ("other", "special_district"),
        "ak0010200": ("school_police", "special_district"),
    }
    said = "2 agencies of the unknown type 'Unknown': their kind follows from their name, else it is other"
    assert said in got.printed
    assert said in got.release["release"]["notes"]


def test_a_row_printed_twice_is_read_once_and_counted(importing):
    rows = ["AK0010100,2025,A,AK,X,City,1,1,2,3,1", "AK0010200,2025,B,AK,X,City,1,1,2,3,1"]
    got = importing(table(HEADER, *rows, rows[0]))
    assert [row["agency_id"] for row in got.figures] == ["ak0010100", "ak0010200"]
    assert len(got.populations) == 2
    assert "1 rows that the file prints twice" in got.printed
    assert got.sources[0]["coverage"][0]["reason"] == "1 rows that the file prints twice"


def test_rows_that_contradict_one_another_are_refused_with_both_lines(importing):
    row = "AK0010100,2025,A,AK,X,City,1,1,2,3,1"
    said = (
        r"lee\.csv, line 3: AK0010100, 2025 is also on line 2, with other values: "
        r"civilian_ct is '2' there and '4' here; total_pe_ct is '3' there and '5' here"
    )
    with pytest.raises(AssertionError, match=said):
        importing(table(HEADER, row, row.replace("1,2,3,1", "1,4,5,1")))


ROWS = st.lists(
    st.tuples(st.integers(1960, 2025), st.integers(0, 2), st.integers(0, 2), st.integers(0, 3)), max_size=30
)


@given(ROWS)
def test_rows_read_are_rows_loaded_and_skipped(rows):
    made = [
        Row(
            ori=f"AK{n:07}", year=year, printed="Anchorage", state="AK", county="ANCHORAGE", type="City",
            population=people, per_1000=None,
            counts={"officer_ct": officers, "civilian_ct": civilians, "total_pe_ct": officers + civilians},
        )
        for n, (year, officers, civilians, people) in enumerate(rows)
    ]  # fmt: skip
    summary = Summary(tally=Tally())
    loaded = list(figures(iter(made), {}, summary))
    assert len(loaded) == summary.tally.loaded == sum(1 for row in made if not row.zeros)
    assert summary.tally.loaded + summary.tally.skipped == len(made)
    assert summary.no_population == sum(1 for row in made if not row.population)


@given(rows=ROWS)
def test_the_order_of_the_publishers_rows_does_not_change_the_release(tmp_path_factory, rows):
    lines = [
        f"AK{n:07},{year},Anchorage,AK,ANCHORAGE,City,{people},{a},{b},{a + b},NULL"
        for n, (year, a, b, people) in enumerate(rows)
    ]
    folder = tmp_path_factory.mktemp("order")
    written = []
    for text in (table(HEADER, *lines), table(HEADER, *reversed(lines))):
        (folder / "lee.csv").write_text(text, newline="")
        summary = Summary(tally=Tally())
        rows_of = figures(read_rows(folder / "lee.csv", summary.repeated), {}, summary)
        written.append(sorted(map(str, rows_of)))
    assert written[0] == written[1]


@pytest.mark.skipif(not DATA.exists(), reason=f"the publishers' files are not at {DATA}")
def test_the_release_in_the_log_is_what_the_importer_makes_of_the_files(tmp_path):
    out = tmp_path / "0002-fbi-employees"
    arguments = [str(DATA / "fbi-lee-latest" / "fbi_lee_latest.csv"), "--out", str(out), *RETRIEVED]
    result = CliRunner().invoke(IMPORTERS["fbi-employees"], arguments)
    assert result.exit_code == 0, result.output
    assert_as_in_the_log(out, "0002-fbi-employees")
    got = Imported(out, result.output)
    notes = got.release["release"]["notes"]
    assert "1,054 rows of nothing but zeros" in notes
    assert "3,809 rows say 0" in notes
    assert '2,007 names end in ":" and 46 in ","' in notes
    assert len(got.agencies) == 18_333
    assert len(got.figures) == 18_330 - 1_054
    assert sum(bool(row["replaced_by"]) for row in got.agencies.values()) == 24
    assert not any(row["name"].endswith((":", ",")) for row in got.agencies.values())
    assert {row["state"] for row in got.agencies.values()} & {"NB", "GM", "FS"} == set()


@pytest.mark.skipif(not DATA.exists(), reason=f"the publishers' files are not at {DATA}")
def test_louisianas_release_in_the_log_is_what_the_importer_makes_of_the_file(tmp_path):
    cc0 = DATA / "fbi-cde-agencies-cc0"
    out = tmp_path / "0006-fbi-louisiana-1960-2022"
    arguments = [
        str(DATA / "fbi-lee-louisiana" / "lee_louisiana.csv"), "--out", str(out), "--edition", "louisiana-2022",
        "--names", str(cc0 / "agency_name_edits.csv"), "--points", str(cc0 / "icpsr_2012.csv"),
        "--counties", str(DATA / "census-county-pop-2023" / "co-est2023-alldata.csv"),
        "--after", str(LOG / "0002-fbi-employees"), *RETRIEVED,
    ]  # fmt: skip
    result = CliRunner().invoke(IMPORTERS["fbi-employees"], arguments)
    assert result.exit_code == 0, result.output
    got = Imported(out, result.output)
    assert_as_in_the_log(out, out.name)
    assert len(got.figures) == 9_181
    for row in got.figures:
        for role in ("officer", "civilian"):
            both = int(row[f"male_{role}_ct"]) + int(row[f"female_{role}_ct"])
            assert row[f"{role}_ct"] in ("", str(both))
    # 23 agency-years stand in the newest counts too; there only men and women are added.
    assert sum(row["total_pe_ct"] == "" for row in got.figures) == 23
    assert all(row["state"] == "LA" and row["county"].endswith("Parish") for row in got.agencies.values())
