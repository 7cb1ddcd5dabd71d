"""Importer for OPM's monthly headcounts, accessions and separations of law-enforcement agencies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from seeds.importers.opm import codes
from seeds.importers.opm.texts import FILES, NOTES, TITLE, sources
from seeds.importers.shared.command import importer
from seeds.importers.shared.csv_rows import FILE, read_header, whole_number, year_number
from seeds.importers.shared.periods import month_period, year_period
from seeds.importers.shared.release_text import write_release, write_sources
from seeds.importers.shared.repeated_rows import REPEATED, read_distinct
from seeds.importers.shared.write import Row, Tally, write_table

Flows = dict[tuple[str, str], dict[str, int]]  # (agency code, month): {category: people}

FIRST_MONTH = "2025-01"  # earlier months have only the actions reported late, not all of the month
PROVISIONAL_MONTHS = 3
PROVISIONAL = "Provisional: one of the newest months, to which OPM still adds actions reported late."
BEFORE = f"actions effective before {FIRST_MONTH}: only those reported late, not the month's count"

AGENCY_COLUMNS = ["id", "name", "short_name", "kind", "level", "parent_id"]
HEADCOUNT_COLUMNS = [
    "agency_id", "as_of", "subset", "subset_as_stated", "note", "opm_code", "month", "employees_on_rolls",
]  # fmt: skip
PERIOD_COLUMNS = ["agency_id", "as_of", "period", "period_start", "period_end", "note"]
FLOW_COLUMNS = [*PERIOD_COLUMNS, "opm_code", "effective_month", *codes.MEASURES]
HIRE_COLUMNS = [*PERIOD_COLUMNS, "computed", "opm_code", "effective_month", "hires"]
HISTORY_COLUMNS = [*PERIOD_COLUMNS, "agy", "year", "new_hires"]


@importer("opm-workforce")
@click.argument("files", nargs=-1, required=True, type=FILE)
def import_opm_workforce(files: tuple[Path, ...], folder: Path, retrieved_on: date | None) -> None:
    """Import OPM's monthly headcounts, flows and yearly hires of 2006-2017, recognized by their headers."""
    by_content = {_content(file): file for file in files}
    if missing := {"headcount", "flows", "history"} - by_content.keys():
        raise click.ClickException(f"no file has the columns of {', '.join(sorted(missing))}")
    monthly, yearly = Tally(), Tally()
    flows = read_flows(by_content["flows"], monthly)
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, codes.NEW_AGENCIES)
    tables: list[tuple[str, list[str], Iterable[Row]]] = [
        ("headcount", HEADCOUNT_COLUMNS, headcounts(by_content["headcount"], monthly)),
        ("flows", FLOW_COLUMNS, flow_rows(flows)),
        ("hires", HIRE_COLUMNS, [*monthly_hires(flows), *yearly_hires(flows)]),
        ("history", HISTORY_COLUMNS, history(by_content["history"], yearly)),
    ]
    for name, columns, rows in tables:
        write_table(folder, f"staffing-figures-{name}.csv.gz", columns, rows)
    monthly.report()
    yearly.report()
    write_sources(folder, sources(monthly.coverage(), yearly.coverage()), retrieved_on)
    write_release(folder, TITLE, NOTES, FILES)


def _content(file: Path) -> str:
    header = set(read_header(file, ("employees_on_rolls", "people", "new_hires")))
    for content, column in (
        ("headcount", "employees_on_rolls"),
        ("flows", "people"),
        ("history", "new_hires"),
    ):
        if column in header:
            return content
    raise click.ClickException(f"{file.name}: has no columns of headcounts, flows or yearly hires")


def headcounts(path: Path, tally: Tally) -> Iterator[Row]:
    """Yield a row for each agency and month, with all employees on the rolls, sworn or not."""
    rows = read_distinct(
        path,
        ("opm_code", "month", "employees_on_rolls"),
        ("opm_code", "month"),
        lambda row: tally.skip(_year(row["month"]), REPEATED),
    )
    for row in rows:
        code, month = row["opm_code"].strip(), _month(row["month"])
        if code not in codes.AGENCIES:
            tally.skip(year_number(month[:4]), f"rows of the code {code}, which is none of our agencies")
            continue
        tally.load(year_number(month[:4]))
        yield {
            "agency_id": codes.AGENCIES[code],
            "as_of": month,
            **codes.PARTS.get(code, {}),
            "note": codes.INFERRED.get(code),
            "opm_code": code,
            "month": month,
            "employees_on_rolls": whole_number(row["employees_on_rolls"]),
        }


