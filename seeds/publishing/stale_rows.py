"""Finds served rows that a release may have made stale: its own records, and records that display them."""

from typing import Any, Final

from seeds.publishing.json_bodies import STRUCTS
from seeds.publishing.load import table_of

# Columns that other records display. A change of any other column, such as a source's note, affects none.
DISPLAYED: Final = {
    "agencies": "name, short_name, kind, level, state, county_geoid, parent_id, aggregate, names",
    "sources": "kind, quality, publisher, published_on, published_on_precision, title, url",
    "metrics": "label",
    "areas": "name, kind, states",
}
SHOWN: Final = """
insert into shown
select t.resource, t.id from touched t
join muster.{table} new on new.id = t.id and new.to_release is null
join muster.{table} old on old.id = t.id and old.to_release = $1 - 1
where t.resource = '{resource}' and t.operation = 'changed' and row({old}) is distinct from row({new})
"""
# Citations that read differently now: their own text, their source, or a source in their attribution.
PASSAGES: Final = """
insert into reread
select id from touched where resource = 'citations'
union
select c.id from muster.citations c
where c.to_release is null and exists (
  select from shown s where s.resource = 'sources' and (s.id = c.source_id or s.id in (
    select step ->> 'source_id' from json_array_elements(c.attribution) step)))
"""
TEMPORARY: Final = """
create temporary table if not exists shown (resource text collate "C", id text collate "C") on commit drop;
create temporary table if not exists reread (id text collate "C") on commit drop;
create temporary table if not exists stale (id text collate "C") on commit drop;
truncate shown, reread;
"""

OWN: Final = "select id from touched where resource = '{resource}' and operation = 'changed'"
BY_AGENCY: Final = """
select x.id from muster.{table} x join shown s on s.resource = 'agencies' and s.id = x.agency_id
where x.to_release is null
"""
BY_AREA: Final = """
select x.id from muster.{table} x join shown s on s.resource = 'areas' and s.id = x.area_id
where x.to_release is null
"""
BY_SOURCE: Final = """
select x.id from muster.{table} x join shown s on s.resource = 'sources' and s.id = x.source_id
where x.to_release is null
"""
BY_METRIC: Final = """
select x.id from muster.{table} x join shown s on s.resource = 'metrics' and s.id = x.metric
where x.to_release is null
"""
BY_PASSAGE: Final = """
select l.record_id from muster.citation_links l join reread c on c.id = l.citation_id
where l.to_release is null or l.to_release = $1 - 1
"""
BY_LABEL: Final = "select id from relabelled"
BY_STANDING: Final = "select id from reckoned where not is_new"
BY_FLAG: Final = "select id from reflagged"
BY_READING: Final = "select id from reread"

# A column of a record → the rows that may be stale because what the column displays has changed.
BY_COLUMN: Final = {
    "agency_id": (BY_AGENCY,),
    "area_id": (BY_AREA,),
    "label": (BY_LABEL,),
    "citations": (BY_SOURCE, BY_PASSAGE),
    "metric": (BY_METRIC,),
    "disputed": (BY_STANDING,),
    "flags": (BY_FLAG,),
}


def may_be_stale(resource: str) -> list[str]:
    """List the queries for the rows of a resource that may be stale, from the columns of its record."""
    columns = STRUCTS[resource].__struct_fields__
    displayed = [query for column, queries in BY_COLUMN.items() if column in columns for query in queries]
    return [OWN, *displayed, *((BY_READING,) if resource == "citations" else ())]


async def find_shown(connection: Any, number: int) -> None:
    """Fill the temporary tables `shown` and `reread`, once for each release."""
    await connection.execute(TEMPORARY)
    for resource, columns in DISPLAYED.items():
        names = columns.split(", ")
        old, new = (", ".join(f"{side}.{name}" for name in names) for side in ("old", "new"))
        query = SHOWN.format(table=table_of(resource), resource=resource, old=old, new=new)
        await connection.execute(query, number)
    await connection.execute(PASSAGES)
    await connection.execute("analyze shown, reread")


async def find_stale(connection: Any, resource: str, number: int) -> int:
    """Fill the temporary table `stale` with the ids of rows that may differ now; return their number."""
    branches = [each.format(table=table_of(resource), resource=resource) for each in may_be_stale(resource)]
    await connection.execute("truncate stale")
    status = await connection.execute(
        f"""
        insert into stale
        select id from ({" union ".join(branches)}) may_differ
        where $1 > 0 and not exists (
          select from touched t where t.id = may_differ.id and t.operation = 'added')
        """,
        number,
    )
    await connection.execute("analyze stale")
    return int(status.rpartition(" ")[2])
