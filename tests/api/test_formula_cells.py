"""A cell that a spreadsheet would take for a formula is served as it is written, as a file to save."""

import csv
import io

import pytest

from tests.small_log import AWKWARD

FORMULA = "=1+1"
FILE = "/v1/staffing-figures.csv?note={}&fields=id,note"


async def test_a_formula_is_not_changed_in_a_csv(get, records):
    assert FORMULA in AWKWARD
    answer = await get(FILE.format("%3D1%2B1"))
    rows = [*csv.DictReader(io.StringIO(answer.body.decode()))]
    assert rows
    assert {row["note"] for row in rows} == {FORMULA}
    assert len(rows) == sum(record["note"] == FORMULA for record in records["staffing-figures"])


async def test_no_browser_shows_a_csv_as_a_page(get):
    headers = (await get(FILE.format("%3D1%2B1"))).headers
    assert headers["content-type"].startswith("text/csv")
    assert headers["content-disposition"].startswith("attachment; ")
    assert headers["x-content-type-options"] == "nosniff"


async def test_a_number_below_zero_is_a_number_in_a_csv(get, database):
    """An apostrophe before each minus, as some advise, would make it text."""
    answer = await get("/v1/agencies.csv?county_longitude__lt=0&fields=county_longitude")
    lines = answer.body.decode().splitlines()[1:]
    assert lines
    assert all(float(line) < 0 for line in lines)


@pytest.mark.parametrize("resource", ["staffing-figures"])
async def test_a_formula_is_text_in_a_workbook(get, resource):
    import openpyxl

    answer = await get(f"/v1/{resource}.xlsx?note=%3D1%2B1&fields=id,note")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body)).worksheets[0]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert cells
    assert {(cell.value, cell.data_type) for cell in cells} == {(FORMULA, "s")}
