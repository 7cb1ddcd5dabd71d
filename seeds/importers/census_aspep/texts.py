"""The release notes, tables and source of the Census Bureau's survey."""

from collections.abc import Iterable, Sequence

from schemas import states
from schemas.seed_parts import Coverage
from seeds.importers.shared.write import Row

Measure = tuple[str, str, str, str]  # column, metric, ending of the subset code, its words

FUNCTIONS = {
    "police protection - officers": "police_officers",
    "police protection - other": "police_other_employees",
    "police protection total": "police_employees",
}
EMPLOYEES: tuple[Measure, ...] = (
    ("full_time_employees", "total_headcount", "_full_time", ", full-time"),
    ("part_time_employees", "total_headcount", "_part_time", ", part-time"),
    ("full_time_equivalent", "total_fte", "", ""),
)
PAYROLL: tuple[Measure, ...] = (
    ("full_time_pay_usd_month", "payroll", "_full_time", ", full-time"),
    ("part_time_pay_usd_month", "payroll", "_part_time", ", part-time"),
    ("total_pay_usd_month", "payroll", "", ""),
)
CELLS = tuple(measure[0] for measure in (*EMPLOYEES, *PAYROLL))

_SUSPECT_CELLS = frozenset(
    f"{function}, {column}"
    for function in ("police protection - other", "police protection total")
    for column in ("full_time_pay_usd_month", "total_pay_usd_month")
)
_ALABAMA = (
    "Alabama's full-time pay of police protection - other, 20,613,420 (2017: 1,918,894; 2019: 2,537,914). "
    "Loaded as printed."
)
# By level, state and month: cells that are probably wrong in the source.
SUSPECT = {
    ("state_government", "AL", "2018-03"): (_SUSPECT_CELLS, f"Suspect in the source: {_ALABAMA}"),
    ("state_government", "US", "2018-03"): (_SUSPECT_CELLS, f"Contains a suspect value: {_ALABAMA}"),
}

TITLE = "Police employment and payroll of state and local governments, from the Census Bureau"
NOTES = """
Full-time and part-time employees, full-time equivalents and the pay of one month for police protection: officers, other employees and both, by state: state governments 1992 to 2023 (29 years), local governments 1993 to 2016 (23 years), and their national totals.
Each total is an agency of the kind government_total, marked as an aggregate: never add it to agencies. The level of local totals is given as municipal; they hold counties, townships and special districts too.
Local figures are estimates of a survey, whose sampling error the file read does not hold. Zeros are loaded as printed (such as those of the state government of Hawaii).
Not loaded: four rows without any number (Louisiana and Mississippi, local, 2006). Loaded with a note and not altered: a suspect pay of Alabama in 2018, and the totals that contain it.
"""  # noqa: E501 -- a paragraph a line
RULE = (
    "Employees on the payroll in the pay period of March 12 (of October 12 until 1995) and their gross pay "
    "of that month, by function. Officers are those with the power of arrest. State governments are counted "
    "in full; local governments are a sample, except in the census years that end in 2 and 7, when all are "
    "asked."
)


def columns(measures: Iterable[Measure]) -> list[str]:
    return [f"{function}, {column}" for function in FUNCTIONS for column, *_ in measures]


def _table(measures: Iterable[Measure]) -> Row:
    return {
        "source_id": "census-aspep-1992-2023",
        "family": "aspep",
        "locator": "{government_level}, {state}, {year}, {column}",
        "extra": ["government_level", "state", "year"],
        "common": {"qualifier": "exact", "date_basis": "stated"},
        "measures": [
            {
                "column": f"{function}, {column}",
                "metric": metric,
                "fields": {"subset": subset + ending, "subset_as_stated": function + words},
            }
            for function, subset in FUNCTIONS.items()
            for column, metric, ending, words in measures
        ],
    }


FILES: dict[str, Row] = {
    "agencies.csv.gz": {"mode": "merge"},
    "staffing-figures-employees.csv.gz": _table(EMPLOYEES),
    "staffing-figures-payroll.csv.gz": _table(PAYROLL),
}


def source(coverage: Sequence[Coverage]) -> Row:
    return {
        "id": "census-aspep-1992-2023",
        "kind": "dataset",
        "title": "Annual Survey of Public Employment & Payroll, police protection, 1992-2023",
        "publisher": "U.S. Census Bureau",
        "via": "GitHub, jacobkap/aspep (to 2016) and themarshallproject/aspep-etl (from 2017)",
        "retrieved_on": None,
        "license": "Public domain (work of the US government)",
        "counting_rule": RULE,
        "quality": "primary",
        "coverage": list(coverage),
        "note": (
            "Missing in the copies read: state governments of 1994 and 1995, local governments of 1992 and "
            "of 2017 to 2023, both of 1996, other employees of state governments of 2002, the state of "
            "Hawaii in 2002 and 2007, and the national total of state governments of 1993. The sampling "
            "error of local figures is not in them."
        ),
    }


# The areas of the tables: no territory reports, and the country is one of them.
STATES = {code: name for code, name in states.STATES.items() if code not in states.TERRITORIES} | {
    "US": "United States"
}
