"""The release notes, tables and sources of ICE's 287(g) lists."""

from collections.abc import Sequence
from datetime import date

from schemas.seed_parts import Coverage
from seeds.importers.shared.write import Row

PROGRAM = "us-dhs-ice-287g"
ICE = "us-dhs-ice"
PAGE = "https://www.ice.gov/identify-and-arrest/287g"

TITLE = "287(g) agreements of ICE, 2021 to May 2026"
NOTES = """
Every agreement under section 287(g) that ICE listed between January 2021 and May 18, 2026, with the agency, the model, the signing date, the first and last list that has it and the signed document; and how many agreements each of the 65 lists has.
The lists are one a month: the last readable one. An agreement has ended when the two newest lists lack it, after misspelt names and states are mended (one list spells PENNSLYVANIA 68 times); the end lies between last_listed_on and absent_since. What the lists do not print stays empty: no county before February 2025. An agreement that comes back after an end is a new one.
Agencies are matched by state and name with the FBI's registers of releases 2, 5 and 6 (exact_name), by a table written by hand with a reason for each (by_hand), or are new (constables, jails, prosecutors, National Guards and others they lack). A name that only resembles one of theirs must stand in the county the list prints.
Not loaded: the pending list of February 27, 2026, whose two agreements have been signed since.
"""  # noqa: E501 -- a paragraph a line


def files(source_id: str) -> dict[str, Row]:
    whole = {"mode": "merge"}
    figures = _figures_table(source_id)
    return {"agencies.csv.gz": whole, "agreements.csv.gz": whole, "staffing-figures.csv.gz": figures}


def _figures_table(source_id: str) -> Row:
    return {
        "source_id": source_id,
        "family": "ice",
        "locator": "list of {list}, all rows",
        "extra": ["list"],
        "common": {
            "program_id": PROGRAM,
            "modality": "observed",
            "qualifier": "exact",
            "date_basis": "source_date",
            "computed": "rows of the list",
        },
        "measures": [{"column": "agreements", "metric": "agreements_287g"}],
    }


def source_id(newest: date) -> str:
    return f"ice-287g-{newest}"


def source(newest: date, lists: int, coverage: Sequence[Coverage]) -> Row:
    return {
        "id": source_id(newest),
        "title": f"287(g) participating agencies: the list of {newest} and {lists - 1} earlier ones",
        "via": "GitHub, RelevantResearch/287g-DetentionData, participatingAgencies",
        "published_on": newest,
        **_COMMON,
        "counting_rule": (
            "Agreements in force on the day of the list, a row for each agency and model: an agency with two "
            "models has two agreements."
        ),
        "coverage": list(coverage),
        "note": (
            "The last readable list of each month from January 2021 on, some of them as the Wayback Machine "
            "kept them. Coverage counts rows of lists."
        ),
    }


def pending_source_id(day: date) -> str:
    return f"ice-287g-pending-{day}"


def pending_source(name: str) -> Row:
    day = date.fromisoformat(name.removeprefix("ice-287g-pending-"))
    title = f"287(g) pending agencies: the list of {day}"
    via = "GitHub, RelevantResearch/287g-DetentionData, pendingAgencies"
    return {"id": name, "title": title, "via": via, "published_on": day, **_COMMON}


_COMMON: Row = {
    "kind": "dataset",
    "publisher": "U.S. Immigration and Customs Enforcement",
    "url": PAGE,
    "retrieved_on": None,
    "license": "Public domain (work of the US government)",
    "quality": "primary",
}
