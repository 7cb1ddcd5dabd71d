from decimal import Decimal

import pytest

from seeds.validation.validate import validate
from seeds.values.rows import CHANGE_COLUMNS, COLUMNS

HEAD = "agency_id,as_of,subset,note,row,men,women\n"


def figures(checked):
    columns = (*COLUMNS["staffing-figures"], *CHANGE_COLUMNS)
    rows = (row for chunk in checked.database_rows["staffing-figures"] for row in chunk)
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_a_row_becomes_a_figure_a_measure(log, told):
    checked = log.wide(HEAD + "us-dhs-ice,2025-10,officers,,7,90,10\nus-dhs,FY2025,,Rounded.,8,,1000\n")
    assert told(checked) == []
    men, women, other = figures(checked)
    assert men["id"] == "us-dhs-ice-sworn-headcount-officers-male-2025-10-lee"
    assert women["id"] == "us-dhs-ice-sworn-headcount-officers-female-2025-10-lee"
    assert other["id"] == "us-dhs-sworn-headcount-female-fy2025-lee"
    assert (men["value"], men["value_low"], men["value_high"], men["value_text"]) == (90, 90, 90, "90")
    assert (men["sex"], men["subset"], men["locator"]) == ("male", "officers", "row 7, men")
    assert (other["as_of_precision"], other["note"], other["unit"]) == ("fiscal_year", "Rounded.", "people")
    assert {row["operation"] for row in (men, women, other)} == {"added"}


def test_a_melted_figure_is_the_record_a_long_row_would_be(log, told):
    (table_figures,) = figures(log.wide(HEAD + "us-dhs-ice,2025-10,,,7,90,\n"))
    long = (
        "id,agency_id,metric,sex,value,as_of,source_id,locator\n"
        "us-dhs-ice-sworn-headcount-male-2025-10-lee,us-dhs-ice,sworn_headcount,male,90,2025-10,table,"
        '"row 7, men"\n'
    )
    checked = log.second({"staffing-figures.csv.gz": long})
    assert told(checked) == []
    assert figures(checked) == [table_figures]


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ("us-dhs-ixe,2025,,,7,90,10\n", "2:agency_id", "no record of agencies has the id us-dhs-ixe"),
        (",2025,,,7,90,10\n", "2:agency_id", "the row has no agency"),
        ("us-dhs,2025,,,7,9x,10\n", "2:men", '"9x" is not a plain number'),
        ("us-dhs,2025,,,7,-9,10\n", "2:men", "-9 is negative"),
        ("us-dhs,2025,,,7,1e3,10\n", "2:men", "not a plain number"),
        ("us-dhs,2025,,,7,1234567890123456,10\n", "2:men", "15 significant digits"),
        ("us-dhs,2025,,,7,9.5,10\n", "2:men", "9.5 people must be a whole number"),
        (
            "us-dhs,2025,,,7,9.5,10\nus-dhs-ice,2025,,,7,9.5,10\n",
            "3:men",
            "9.5 people must be a whole number",
        ),
        ("us-dhs,2027,,,7,9,10\n", "2:men", "as_of 2027 is after the release"),
        ("us-dhs,2027,,,7,9,10\nus-dhs-ice,2027,,,7,9,10\n", "3:women", "as_of 2027 is after"),
        ("us-dhs,2024-02-30,,,7,9,10\n", "2:men", "is not a date of the calendar"),
        ("us-dhs,2025,wizards,,7,9,10\n", "2:men", "unknown subset wizards"),
        (
            "us-dhs,2025,,,7,9,10\nus-dhs,2025,,,8,9,\n",
            "3:men",
            "another row of this release has the same id",
        ),
        ("us-dhs,2025,,,7,9\n", "2", "has 6 cells, but the header has 7"),
        ("us-dhs,2025,,,7,9,10\n\n", "3", "the line is empty"),
        ('us-dhs,2025,,"x,7,9,10\n', "2", "is not valid CSV"),
    ],
)
def test_a_wrong_cell_is_told_with_row_and_column(log, told, rows, place, said):
    lines = told(log.wide(HEAD + rows))
    begin = f"0002-second/staffing-figures.csv.gz:{place}:"
    assert any(line.startswith(begin) and said in line for line in lines), lines


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("note", "nota"), "unknown column nota"),
        (HEAD.replace("note", "id"), "a wide table cannot have the column id"),
        (HEAD.replace("women", "wymen"), "the header has no column women"),
        (HEAD.replace("agency_id", "agency"), "the header has no column agency_id"),
        (HEAD.replace("note", "subset"), "the header repeats subset"),
        (HEAD.replace("row", "line"), "the locator uses {row}, but the table has no such column"),
        ("", "has no header"),
        (HEAD.replace("note", ""), "the header has a column without a name"),
    ],
)
def test_a_wrong_header_is_told(log, told, head, said):
    lines = told(log.wide(head + "us-dhs,2025,,,7,9,10\n" if head else "\n"))
    assert any(said in line for line in lines), lines


