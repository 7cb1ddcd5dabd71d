"""A log in which every release adds, corrects, withdraws and renames: hardly an answer stays as it was."""

from pathlib import Path
from typing import Any

from tests.seeds import factories
from tests.seeds.factories import AGENCY, CORRECTED, FIGURE, FIRST, SOURCE, UPDATED

YEARS = range(1990, 2025)
OTHER = {**AGENCY, "id": "shelbyville", "name": "Shelbyville Police"}
OFFER = {
    "id": "springfield-signing-bonus",
    "agency_id": "springfield",
    "kind": "signing_bonus",
    "audience_kind": "any_hire",
    "value": 5000,
    "qualifier": "up_to",
    "unit": "usd",
    "per": "total",
    "source_id": "table",
    "locator": "row 2",
}


def figure(agency: str, year: int, value: int) -> dict[str, Any]:
    return {
        **FIGURE,
        "id": f"{agency}-sworn-{year}",
        "agency_id": agency,
        "as_of": f"{year}-10-31",
        "value": value,
        "locator": f"row {year}",
    }


def begin(log: Path) -> Path:
    figures = [figure(agency, year, year % 97) for agency in ("springfield", "shelbyville") for year in YEARS]
    return factories.release(
        log,
        1,
        {
            **FIRST,
            "agencies": [AGENCY, OTHER],
            "incentives": [OFFER],
            "staffing-figures": [FIGURE, *figures],
        },
    )


def grow(log: Path, number: int) -> Path:
    """Release `number`: a newer name, a newer publisher, a correction, a figure that comes, one that goes."""
    came = {**figure("shelbyville", 1900, number), "id": f"shelbyville-sworn-came-{number}"}
    came["as_of"] = f"{1900 + number}-10-31"
    goes = {"id": f"shelbyville-sworn-came-{number - 2}", "mode": "withdraw", "change": CORRECTED}
    return factories.release(
        log,
        number,
        {
            "agencies": [{**AGENCY, "name": f"Springfield Police {number}", "change": UPDATED}],
            "sources": [{**SOURCE, "publisher": f"The office, room {number}", "change": UPDATED}],
            "incentives": [{**OFFER, "value": 5000 + number, "change": CORRECTED}],
            "staffing-figures": [
                {**FIGURE, "value": 120 + number, "change": CORRECTED},
                came,
                *([goes] if number > 3 else []),
            ],
        },
    )
