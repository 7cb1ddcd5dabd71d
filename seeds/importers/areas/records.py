"""The records of areas and their figures: ids, and the columns of their tables."""

from collections.abc import Sequence

from seeds.importers.shared.counties import STATES
from seeds.importers.shared.write import Row

USPS = {**STATES, "66": "GU", "72": "PR", "78": "VI"}
AREA_COLUMNS = ["id", "name", "kind", "states", "code"]
FIGURE_COLUMNS = [
    "id", "area_id", "metric", "subset", "vintage", "value", "relative_standard_error", "as_of", "date_basis",
    "source_id", "locator",
]  # fmt: skip
TABLES: dict[str, Row] = {"areas.csv.gz": {"mode": "merge"}}
NATION: Row = {"id": "area-us", "name": "United States", "kind": "nation", "states": [], "code": "US"}


def state(fips: str, name: str) -> Row:
    usps = USPS[fips]
    return {"id": f"area-{usps.lower()}", "name": name, "kind": "state", "states": [usps], "code": fips}


def figure_id(area: object, metric: str, *parts: str | None) -> str:
    """{area}-{metric}[-{subset}][-{vintage}]-{as_of}-{family}."""
    return "-".join(str(part) for part in (area, metric, *parts) if part).replace("_", "-").lower()


def in_states(name: str, fips: str) -> Sequence[str]:
    """Return the states of an area as its name ends: `Cincinnati, OH-KY-IN`; else the state of its code."""
    _, comma, states = name.rpartition(", ")
    return states.split("-") if comma else [USPS[fips]]