def test_fractions_keep_their_digits(log, told):
    header = log.WIDE.format(more="").replace("sworn_headcount", "rate").replace("men", "share", 1)
    metric = 'label = "Rate"\ndefinition = "A rate."\nunit = "percent"\nnature = "rate"\n'
    files = {
        "metrics.toml": f'[[metrics]]\nid = "rate"\n{metric}',
        "staffing-figures.csv.gz": "agency_id,as_of,row,share,women\nus-dhs-ice,2025,7,1.870,0.5\n",
    }
    checked = log.second(files, header=header)
    assert told(checked) == []
    assert [row["value"] for row in figures(checked)] == [Decimal("1.87"), Decimal("0.5")]
    assert [row["value_text"] for row in figures(checked)] == ["1.87 percent", "0.5 percent"]


def test_a_new_edition_revises_and_does_not_add(log, told):
    assert told(log.wide(HEAD + "us-dhs-ice,2025,,,7,90,10\n")) == []
    edition = log.wide(HEAD + "us-dhs-ice,2025,,,7,91,10\n", number=3)
    assert any("replaces value without a reason" in line for line in told(edition))
    why = 'change = { kind = "source_revision", notice = "A new edition." }'
    edition = log.wide(HEAD + "us-dhs-ice,2025,,,7,91,10\n", number=3, more=why)
    assert told(edition) == []
    assert [(row["value"], row["operation"], row["change_kind"]) for row in figures(edition)] == [
        (91, "changed", "source_revision"),
        (10, "unchanged", None),
    ]


def test_people_may_correct_a_figure_of_a_table(log, told):
    assert told(log.wide(HEAD + "us-dhs-ice,2025,,,7,90,10\n")) == []
    text = (
        '[[staffing-figures]]\nid = "us-dhs-ice-sworn-headcount-male-2025-lee"\nmode = "merge"\nvalue = 99\n'
        'change = { kind = "our_error", notice = "A slip." }\n'
    )
    checked = log.third({"staffing-figures.toml": text})
    assert told(checked) == []
    (row,) = figures(checked)
    assert (row["value"], row["locator"], row["sex"]) == (99, "row 7, men", "male")
    gone = text.replace('mode = "merge"\nvalue = 99', 'mode = "withdraw"')
    checked = log.third({"staffing-figures.toml": gone})
    assert told(checked) == []
    assert [row["operation"] for row in figures(checked)] == ["withdrawn"]


def test_a_new_edition_keeps_what_people_corrected(log, told):
    assert told(log.wide(HEAD + "us-dhs-ice,2025,,,7,90,10\n")) == []
    mended = (
        '[[staffing-figures]]\nid = "us-dhs-ice-sworn-headcount-male-2025-lee"\nmode = "merge"\nvalue = 99\n'
        'change = { kind = "our_error", notice = "A slip." }\n'
    )
    third = log.third({"staffing-figures.toml": mended})
    assert told(third) == []
    state = log.state(log.path / "0002-second", log.path / "0003-third")
    why = 'change = { kind = "source_revision", notice = "A new edition." }'
    header = log.release(4, "0.4.0") + log.WIDE.format(more=why)
    rows = HEAD + "us-dhs-ice,2025,,,8,91,11\n"
    folder = log.write("0004-edition", {"release.toml": header, "staffing-figures.csv.gz": rows})
    edition = validate(folder, state)
    assert told(edition) == []
    state.apply(edition.changes)
    found = {row["sex"]: (row["value"], row["locator"], row["operation"]) for row in figures(edition)}
    assert found == {"male": (99, "row 8, men", "changed"), "female": (11, "row 8, women", "changed")}
    male = state.record("staffing-figures", "us-dhs-ice-sworn-headcount-male-2025-lee")
    assert (male.fields["value"], male.curated) == (99, {"value"})


def test_a_table_that_breaks_off_has_no_figures(log, told):
    broken = log.wide(HEAD + 'us-dhs-ice,2025,,,7,90,10\nus-dhs,2025,,"x,7,90,10\n')
    assert any("is not valid CSV" in line for line in told(broken))
    state = log.state()
    state.apply(broken.changes)
    assert list(state.table_figures()) == []
