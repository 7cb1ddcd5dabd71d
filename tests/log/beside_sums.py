"""The tables of docs/comparison.md that set the sums of states beside full-time equivalents and jobs."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.log.comparison import Cells, number
from tests.log.printed import Row

PATROL, OTHERS = "333051", ("331012", "333021")
OFFICERS = "police protection - officers"
# Of two numbers that differ by less, a survey cannot say which is larger.
STANDARD_ERRORS = 2
# From this share on, a reason is named.
NAMED = 0.02

Year = Mapping[str, Any]


def equivalents(rows: list[Row], year: str) -> dict[str, int]:
    """Full-time equivalent officers of the governments of a state, state and local."""
    found: dict[str, int] = {}
    for row in rows:
        if (row["function"], row["year"]) == (OFFICERS, year):
            found[row["state"]] = found.get(row["state"], 0) + int(row["full_time_equivalent"] or 0)
    return found


def jobs(rows: list[Row]) -> dict[str, dict[str, tuple[int, float]]]:
    """Name of the state → occupation → jobs and their relative standard error in percent, as printed."""
    found: dict[str, dict[str, tuple[int, float]]] = {}
    for row in rows:
        if (row["area_type"], row["industry_code"]) == ("S", "000000") and row["employment"] != "-":
            error = float(row["employment_percent_relative_standard_error"])
            found.setdefault(row["area_name"], {})[row["soc"]] = (int(row["employment"]), error)
    return found


def reasons(year: Year) -> list[str]:
    """What the row of a state itself says about why its sum differs."""
    silent, repeated = 1 - (year["officer_coverage"] or 0), year["repeated_share"] or 0
    return [
        *([f"{100 * silent:.0f} % of officers silent"] if silent >= NAMED else []),
        *([f"{100 * repeated:.0f} % repeated"] if repeated >= NAMED else []),
        *(["state police silent"] if year["statewide_body"] == "silent" else []),
    ]


def beside_jobs(years: list[Year], printed: Mapping[str, Mapping[str, tuple[int, float]]]) -> Iterator[Cells]:
    for year in years:
        patrol, error = printed[year["state_name"]][PATROL]
        assert year["bls_patrol_officers"] == patrol, year["id"]
        others = sum(printed[year["state_name"]][each][0] for each in OTHERS)
        away = year["sworn"] - patrol - others
        sure = abs(away) > STANDARD_ERRORS * error / 100 * patrol
        because = reasons(year) + ([] if sure else ["within two standard errors"])
        numbers = (year["sworn"], patrol, others, away)
        yield [year["state"], *map(number, numbers), ratio(year["sworn"], patrol), "; ".join(because)]


def beside_equivalents(years: list[Year], printed: Mapping[str, int]) -> Iterator[Cells]:
    for year in years:
        ours = [year["census_local_sworn_fte"] or 0, year["census_state_sworn_fte"] or 0]
        census = printed[year["state"]]
        assert sum(ours) == census, year["id"]
        numbers = (year["sworn"], *ours, year["sworn"] - census)
        yield [year["state"], *map(number, numbers), ratio(year["sworn"], census), "; ".join(reasons(year))]


def ratio(one: float, other: float) -> str:
    return f"{one / other:.2f}"
