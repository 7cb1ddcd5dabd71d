from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.values.dates import ImpossibleDateError, parse


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2025-09-30", date(2025, 9, 30), "day"),
        ("2025-09", date(2025, 9, 30), "month"),
        ("2024-02", date(2024, 2, 29), "month"),
        ("2025-Q3", date(2025, 9, 30), "quarter"),
        ("2025", date(2025, 12, 31), "year"),
        ("FY2019", date(2019, 9, 30), "fiscal_year"),
        ("1776", date(1776, 12, 31), "year"),
        ("2100-12-31", date(2100, 12, 31), "day"),
    ],
)
def test_a_partial_date_is_its_last_day(text, day, precision):
    assert parse(text, "09-30") == (day, precision)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2025-13",
        "2025-Q5",
        "12345",
        "1775",
        "1776-07-03",
        "2101",
        "0000",
        "FY2019-01",
        "",
        "٢٠٢٥",
    ],
)
def test_what_is_no_date(text):
    with pytest.raises(ImpossibleDateError):
        parse(text, "09-30")


def test_a_fiscal_year_needs_its_end():
    with pytest.raises(ImpossibleDateError, match="needs fiscal_year_end"):
        parse("FY2019")
    with pytest.raises(ImpossibleDateError, match="not a date of the calendar"):
        parse("FY2019", "13-01")


@pytest.mark.parametrize("end", ["02-28", "02-29"])
def test_a_fiscal_year_ending_in_february(end):
    assert parse("FY2023", end).day == date(2023, 2, 28)


@given(st.dates(date(1776, 7, 4), date(2100, 12, 31)))
def test_the_last_day_is_in_what_the_text_names(day):
    quarter = (day.month + 2) // 3
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day.year}-Q{quarter}", f"{day.year}"):
        last, _precision = parse(text)
        assert last >= day
        assert last.year == day.year
    assert parse(f"{day:%Y-%m}").day.month == day.month
