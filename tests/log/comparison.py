"""The tables of docs/comparison.md: printed numbers beside figures and sums of the newest release."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from tests.log.printed import NO_NUMBER, Cell, Printed, Row

# Cells of a table of the page.
Cells = list[str]
COUNTS = (
    "FTSWORN", "FTSWORN_MALE", "FTSWORN_FEMALE", "FTNON", "TOTFTEMP", "FTLIM", "PTSWORN", "PTNON", "TOTPTEMP",
    "PTLIM",
)  # fmt: skip
SEXES = {"FTSWORN_MALE", "FTSWORN_FEMALE"}
NO_ORI, NO_RECORD, ANOTHER = "no ORI", "ORI of no record", "ORI of another agency"
COAST = ("livermore", "miami", "new orleans", "ramey")
SOUTHWEST = (
    "big bend", "del rio", "el centro", "el paso", "laredo", "rio grande valley", "san diego", "tucson",
    "yuma",
)  # fmt: skip
NORTH = ("blaine", "buffalo", "detroit", "grand forks", "havre", "houlton", "spokane", "swanton")
PARTS_OF_A_COUNTY = ("SO", "PD", "CNTY_OTH", "CHP")
BORDERS = ("northern border", "southwest border", "coastal border")


def number(count: float) -> str:
    return f"{count:,.0f}"


def cell_by_cell(table: Printed, rows: list[Row], here: Mapping[str, float]) -> Cells:
    """Count the printed numbers of a table: here and the same, here and another, or left out, and why."""
    found, left_out = Counter[str](), Counter[str]()
    for cell in stated(table.cells(rows)):
        if cell.place in here:
            found["same" if here[cell.place] == float(cell.printed) else "another"] += 1
        else:
            left_out[cell.left_out or "for no reason"] += 1
    reasons = "; ".join(f"{number(count)} {reason}" for reason, count in sorted(left_out.items()))
    total = number(found.total() + left_out.total())
    return [table.title, total, number(found["same"]), number(found["another"]), reasons or "none"]


def stated(cells: Iterable[Cell]) -> Iterator[Cell]:
    return (cell for cell in cells if cell.printed not in NO_NUMBER)


def answers(row: Row) -> dict[str, float]:
    """The counts of a row of the survey of agencies; none if it has nothing but zeros."""
    counts = {column: float(row[column]) for column in COUNTS if row[column].strip() not in NO_NUMBER}
    if not any(counts.values()):
        return {}
    unknown = counts.get("FTSWORN") and not any(counts.get(column) for column in SEXES)
    return {column: count for column, count in counts.items() if not (unknown and column in SEXES)}


def why_absent(row: Row, oris: set[str]) -> str:
    """Why a row of the survey is no record's: its ORI is none, no record's, or that of another agency."""
    ori = row["ORI9"].strip().upper()
    if len(ori) != len("NY0303000"):
        return NO_ORI
    return ANOTHER if ori in oris and ori[:2] == row["STATE"].replace("NE", "NB") else NO_RECORD


def of_survey(
    rows: list[Row], here: Mapping[str, float], oris: set[str]
) -> Iterator[tuple[Row, dict[str, float], str | None]]:
    """Yield the agencies of the survey that answered, their counts, and why the collection lacks them.

    Two rows with one ORI and the same counts are one agency of the register and another one.
    """
    taken: set[str] = set()
    for row in rows:
        counts, ori = answers(row), row["ORI9"].strip()
        if counts:
            found = all(here.get(f"ORI9={ori}, {column}") == count for column, count in counts.items())
            yield row, counts, None if found and ori not in taken else why_absent(row, oris)
            taken |= {ori} if found else set()


def survey_cells(title: str, found: Iterable[tuple[Row, dict[str, float], str | None]]) -> Cells:
    absent, same = Counter[str](), 0
    for _, counts, reason in found:
        same += len(counts) * (reason is None)
        absent[reason or ""] += len(counts) * (reason is not None)
    reasons = "; ".join(
        f"{number(absent[each])} with {words}"
        for each, words in (
            (NO_ORI, "no ORI"),
            (NO_RECORD, "the ORI of no record"),
            (ANOTHER, "the ORI of another agency"),
        )
    )
    return [title, number(same + absent.total()), number(same), "0", reasons]


def survey_by_state(
    found: Iterable[tuple[Row, dict[str, float], str | None]],
    fbi: Mapping[str, float],
    ours: Mapping[str, float],
) -> Iterator[Cells]:
    """Yield officers by state as printed, what is left out of them and why, and `bjs_sworn`."""
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row, counts, reason in found:
        sums[row["STATE"]][reason or "here"] += int(counts.get("FTSWORN", 0))
    for state, parts in sorted(sums.items()):
        less = [parts[NO_ORI], parts[NO_RECORD], parts[ANOTHER], fbi.get(state, 0)]
        assert parts.total() - sum(less) == ours[state], state
        yield [state, *map(number, (parts.total(), *less, ours[state]))]


def total(what: str, pairs: Iterable[tuple[float, float]], because: str) -> Cells:
    """Count the printed totals that equal their parts; of the others, say how much more they are."""
    compared = list(pairs)
    less = sorted(whole - parts for whole, parts in compared if whole != parts)
    span = " to ".join(dict.fromkeys((number(less[0]), number(less[-1])))) if less else "0"
    return [what, number(len(compared)), number(len(compared) - len(less)), span, because]


def survey_totals(rows: list[Row], columns: Iterable[str]) -> Iterator[tuple[tuple[str, ...], float, float]]:
    """Yield the key of each national total of the survey, the total and the sum of the states."""
    nation: dict[tuple[str, ...], float] = {}
    states: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        for column in columns:
            if row[column]:
                key = (row["government_level"], row["year"], row["function"], column)
                if row["state"] == "US":
                    nation[key] = int(row[column])
                else:
                    states[key] += int(row[column])
    return ((key, whole, states[key]) for key, whole in nation.items())


def functions(rows: list[Row], columns: Iterable[str]) -> Iterator[tuple[float, float]]:
    """Yield each total of all police employees, and officers and others together."""
    cells = {
        (row["government_level"], row["state"], row["year"], row["function"], column): row[column]
        for row in rows
        for column in columns
    }
    for (*place, function, column), whole in cells.items():
        names = ("police protection - officers", "police protection - other")
        parts = [cells.get((*place, name, column)) for name in names]
        if function == "police protection total" and whole and all(parts):
            yield int(whole), sum(int(part) for part in parts if part)


def patrol_totals(rows: list[Row]) -> Callable[[str, tuple[str, ...]], list[tuple[float, float]]]:
    agents = {
        (row["sector"], row["fiscal_year"]): int(row["number_of_agents"])
        for row in rows
        if row["number_of_agents"] not in NO_NUMBER
    }
    years = sorted({year for _, year in agents})

    def pairs(name: str, parts: tuple[str, ...]) -> list[tuple[float, float]]:
        return [(agents[name, year], sum(agents.get((part, year), 0) for part in parts)) for year in years]

    return pairs


def personnel_totals(rows: list[Row]) -> Iterator[tuple[float, float]]:
    """Yield sworn and other personnel of a county and year, and the sum of the parts of that.

    They differ by the Highway Patrol alone, if they do.
    """
    for row in rows:
        for kind in ("SWORN", "NONSWORN"):
            parts = [int(row[f"{part}_FUNDED_{kind}"].strip() or 0) for part in PARTS_OF_A_COUNTY]
            whole = int(row[f"CNTY_LE_{kind}"])
            assert sum(parts) - whole in {0, parts[-1]}, (row["COUNTY"], row["YEAR"])
            yield whole, sum(parts)
