"""States by year beside PostgREST and `group by`; a year of all agencies beside psql."""

import statistics
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import addresses
import msgspec
from database import Database
from exports import COPY_TIMES, copying, memory, timed
from load import Download, alternate, download, load, ratio, spread
from pages import compared
from processes import Server
from results import Finding

TABLE, PATH = "state_years", "/v1/state-years"
POSTGREST_TIMES, GROUP_TIMES = 2.0, 20.0
YEAR, SECONDS = 2025, 3
FULL = f"select year from api.{TABLE} group by year having count(*) > $1 order by year"
# The sums alone: who is missing, rates and changes would take more.
GROUPED = """
select agency_state as state, count(*) as agencies, sum(value) as sworn
from api.staffing_figures
where metric = 'sworn_headcount' and sex = 'all' and subset is null and modality = 'observed'
  and headline_of_year and not agency_aggregate and agency_level <> 'federal' and year = $1
group by agency_state order by sworn desc nulls last limit 25
"""


def measure(database: Database, servers: list[Server], folder: Path, rounds: int) -> Iterator[Finding]:
    """Measure Muster, the first of the servers, beside PostgREST, the second."""
    muster, postgrest = servers
    asked = pages(database, folder)
    ways = [partial(load, one, asked[one.name], seconds=SECONDS, connections=32) for one in servers]
    ours, theirs = alternate(ways, rounds)
    what = f"page of {addresses.PAGE} states of a year, most officers first"
    yield compared(what, ours, postgrest, theirs, POSTGREST_TIMES)
    yield beside_group_by(database, muster, folder, rounds)
    yield from beside_copy(database, muster, rounds)


def pages(database: Database, folder: Path) -> dict[str, Path]:
    """The full pages."""
    years = [row["year"] for row in database.ask(FULL, addresses.PAGE)]
    asked = [*islice(cycle(years), addresses.VARIETY)]
    end = f"limit={addresses.PAGE}"
    return {
        "Muster": addresses.listed(
            folder / "muster-state-years", [f"{PATH}?year={year}&sort=-sworn&{end}" for year in asked]
        ),
        "PostgREST": addresses.listed(
            folder / "postgrest-state-years",
            [f"/{TABLE}?year=eq.{year}&order=sworn.desc.nullslast,id.desc&{end}" for year in asked],
        ),
    }


def beside_group_by(database: Database, muster: Server, folder: Path, rounds: int) -> Finding:
    """The time of a page, and that of the statement alone, without a server before it."""
    address = f"{PATH}?year={YEAR}&sort=-sworn&limit={addresses.PAGE}"
    one = addresses.listed(folder / "muster-state-year", [address])
    page = partial(load, muster, one, seconds=2, connections=1)
    loads, grouped = alternate([page, partial(grouping, database)], rounds)
    ours = [each.median / 1000 for each in loads]
    times = ratio(grouped, ours)
    return Finding(
        measured=f"page of {addresses.PAGE} states of {YEAR}, one at a time",
        ours=f"{statistics.median(ours):.2f} ms",
        theirs=f"`group by` {statistics.median(grouped):.0f} ms",
        ratio=f"{times:.0f} ({spread(grouped, ours)})",
        target=f"≥ {GROUP_TIMES:g}",
        met=times >= GROUP_TIMES,
    )


def grouping(database: Database) -> float:
    """Milliseconds that PostgreSQL takes for the sums of a year from the figures."""
    plan = database.ask(f"explain (analyze, timing off, format json) {GROUPED.replace('$1', str(YEAR))}")
    return float(msgspec.json.decode(plan[0][0])[0]["Execution Time"])


def beside_copy(database: Database, muster: Server, rounds: int) -> Iterator[Finding]:
    path, query = "/v1/agency-years.csv", f"year={YEAR}"
    command = copying(database, ".csv", "agency-years", query)
    grown: list[int] = []
    mine, copies = alternate(
        [partial(watched, muster, f"{path}?{query}", grown), partial(timed, command)], rounds
    )
    seconds = [one.seconds for one in mine]
    times = ratio(copies, seconds)
    yield Finding(
        measured=f"all agencies of {YEAR} as .csv ({mine[0].bytes / 1e6:,.0f} MB)",
        ours=f"{statistics.median(seconds):.2f} s",
        theirs=f"`\\copy` {statistics.median(copies):.2f} s",
        ratio=f"{times:.2f} ({spread(copies, seconds)})",
        target=f"≥ {COPY_TIMES}",
        met=times >= COPY_TIMES,
    )
    yield memory(".csv of a year", grown)


def watched(muster: Server, path: str, grown: list[int]) -> Download:
    with muster.growth() as growth:
        found = download(muster, path)
    grown.append(growth[0])
    return found