def read_flows(path: Path, tally: Tally) -> Flows:
    """Sum people by agency, month and category. Skips and counts the rows that are not loaded."""
    flows: Flows = defaultdict(dict)
    key = ("opm_code", "effective_month", "category_code")
    rows = read_distinct(
        path, (*key, "people"), key, lambda row: tally.skip(_year(row["effective_month"]), REPEATED)
    )
    for row in rows:
        code, month = row["opm_code"].strip(), _month(row["effective_month"])
        category = row["category_code"].strip()
        if reason := _skip_reason(code, month, category):
            tally.skip(year_number(month[:4]), reason)
            continue
        month_period(month)  # raises for an invalid month while its line is known
        flows[code, month][category] = whole_number(row["people"])
        tally.load(year_number(month[:4]))
    return flows


def _month(printed: str) -> str:
    """Return a month as "2025-01"; some files of OPM print 202501."""
    text = printed.strip()
    return f"{text[:4]}-{text[4:]}" if len(text) == 6 and text.isdigit() else text


def _year(month: str) -> int:
    return year_number(month.strip()[:4])


def _skip_reason(code: str, month: str, category: str) -> str | None:
    if code not in codes.AGENCIES:
        return f"rows of the code {code}, which is none of our agencies"
    if month < FIRST_MONTH:
        return BEFORE
    if category == "DRP":
        return "rows of DRP, a flag on people counted under SC, SD and SE too"
    if category not in codes.CATEGORIES:
        return f"rows of the category {category}, whose meaning we do not know"
    return None


def flow_rows(flows: Flows) -> Iterator[Row]:
    newest = newest_months(flows)
    for (code, month), people in flows.items():
        moved = {category: count for category, count in people.items() if category in codes.MEASURES}
        if moved:
            yield _month_row(code, month, newest) | moved


def monthly_hires(flows: Flows) -> Iterator[Row]:
    newest = newest_months(flows)
    for (code, month), people in flows.items():
        hired = {category: people[category] for category in codes.HIRES if category in people}
        if hired:
            row = _month_row(code, month, newest)
            yield row | {"computed": formula(hired), "hires": sum(hired.values())}


def yearly_hires(flows: Flows) -> Iterator[Row]:
    """Yield the hires of each calendar year with all twelve months."""
    years: dict[tuple[str, str], list[dict[str, int]]] = defaultdict(list)
    for (code, month), people in flows.items():
        years[code, month[:4]].append(people)
    for (code, year), months in years.items():
        if len(months) == 12:
            yield _year_row(code, year, months)


def _year_row(code: str, year: str, months: list[dict[str, int]]) -> Row:
    totals = {category: sum(month.get(category, 0) for month in months) for category in (*codes.HIRES, "AA")}
    transfers = totals.pop("AA")
    computed = f"{formula(totals)}, January to December {year}; transfers in (AA, {transfers:,}) left out"
    return {
        "agency_id": codes.AGENCIES[code],
        **year_period(year),
        "computed": computed,
        "opm_code": code,
        "effective_month": f"{year}-01..{year}-12",
        "hires": sum(totals.values()),
    }


def formula(hired: dict[str, int]) -> str:
    """Write a sum of categories: "sum of AC + AD + AE (51 + 23 + 1)"."""
    return f"sum of {' + '.join(hired)} ({' + '.join(f'{n:,}' for n in hired.values())})"


def newest_months(flows: Flows) -> set[str]:
    return set(sorted({month for _, month in flows})[-PROVISIONAL_MONTHS:])


def _month_row(code: str, month: str, newest: set[str]) -> dict[str, object]:
    return {
        "agency_id": codes.AGENCIES[code],
        **month_period(month),
        "note": PROVISIONAL if month in newest else None,
        "opm_code": code,
        "effective_month": month,
    }


def history(path: Path, tally: Tally) -> Iterator[Row]:
    rows = read_distinct(
        path,
        ("year", "agy", "new_hires"),
        ("year", "agy"),
        lambda row: tally.skip(year_number(row["year"]), REPEATED),
    )
    for row in rows:
        year, code = row["year"].strip(), row["agy"].strip()
        if code not in codes.AGENCIES:
            tally.skip(year_number(year), f"rows of the code {code}, which is none of our agencies")
            continue
        tally.load(year_number(year))
        figure = {"agy": code, "year": year, "new_hires": whole_number(row["new_hires"])}
        yield {"agency_id": codes.AGENCIES[code], **year_period(year), **figure}
