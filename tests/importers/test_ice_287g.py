"""Agreements over the lists: an end needs two lists, a misspelt state is none, a new date is a revision."""

import csv
import gzip
import shutil
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.ice_287g import texts
from seeds.importers.ice_287g.command import import_ice_287g
from seeds.importers.ice_287g.history import ENDED_AFTER, History, signed_on
from seeds.importers.ice_287g.lists import HEADINGS, Listing
from seeds.importers.ice_287g.matching import Match
from seeds.validation.validate import replay_folders, validate
from tests.importers.remade import RETRIEVED, assert_as_in_the_log

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data"
FBI = ("0002-fbi-employees", "0005-fbi-leoka-2004-2005", "0006-fbi-louisiana-1960-2022")
REGISTERS = [ROOT / "seeds/releases" / name / "agencies.csv.gz" for name in FBI]
MATCH = Match(state="PA", name="X", agency_id="x", how="exact_name")
START = date(2025, 1, 31)


def listing(signed=None, url=None):
    return Listing(
        state="PENNSYLVANIA", agency="X", county=None, model="task_force", signed=signed, document_url=url,
        addendum_url=None,
    )  # fmt: skip


def history(*lists):
    """One agency over lists: None for absent, else the listing."""
    found = History()
    for number, present in enumerate(lists):
        found.add_list(START + timedelta(days=30 * number))
        if present is not None:
            found.add("x", present, MATCH)
    return found


def spells(found):
    return [spell for _, _, spell in found.agreements()]


def test_absent_from_the_two_newest_lists_is_ended_and_from_one_is_absent():
    ended, missing = history(listing(), None, None), history(listing(), listing(), None)
    assert ended.status(spells(ended)[0]) == "ended"
    assert ended.absent_since(spells(ended)[0]) == START + timedelta(days=30)
    assert missing.status(spells(missing)[0]) == "absent"
    assert missing.absent_since(spells(missing)[0]) == START + timedelta(days=60)
    assert missing.note(spells(missing)[0]).startswith("Not on the newest list")


def test_a_gap_of_one_list_is_no_end():
    found = history(listing(), None, listing())
    (spell,) = spells(found)
    assert (spell.first, spell.last, found.status(spell), found.absent_since(spell)) == (0, 2, "active", None)


def test_an_agreement_that_comes_back_after_an_end_is_a_second_one():
    found = history(listing(), None, None, listing())
    assert [number for _, number, _ in found.agreements()] == [1, 2]
    assert [found.status(spell) for spell in spells(found)] == ["ended", "active"]


def test_a_changed_signing_date_is_a_revision_of_the_same_agreement():
    first, second = date(2019, 10, 15), date(2025, 1, 7)
    found = history(listing(first), listing(second))
    (spell,) = spells(found)
    assert signed_on(spell) == second
    assert (
        found.note(spell)
        == "Earlier lists print another signing date: 2019-10-15 (until the list of 2025-01-31)."
    )


def test_an_unreadable_signing_date_does_not_erase_a_readable_one_nor_a_pending_link_the_document():
    found = history(listing(date(2025, 1, 7), "https://www.ice.gov/x.pdf"), listing())
    (spell,) = spells(found)
    assert (signed_on(spell), spell.document_url) == (date(2025, 1, 7), "https://www.ice.gov/x.pdf")


def test_of_two_rows_of_one_list_the_later_signed_stays():
    found = history()
    found.add_list(START)
    assert found.add("x", listing(date(2025, 4, 15)), MATCH)
    assert not found.add("x", listing(date(2025, 7, 24)), MATCH)
    assert not found.add("x", listing(date(2025, 4, 14)), MATCH)
    assert signed_on(spells(found)[0]) == date(2025, 7, 24)


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_spells_hold_every_list_that_has_the_agency_and_never_overlap(present):
    found = history(*(listing() if here else None for here in present))
    held = spells(found)
    for number, here in enumerate(present):
        if here:
            assert sum(spell.first <= number <= spell.last for spell in held) == 1
    gaps = [later.first - earlier.last for earlier, later in pairwise(held)]
    assert all(gap > ENDED_AFTER for gap in gaps)
    assert all(present[spell.first] and present[spell.last] for spell in held)
    assert all(found.status(spell) == "ended" for spell in held[:-1])


