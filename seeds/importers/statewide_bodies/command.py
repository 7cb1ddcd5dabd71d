"""Importer of no publisher's file: one aggregate for each statewide police body."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct, convert

from seeds.headline.reporting_units import Choice, choose, computed
from seeds.importers.agency_names.register import figures, read_state
from seeds.importers.shared.command import OUT, Importer
from seeds.importers.shared.csv_rows import EARLIER
from seeds.importers.shared.release_text import write_release
from seeds.importers.shared.write import Row, write_table
from seeds.importers.statewide_bodies import texts
from seeds.log.folders import folders
from seeds.values.fields import Fields

BODIES = Path(__file__).with_name("bodies.toml")
METRICS = ("sworn_headcount", "civilian_headcount", "total_headcount")
OFFICERS = METRICS[0]
# Years that one file states of nearly all agencies, so that posts can be added up. Year → source, its family.
YEARS = {
    2004: ("fbi-leoka-2004-2005", "fbi-leoka"),
    2005: ("fbi-leoka-2004-2005", "fbi-leoka"),
    2025: ("fbi-lee-2026", "fbi-lee"),
}
# Metric, agency → its figure, of one year.
Counts = dict[tuple[str, str], Fields]


class Body(Struct, frozen=True, kw_only=True):
    """A row of bodies.toml."""

    id: str
    name: str
    state: str
    in_2018: int
    whole: list[str]
    posts: list[str]
    undecided: list[int] = []


@click.command("statewide-bodies", cls=Importer)
@click.option("--log", required=True, type=EARLIER, help="The folder of all releases.")
@OUT
def command(log: Path, folder: Path) -> None:
    """Add one aggregate for each statewide police body whose posts have records of their own."""
    bodies = convert(tomllib.loads(BODIES.read_text("utf-8"))["bodies"], list[Body])
    records = {record for body in bodies for record in (*body.whole, *body.posts)}
    counts = by_year(
        figures(read_state(each.path for each in folders(log) if each.path.name < folder.name), records)
    )
    made = [row for body in bodies for row in rows_of(body, counts)]
    write_table(folder, "agencies.csv.gz", texts.AGENCY_COLUMNS, map(aggregate, bodies))
    write_table(
        folder,
        "agencies-posts.csv.gz",
        ["id", "parent_id"],
        (row for body in bodies for row in posts_of(body)),
    )
    write_table(folder, "staffing-figures.csv.gz", texts.FIGURE_COLUMNS, (row for row, _ in made))
    parts = [part_of(part, row) for row, ids in made for part in ids]
    write_table(folder, "staffing-figures-parts.csv.gz", texts.PART_COLUMNS, parts)
    write_release(folder, texts.TITLE, texts.notes(len(bodies), len(made), len(parts)), texts.FILES)
    click.echo(f"{len(bodies)} bodies, {len(made)} figures of {len(parts)} parts")


def by_year(found: Iterator[Fields]) -> Mapping[int, Counts]:
    """Sort the figures by year: those of the year's source, of all people whatever their sex."""
    counts: defaultdict[int, Counts] = defaultdict(dict)
    for each in found:
        year = int(str(each["as_of"])[:4])
        counted = each["metric"] in METRICS and each["sex"] == "all" and each["subset"] is None
        if counted and YEARS.get(year, ("",))[0] == each["source_id"]:
            counts[year][each["metric"], each["agency_id"]] = each
    return counts


def aggregate(body: Body) -> Row:
    return {
        "id": body.id,
        "name": f"{body.name}, statewide",
        "kind": "state_police",
        "level": "state",
        "aggregate": True,
        "state": body.state,
    }


def posts_of(body: Body) -> Iterator[Row]:
    return ({"id": record, "parent_id": body.id} for record in (*body.whole, *body.posts))


def part_of(part: str, whole: Row) -> Row:
    return {"id": part, "part_of": whole["id"], "change": {"kind": "enrichment"}}


def rows_of(body: Body, counts: Mapping[int, Counts]) -> Iterator[tuple[Row, list[str]]]:
    """Yield the figures of a body, each with the ids of its parts."""
    for year in sorted(set(YEARS) - set(body.undecided)):
        whole, posts = (summed(counts[year], OFFICERS, ids) for ids in (body.whole, body.posts))
        if chosen := choose(whole, posts, body.in_2018):
            made = (figure(body, year, metric, chosen, counts[year]) for metric in METRICS)
            yield from ((row, parts) for row, parts in made if parts)


def figure(body: Body, year: int, metric: str, chosen: Choice, counts: Counts) -> tuple[Row, list[str]]:
    whole, posts = (summed(counts, metric, ids) or 0 for ids in (body.whole, body.posts))
    wanted = [
        *(body.whole if "whole" in chosen.unit else ()),
        *(body.posts if "posts" in chosen.unit else ()),
    ]
    parts = [counts[metric, record] for record in wanted if (metric, record) in counts]
    count = sum(part["agency_id"] in set(body.posts) for part in parts)
    value = {"whole": whole, "posts": posts, "whole and posts": whole + posts}[chosen.unit]
    source, family = YEARS[year]
    row: Row = {
        "id": f"{body.id}-{metric.replace('_', '-')}-{year}-10-31-{family}",
        "agency_id": body.id,
        "metric": metric,
        "value": value,
        "as_of": f"{year}-10-31",
        "source_id": source,
        "computed": computed(chosen._replace(value=value), whole, posts, count),
    }
    return row, [part["id"] for part in parts]


def summed(counts: Counts, metric: str, records: Sequence[str]) -> int | None:
    found = [int(counts[metric, each]["value"]) for each in records if (metric, each) in counts]
    return sum(found) if found else None
