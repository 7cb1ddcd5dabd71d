"""ICE's lists are read as ICE prints them: a header found by its cell, links' targets, days."""

from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest
from click import ClickException
from hypothesis import given
from hypothesis import strategies as st

from seeds.importers.ice_287g.lists import (
    HEADINGS,
    UnknownModel,
    link_target,
    read_lists,
    read_sheet,
    sheet_day,
    signing_day,
)

HEADER = (
    "snapshot_date,source_file,state,agency,agency_type,county,support_type,signed,moa_url,addendum_url\n"
)
MOA = "https://www.ice.gov/doclib/287gMOA/x.pdf"
PRINTED = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA", "ADDENDUM")
AUTAUGA = (
    "ALABAMA",
    "Autauga  County Sheriff's Office ",
    "County ",
    "Autauga County",
    "Jail Enforcement Model ",
)


def workbook(tmp_path, rows, name="participatingAgencies05182026am.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in book.active.iter_rows():
        for cell in cells:
            if cell.value == "link":
                cell.hyperlink = MOA
                cell.value = "link"
    book.save(tmp_path / name)
    return tmp_path / name


def lists(tmp_path, text):
    file = tmp_path / "lists.csv"
    file.write_text(HEADER + text, encoding="utf-8")
    return list(read_lists(file))


def test_a_sheet_is_read_below_its_header_with_the_links_targets(tmp_path):
    signed = datetime(2025, 9, 22)  # noqa: DTZ001 -- as a workbook holds it
    rows = [("Participating agencies",), PRINTED, (*AUTAUGA, signed, "link", None), (None,) * 8]
    day, (listing,) = read_sheet(workbook(tmp_path, rows))
    assert day == date(2026, 5, 18)
    assert (listing.state, listing.agency) == ("ALABAMA", "Autauga County Sheriff's Office")
    assert (listing.model, listing.signed) == ("jail_enforcement", date(2025, 9, 22))
    assert (listing.document_url, listing.addendum_url) == (MOA, None)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("nothing",), (*AUTAUGA, None, None, None)], "no row has a cell STATE"),
        ([[word for word in PRINTED if word != "SIGNED"]], "missing column SIGNED"),
    ],
)
def test_a_sheet_of_another_form_is_refused(tmp_path, rows, said):
    with pytest.raises(ClickException, match=said):
        read_sheet(workbook(tmp_path, rows))


def test_a_model_that_we_do_not_know_is_told_apart(tmp_path):
    rows = [PRINTED, ("ALABAMA", "X", "County", "Y", "Street Model", None, None, None)]
    assert read_sheet(workbook(tmp_path, rows))[1] == [UnknownModel("Street Model")]


def test_a_list_without_counties_whose_state_is_not_first_is_read(tmp_path):
    names = ["Law Enforcement Agency", "State", "Support Type", "Signed", "MOA"]
    rows = [names, ("X", "IDAHO", "Task Force Model", None, "link pending")]
    _, (listing,) = read_sheet(workbook(tmp_path, rows))
    assert (listing.state, listing.agency, listing.county) == ("IDAHO", "X", None)


def test_a_sheet_of_too_many_cells_is_refused_before_they_are_made(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = "STATE", "x"
    path = tmp_path / "far05182026.xlsx"
    book.save(path)
    with pytest.raises(ClickException, match="its sheet has more than 1,000,000 cells"):
        read_sheet(path)


def test_a_workbook_that_decompresses_too_far_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr("seeds.importers.ice_287g.lists.DECOMPRESSED", 1_000)
    with pytest.raises(ClickException, match="decompresses to more than"):
        read_sheet(workbook(tmp_path, [PRINTED]))


def test_columns_may_stand_in_another_order(tmp_path):
    rows = [HEADINGS, ("IDAHO", "X", "Ada County", "Task Force Model", None, "link pending", None)]
    _, (listing,) = read_sheet(workbook(tmp_path, rows))
    assert (listing.county, listing.document_url, listing.signed) == ("Ada County", None, None)


def test_a_sheet_without_a_day_in_its_name_is_refused(tmp_path):
    with pytest.raises(ClickException, match="contains no date"):
        sheet_day(tmp_path / "participatingAgencies.xlsx")


def test_the_monthly_lists_come_one_by_one_oldest_first(tmp_path):
    row = ",f.xlsx,UTAh,Kane County Sheriff's Office,County,#N/A,Warrant Service Office,05/082025,,\n"
    found = lists(tmp_path, f"2025-05-29{row}2025-05-29{row}2025-06-27{row}")
    assert [(day, len(listings)) for day, listings in found] == [
        (date(2025, 5, 29), 2),
        (date(2025, 6, 27), 1),
    ]
    listing = found[0][1][0]
    assert listing.county is None  # a spreadsheet's error is no county
    assert listing.model == "warrant_service_officer"
    assert listing.signed is None  # 05/082025 is no day


def test_lists_out_of_order_are_refused(tmp_path):
    row = ",f,UTAH,X,,,Task Force Model,,,\n"
    with pytest.raises(ClickException, match="comes after"):
        lists(tmp_path, f"2025-06-27{row}2025-05-29{row}")


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        (MOA, MOA),
        ("", None),
        ("link pending", None),
        ("https://www.ice.gov/a b.pdf", "https://www.ice.gov/a%20b.pdf"),
        ("chrome-extension://abc/https:/www.ice.gov/x.pdf", "https://www.ice.gov/x.pdf"),
        (
            "https://gcc02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.ice.gov%2Fx.pdf&data=05",
            "https://www.ice.gov/x.pdf",
        ),
        (f"https://web.archive.org/web/2021/{MOA}", f"https://web.archive.org/web/2021/{MOA}"),
    ],
)
def test_a_wrapped_link_is_unwrapped(link, meant):
    assert link_target(link) == meant


@given(st.dates())
def test_a_day_is_read_as_it_is_written(day):
    assert signing_day(day.isoformat()) == day


@given(st.text(max_size=40))
def test_an_address_begins_with_its_scheme_or_is_none(text):
    found = link_target(text)
    assert found is None or (found.startswith(("http://", "https://")) and " " not in found)


def broken(tmp_path, name, content=None):
    """A workbook with one of its parts replaced, or left out."""
    whole = workbook(tmp_path, [PRINTED])
    cut = tmp_path / "cut05182026.xlsx"
    with ZipFile(whole) as read, ZipFile(cut, "w") as written:
        for part in read.namelist():
            if part != name or content is not None:
                written.writestr(part, content if part == name else read.read(part))
    return cut


@pytest.mark.parametrize(
    ("part", "content"),
    [("xl/workbook.xml", None), ("xl/worksheets/sheet1.xml", "<worksheet>"), ("[Content_Types].xml", None)],
)
def test_a_workbook_that_is_broken_within_is_told_by_its_name(tmp_path, part, content):
    with pytest.raises(ClickException, match=r"cut05182026.xlsx: not a readable workbook"):
        read_sheet(broken(tmp_path, part, content))


def test_a_file_that_is_no_workbook_or_a_cut_one_is_told_by_its_name(tmp_path):
    whole = workbook(tmp_path, [PRINTED])
    for content in (b"", b"plain", whole.read_bytes()[:900]):
        whole.write_bytes(content)
        with pytest.raises(ClickException, match=r"am.xlsx: not a readable workbook"):
            read_sheet(whole)