LISTS = "snapshot_date,state,agency,county,support_type,signed,moa_url,addendum_url\n"
KANE, CACHE = "Utah,Kane County Sheriff's Office,Kane County", "Utah,Cache Constables,Cache County"
MODEL = ",Task Force Model,,,\n"


@pytest.fixture
def imported(tmp_path):
    """Imports made-up lists after the first release of the log; the sheet of May 18, 2026 has Kane alone."""

    def run(lists, pending):
        book, sheet = openpyxl.Workbook(), tmp_path / "participatingAgencies05182026.xlsx"
        book.active.append(HEADINGS)
        book.active.append([*KANE.split(","), "Task Force Model", None, None, None])
        book.save(sheet)
        with gzip.open(tmp_path / "register.csv.gz", "wt") as register:
            register.write("id,name,kind,state,county,aliases,replaced_by\n")
        census = "SUMLEV,STATE,COUNTY,CTYNAME\n50,49,25,Kane County\n50,49,5,Cache County\n"
        for name, text in {"lists": LISTS + lists, "pending": LISTS + pending, "census": census}.items():
            (tmp_path / f"{name}.csv").write_text(text)
        files = [tmp_path / "lists.csv", sheet, tmp_path / "pending.csv"]
        options = ["--register", tmp_path / "register.csv.gz", "--counties", tmp_path / "census.csv"]
        folder = tmp_path / "0002-ice"
        words = [*files, *options, "--out", folder, *RETRIEVED]
        answer = CliRunner().invoke(import_ice_287g, [str(word) for word in words])
        assert answer.exit_code == 0, answer.output
        return folder, answer.output

    return run


PROGRAM = f"""
[[incentive-programs]]
id = "{texts.PROGRAM}"
agency_id = "{texts.ICE}"
name = "287(g)"
status = "active"
"""


def problems(folder):
    """With the program that a person describes."""
    (folder / "incentive-programs.toml").write_text(PROGRAM)
    state, wrong = replay_folders([ROOT / "seeds/releases/0001-founding-articles"])
    assert wrong == []
    return [str(problem) for problem in validate(folder, state).problems]


def test_a_pending_agreement_of_an_agency_that_no_other_list_has_is_valid(imported):
    folder, printed = imported(f"2026-04-30,{KANE}{MODEL}", f"2026-05-20,{CACHE}{MODEL}" * 2)
    (pending,) = [row for row in rows(folder / "agreements.csv.gz") if row["status"] == "pending"]
    assert (pending["agency_id"], pending["source_id"]) == (
        "ut-cache-constables",
        "ice-287g-pending-2026-05-20",
    )
    assert "ut-cache-constables" in {row["id"] for row in rows(folder / "agencies.csv.gz")}
    assert "1 pending agreements that stand twice" in printed
    assert problems(folder) == []


def test_a_pending_agreement_after_an_end_is_a_second_one(imported):
    lists = f"2026-02-27,{CACHE}{MODEL}2026-03-31,{KANE}{MODEL}2026-04-30,{KANE}{MODEL}"
    folder, _ = imported(lists, f"2026-05-20,{CACHE}{MODEL}")
    found = {row["id"]: row["status"] for row in rows(folder / "agreements.csv.gz")}
    assert found == {
        "287g-ut-cache-constables-task-force": "ended",
        "287g-ut-cache-constables-task-force-2": "pending",
        "287g-ut-kane-county-sheriffs-office-task-force": "active",
    }
    assert problems(folder) == []


