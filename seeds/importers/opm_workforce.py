"""OPM's monthly federal workforce: headcounts, accessions and separations of the law-enforcement agencies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from seeds.importers import opm_codes as codes
from seeds.importers.drafting import write_release, write_sources
from seeds.importers.opm_texts import FILES, NOTES, TITLE, sources
from seeds.importers.periods import month_period, year_period
from seeds.importers.running import importer
from seeds.importers.tables import FILE, read_header, read_table, whole_number, year_number
from seeds.importers.writing import Row, Tally, write_table

Flows = dict[tuple[str, str], dict[str, int]]  # (agency code, month): {category: people}

FIRST_MONTH = "2025-01"  # earlier months hold only actions reported late, not the month's count
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
    """Import OPM's monthly headcounts, its flows and the yearly hires of 2006-2017, told by their headers."""
    told = {_content(file): file for file in files}
    if missing := {"headcount", "flows", "history"} - told.keys():
        raise click.ClickException(f"no file with the columns of {', '.join(sorted(missing))}")
    monthly, yearly = Tally(), Tally()
    flows = read_flows(told["flows"], monthly)
    write_table(folder, "agencies.csv.gz", AGENCY_COLUMNS, codes.NEW_AGENCIES)
    tables: list[tuple[str, list[str], Iterable[Row]]] = [
        ("headcount", HEADCOUNT_COLUMNS, headcounts(told["headcount"], monthly)),
        ("flows", FLOW_COLUMNS, flow_rows(flows)),
        ("hires", HIRE_COLUMNS, [*monthly_hires(flows), *yearly_hires(flows)]),
        ("history", HISTORY_COLUMNS, history(told["history"], yearly)),
    ]
    for word, columns, rows in tables:
        write_table(folder, f"staffing-figures-{word}.csv.gz", columns, rows)
    monthly.report()
    yearly.report()
    write_sources(folder, sources(monthly.coverage(), yearly.coverage()), retrieved_on)
    write_release(folder, TITLE, NOTES, FILES)


def _content(file: Path) -> str:
    header = set(read_header(file))
    for word, column in (("headcount", "employees_on_rolls"), ("flows", "people"), ("history", "new_hires")):
        if column in header:
            return word
    raise click.ClickException(f"{file.name}: neither headcounts, flows nor yearly hires")


def headcounts(path: Path, tally: Tally) -> Iterator[Row]:
    """Yield every employee on the rolls, sworn or not, an agency and month a row."""
    for row in read_table(path, ("opm_code", "month", "employees_on_rolls")):
        code, month = row["opm_code"], row["month"]
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
    """Gather the people by agency, month and category; what cannot be told is skipped and counted."""
    flows: Flows = defaultdict(dict)
    for row in read_table(path, ("opm_code", "effective_month", "category_code", "people")):
        code, month, category = row["opm_code"], row["effective_month"], row["category_code"]
        if reason := _refusal(code, month, category):
            tally.skip(year_number(month[:4]), reason)
            continue
        month_period(month)  # refuses what is no month while its line is known
        if category in flows[code, month]:
            raise click.ClickException(f"{code} {month} {category} stands twice")
        flows[code, month][category] = whole_number(row["people"])
        tally.load(year_number(month[:4]))
    return flows


def _refusal(code: str, month: str, category: str) -> str | None:
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
    """Yield the hires of each calendar year whose twelve months are all there."""
    years: dict[tuple[str, str], list[dict[str, int]]] = defaultdict(list)
    for (code, month), people in flows.items():
        years[code, month[:4]].append(people)
    for (code, year), months in years.items():
        if len(months) == 12:
            yield _year_row(code, year, months)


def _year_row(code: str, year: str, months: list[dict[str, int]]) -> Row:
    totals = {category: sum(month.get(category, 0) for month in months) for category in (*codes.HIRES, "AA")}
    transfers = totals.pop("AA")
    told = f"{formula(totals)}, January to December {year}; transfers in (AA, {transfers:,}) left out"
    return {
        "agency_id": codes.AGENCIES[code],
        **year_period(year),
        "computed": told,
        "opm_code": code,
        "effective_month": f"{year}-01..{year}-12",
        "hires": sum(totals.values()),
    }


def formula(hired: dict[str, int]) -> str:
    """Spell out a sum of categories: "sum of AC + AD + AE (51 + 23 + 1)"."""
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
    for row in read_table(path, ("year", "agy", "new_hires")):
        year, code = row["year"], row["agy"]
        if code not in codes.AGENCIES:
            tally.skip(year_number(year), f"rows of the code {code}, which is none of our agencies")
            continue
        tally.load(year_number(year))
        figure = {"agy": code, "year": year, "new_hires": whole_number(row["new_hires"])}
        yield {"agency_id": codes.AGENCIES[code], **year_period(year), **figure}
