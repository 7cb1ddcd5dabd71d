"""The release notes, tables and sources of OPM's numbers."""

from collections.abc import Sequence

from schemas.seed_parts import Coverage
from seeds.importers.opm.codes import MEASURES
from seeds.importers.shared.write import Row

COMMON = {"modality": "observed", "qualifier": "exact", "date_basis": "stated"}
TITLE = "The federal workforce by month, from OPM"
NOTES = """
Employees on the rolls of ICE, CBP, the Secret Service, the FBI, the DEA, the Marshals Service and ATF for \
each month from January 2025 to July 2026, of other parts of DHS and of DOJ as a whole for fewer months; \
transfers, separations by category and computed hires of ICE and CBP by month; hires by calendar year, \
2006-2017 and 2025.
Hires are computed as AC + AD + AE (new hires in the competitive service, the excepted service and the \
SES); transfers in (AA) are not hires, transfers out (SA) are a figure of their own. A category the source \
does not print for a month has no figure, not 0.
Not loaded: actions effective before January 2025, because the file holds only those that were reported \
late. The years 2018 to 2024 are in none of the files. Headcounts are of all employees, not of sworn \
officers; hires minus separations do not add up to the change in headcount.
"""
RULE = (
    "All employees on the rolls, not sworn officers only; accessions and separations by effective month and "
    "OPM category. The monthly files add actions reported late, so the newest months are provisional; hires "
    "minus separations do not reconcile with headcount. The flag DRP overlaps the categories SC, SD and SE "
    "and is not loaded."
)


def _table(source_id: str, locator: str, extra: list[str], measures: list[Row]) -> Row:
    texts = {"source_id": source_id, "family": "opm", "locator": locator, "extra": extra}
    return {**texts, "common": COMMON, "measures": measures}


def _flow_measure(category: str) -> Row:
    metric, subset, words = MEASURES[category]
    stated = {"subset": subset, "subset_as_stated": words} if subset else {}
    return {"column": category, "metric": metric, **({"fields": stated} if stated else {})}


FLOW_LOCATOR = "opm_code={opm_code}, effective_month={effective_month}, category_code="
FILES = {
    "agencies.csv.gz": {"mode": "merge"},
    "staffing-figures-headcount.csv.gz": _table(
        "opm-fwd-2026",
        "opm_code={opm_code}, month={month}, {column}",
        ["opm_code", "month"],
        [{"column": "employees_on_rolls", "metric": "total_headcount"}],
    ),
    "staffing-figures-flows.csv.gz": _table(
        "opm-fwd-2026",
        FLOW_LOCATOR + "{column}",
        ["opm_code", "effective_month"],
        [_flow_measure(category) for category in MEASURES],
    ),
    "staffing-figures-hires.csv.gz": _table(
        "opm-fwd-2026",
        FLOW_LOCATOR + "AC AD AE",
        ["opm_code", "effective_month"],
        [{"column": "hires", "metric": "hires"}],
    ),
    "staffing-figures-history.csv.gz": _table(
        "opm-hires-2006-2017",
        "agy={agy}, year={year}, {column}",
        ["agy", "year"],
        [{"column": "new_hires", "metric": "hires"}],
    ),
}


def sources(monthly: Sequence[Coverage], yearly: Sequence[Coverage]) -> list[Row]:
    return [
        {
            "id": "opm-fwd-2026",
            "title": "Federal Workforce Data: employees on rolls, accessions and separations by month",
            "via": "GitHub, rhoekstr/federal-workforce-explorer, data/slices/series",
            **_common(),
            "url": "https://data.opm.gov/",
            "counting_rule": RULE,
            "coverage": list(monthly),
            "note": (
                "The names behind the codes DJ02 (FBI), DJ06 (DEA) and DJ08 (Marshals Service) "
                "were told from the codes."
            ),
        },
        {
            "id": "opm-hires-2006-2017",
            "title": "ICE and CBP new hires by calendar year, 2006-2017",
            "via": "GitHub, abigailhaddad/icehires, data/ice_cbp_hires_history.csv",
            **_common(),
            "counting_rule": "New hires a calendar year; which OPM categories it counts is not said.",
            "coverage": list(yearly),
        },
    ]


def _common() -> Row:
    return {
        "kind": "dataset",
        "publisher": "U.S. Office of Personnel Management",
        "retrieved_on": None,
        "license": "Public domain (work of the US government)",
        "quality": "primary",
    }
