"""Small logs of figures by year, and the rules of docs/statistics.md for their rows once more, in Python."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from seeds.publishing.agency_years import FBI
from tests.seeds import factories
from tests.seeds.factories import AGENCY, CORRECTED, METRIC, SOURCE, Row

Record = dict[str, Any]

UNITS = {"population_covered": "residents", "resident_population": "residents"}
METRICS = [
    METRIC | {"id": name, "unit": UNITS.get(name, "people")}
    for name in (
        "sworn_headcount",
        "civilian_headcount",
        "total_headcount",
        "population_covered",
        "resident_population",
    )
]
BODY = "ca-police"
STATE_POLICE = AGENCY | {"kind": "state_police", "level": "state", "state": "CA"}
AGENCIES = [
    AGENCY | {"state": "CA"},
    AGENCY | {"id": "shelbyville", "name": "Shelbyville Police", "state": "CA"},
    AGENCY | {"id": "county", "name": "County Sheriff", "kind": "sheriff", "level": "county", "state": "CA"},
    AGENCY | {"id": "prison", "name": "Prison", "kind": "corrections", "level": "state", "state": "CA"},
    AGENCY | {"id": "reno", "name": "Reno Police", "state": "NV"},
    STATE_POLICE | {"id": BODY, "name": "Police", "aggregate": True},
    STATE_POLICE | {"id": "post", "name": "Post", "parent_id": BODY},
]
SOURCES = [
    SOURCE | {"id": "fbi", "title": "FBI", "publisher": FBI},
    SOURCE | {"id": "bjs-csllea-2018", "title": "BJS", "publisher": "Bureau of Justice Statistics"},
    SOURCE | {"id": "census-state-population-1900-2025", "title": "Census", "publisher": "US Census Bureau"},
]
# Residents of the states; a million makes rates small, but does not touch coverage.
PLACES = [
    {"id": "area-ca", "name": "California", "kind": "state", "states": ["CA"], "code": "06"},
    {"id": "area-nv", "name": "Nevada", "kind": "state", "states": ["NV"], "code": "32"},
]
POPULATION = 1_000_000
POPULATIONS = [
    {
        "id": f"{place['id']}-population-{year}",
        "area_id": place["id"],
        "metric": "resident_population",
        "value": POPULATION,
        "modality": "estimated",
        "as_of": str(year),
        "date_basis": "stated",
        "source_id": "census-state-population-1900-2025",
        "locator": "row 1",
    }
    for place, year in product(PLACES, (2004, 2005, 2025))
]
DAYS = (date(2004, 10, 31), date(2005, 10, 31), date(2018, 6, 30), date(2024, 10, 31), date(2025, 10, 31))
PARTS = (
    ("sworn_headcount", "all"), ("sworn_headcount", "female"), ("civilian_headcount", "all"),
    ("total_headcount", "all"), ("total_headcount", "female"), ("population_covered", "all"),
)  # fmt: skip
VALUES = {
    "sworn_headcount": (0, 1, 20, 21, 45, 60),
    "civilian_headcount": (0, 7),
    "total_headcount": (60, 66, 120),
    "population_covered": (400, 30_000),
}
# Every figure that a log may state.
POSSIBLE = {
    f"{agency['id']}-{metric}-{sex}-{day.year}".replace("_", "-"): {
        "agency_id": agency["id"],
        "metric": metric,
        "sex": sex,
        "as_of": day,
        "source_id": "bjs-csllea-2018" if day.year == 2018 else "fbi",
        "locator": "row 1",
        "date_basis": "stated",
    }
    for agency, (metric, sex), day in product(AGENCIES, PARTS, DAYS)
}
REGISTER: dict[str, list[Row]] = {
    "metrics": METRICS,
    "agencies": AGENCIES,
    "sources": SOURCES,
    "areas": PLACES,
    "area-figures": POPULATIONS,
}
stated = st.dictionaries(st.sampled_from([*POSSIBLE]), st.integers(0, 5), min_size=1, max_size=40)
logs = st.lists(stated, min_size=1, max_size=3)


def write(log: Path, said: list[dict[str, int]]) -> None:
    for number, tables in releases(said):
        factories.release(log, number, tables)


def releases(said: list[dict[str, int]]) -> Iterable[tuple[int, dict[str, list[Row]]]]:
    """A release for each dictionary: a figure that is known gets another number."""
    known: dict[str, int] = {}
    for number, choices in enumerate(said, start=1):
        rows: list[Row] = []
        for name, choice in choices.items():
            values = VALUES[POSSIBLE[name]["metric"]]
            value = values[choice % len(values)]
            if name not in known:
                rows.append({"id": name, "value": value} | POSSIBLE[name])
            elif known[name] != value:
                rows.append({"id": name, "mode": "merge", "value": value, "change": CORRECTED})
            known[name] = value
        yield number, (REGISTER if number == 1 else {}) | {"staffing-figures": rows}


def by_year(figures: Iterable[Record]) -> dict[tuple[str, int], dict[str, Record]]:
    """(agency, year) → the name of a number → the figure that it is."""
    found: defaultdict[tuple[str, int], dict[str, Record]] = defaultdict(dict)
    for each in figures:
        name = each["metric"].removesuffix("_headcount").removesuffix("_covered")
        if each["headline_of_year"]:
            found[each["agency_id"], each["year"]][name + ("_female" if each["sex"] == "female" else "")] = (
                each
            )
    return {key: numbers for key, numbers in found.items() if numbers.keys() & {"sworn", "civilian", "total"}}


def share(numbers: dict[str, Record], whole: str) -> float | None:
    part, of = (numbers.get(name, {}).get("value") for name in (f"{whole}_female", whole))
    return round(part / of, 4) if of and part is not None and part <= of else None


def flags_of(numbers: dict[str, Record]) -> set[str]:
    return {flag for each in numbers.values() for flag in each["flags"]} - {"old"}


def change(years: dict[int, dict[str, Record]], base: int, year: int) -> float | None:
    """The change of officers between two years that one family of sources states, if it is one at all."""
    before, after = years.get(base, {}), years[year]
    if "sworn" not in before or "sworn" not in after or not before["sworn"]["value"]:
        return None
    broken = (flags_of(before) | flags_of(after)) & {"jump", "repeats_another_year"}
    recount = any("recount" in flags_of(years[each]) for each in years if base < each <= year)
    if broken or recount or before["sworn"]["source_publisher"] != after["sworn"]["source_publisher"]:
        return None
    return round(after["sworn"]["value"] / before["sworn"]["value"] - 1, 4)
