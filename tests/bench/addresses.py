"""The addresses that are asked for: many different ones, in the tongue of each server."""

import random
from pathlib import Path

from database import Database
from peers import TABLE

VARIETY = 20_000
PAGE = 25
NEIGHBOURS = 100
FULL = """
select agency_id, metric from api.staffing_figures
group by agency_id, metric having count(*) > $1 and count(as_of) > $1
"""
STATES = """
select metric, year, agency_state from api.staffing_figures
where source_id = 'bench-generated' and year is not null and agency_state is not null
group by 1, 2, 3 having count(value) > $1
"""
FIGURES = "/v1/staffing-figures"
ONES = f"select id from api.staffing_figures order by md5(id) limit {VARIETY}"
DATASETTE = f"/bench/{TABLE}"
# Datasette counts and suggests nothing then: its fastest page.
QUICK = "_shape=objects&_nocount=1&_nofacet=1&_nosuggest=1"


def pages(database: Database, folder: Path) -> dict[str, Path]:
    """A full page of one agency and one metric, newest first."""
    chance = random.Random(1)
    pairs = [tuple(row) for row in database.ask(FULL, PAGE)]
    if not pairs:
        raise SystemExit("No agency has a full page of one metric.")
    asked = chance.choices(pairs, k=VARIETY)
    return {
        "Muster": listed(
            folder / "muster-pages",
            [f"/v1/staffing-figures?agency_id={a}&metric={m}&sort=-as_of&limit={PAGE}" for a, m in asked],
        ),
        "PostgREST": listed(
            folder / "postgrest-pages",
            [
                f"/{TABLE}?agency_id=eq.{a}&metric=eq.{m}&order=as_of.desc.nullslast,id.desc&limit={PAGE}"
                for a, m in asked
            ],
        ),
        "Datasette": listed(
            folder / "datasette-pages",
            [
                f"{DATASETTE}.json?agency_id={a}&metric={m}&_sort_desc=as_of&_size={PAGE}&{QUICK}"
                for a, m in asked
            ],
        ),
    }


def of_agencies(database: Database, folder: Path) -> Path:
    return pages(database, folder)["Muster"]


def of_states(database: Database, folder: Path) -> Path:
    """A chart's question."""
    found = database.ask(STATES, PAGE)
    asked = [f"{FIGURES}?metric={m}&year={y}&agency_state={s}&sort=-value&limit={PAGE}" for m, y, s in found]
    return listed(folder / "muster-states", asked)


def by_value(_database: Database, folder: Path) -> Path:
    return first(folder, "-value")


def records(database: Database, folder: Path) -> dict[str, Path]:
    asked = [row["id"] for row in database.ask(ONES)]
    return {
        "Muster": listed(folder / "muster-records", [f"/v1/staffing-figures/{one}" for one in asked]),
        "PostgREST": listed(folder / "postgrest-records", [f"/{TABLE}?id=eq.{one}" for one in asked]),
        "Datasette": listed(
            folder / "datasette-records", [f"{DATASETTE}/{one}.json?_shape=objects" for one in asked]
        ),
    }


def behind(database: Database, folder: Path, sort: str, place: int) -> Path:
    """The pages behind a hundred neighbouring records from a place on, as `next` links name them."""
    way, column = (" desc", sort[1:]) if sort.startswith("-") else ("", sort)
    keys = "id" + way if column == "id" else f"{column}{way} nulls last, id{way}"
    found = database.ask(f"select id from api.{TABLE} order by {keys} offset {place} limit {NEIGHBOURS}")
    number = database.ask("select number from api.current_release")[0]["number"]
    asked = [
        f"/v1/staffing-figures?sort={sort}&limit={PAGE}&release={number}&after={row['id']}" for row in found
    ]
    return listed(folder / f"muster-behind-{sort}-{place}", asked)


def first(folder: Path, sort: str) -> Path:
    return listed(folder / f"muster-first-{sort}", [f"/v1/staffing-figures?sort={sort}&limit={PAGE}"])


def listed(file: Path, addresses: list[str]) -> Path:
    file.write_text("\n".join(addresses) + "\n", encoding="utf-8")
    return file