def test_a_pending_agreement_beside_one_that_has_not_ended_is_the_same(imported):
    lists = f"2026-03-31,{CACHE}{MODEL}2026-04-30,{CACHE}{MODEL}"
    folder, printed = imported(lists, f"2026-05-20,{CACHE}{MODEL}")
    found = [row["status"] for row in rows(folder / "agreements.csv.gz") if "cache" in row["id"]]
    assert found == ["absent"]
    assert "1 pending agreements that the newest lists have as active" in printed


def rows(file):
    with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    if not (DATA / "ice-287g").exists():
        pytest.skip(f"ICE's lists are not at {DATA / 'ice-287g'}")
    if missing := [file for file in REGISTERS if not file.exists()]:
        pytest.skip(f"the FBI's registers are not at {missing}")
    folder = tmp_path_factory.mktemp("ice") / "0010-ice-287g"
    names = ("participating_monthly_panel.csv", "participatingAgencies05182026am.xlsx", "pending_latest.csv")
    files = [str(DATA / "ice-287g" / name) for name in names]
    census = str(DATA / "census-county-pop-2023/co-est2023-alldata.csv")
    registers = [word for file in REGISTERS for word in ("--register", str(file))]
    options = [*registers, "--counties", census, "--out", str(folder), *RETRIEVED]
    answer = CliRunner().invoke(import_ice_287g, [*files, *options])
    assert answer.exit_code == 0, answer.output
    assert "5 rows of an agency and model that the same list has twice" in answer.output
    assert "2 pending agreements that a later list has as signed" in answer.output
    return folder


def test_the_release_in_the_log_is_what_the_importer_makes_of_the_lists(published):
    """But for the agreements that only the newest list lacks: release 20 calls them absent."""
    name = "agreements.csv.gz"
    table = gzip.decompress((published / name).read_bytes()).replace(b",absent,", b",active,")
    as_published = published.parent / "0010-as-published"
    shutil.copytree(published, as_published)
    (as_published / name).write_bytes(gzip.compress(table, mtime=0))
    assert_as_in_the_log(as_published, "0010-ice-287g")


def test_the_newest_list_has_1843_agreements_of_1549_agencies(published):
    listed = [row for row in rows(published / "agreements.csv.gz") if row["last_listed_on"] == "2026-05-18"]
    assert len(listed) == 1843
    assert {row["status"] for row in listed} == {"active"}
    assert len({row["agency_id"] for row in listed}) == 1549


def test_a_misspelt_state_ends_nothing(published):
    ended = [row for row in rows(published / "agreements.csv.gz") if row["status"] == "ended"]
    assert sum(row["absent_since"] == "2026-02-27" and "-pa" in row["id"] for row in ended) == 0
    assert len(ended) == 82


def test_an_agreement_as_it_was_tried_by_hand(published):
    found = {row["id"]: row for row in rows(published / "agreements.csv.gz")}
    autauga = found["287g-al0040000-task-force"]
    assert (autauga["signed_on"], autauga["first_listed_on"]) == ("2025-09-22", "2025-09-30")
    assert autauga["document_url"].endswith("AutaugaCoSheriffsOfficeAL_TFM_MOA_09222025.pdf")
    frederick = found["287g-md0110000-jail-enforcement"]
    assert (frederick["status"], frederick["absent_since"]) == ("ended", "2026-02-27")
    assert "287g-oh0090000-jail-enforcement-2" in found


def test_every_list_is_counted_by_its_rows(published):
    counts = {row["as_of"]: int(row["agreements"]) for row in rows(published / "staffing-figures.csv.gz")}
    assert len(counts) == 65
    assert (counts["2021-01-31"], counts["2025-01-31"], counts["2026-05-18"]) == (148, 135, 1843)


def test_every_agency_is_the_registers_or_new(published):
    known = {row["id"] for file in REGISTERS for row in rows(file)}
    new = {row["id"] for row in rows(published / "agencies.csv.gz")}
    agreements = rows(published / "agreements.csv.gz")
    assert {row["agency_id"] for row in agreements} <= known | new
    assert {row["agency_id"] for row in agreements if row["match"] == "new_agency"} == new
    assert not new & known
    assert all(len(row["id"]) <= 120 for row in agreements)
