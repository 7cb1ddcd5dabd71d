"""The served rows a release may have made stale: those of its records, and those that show a part of them."""

from typing import Any, Final

from seeds.loading import table_of

# Only what others show counts: a coverage note of a source leaves its hundred thousand figures alone.
SEEN: Final = {
    "agencies": "name, short_name, kind, level, state, county_geoid, parent_id, aggregate, names",
    "sources": "kind, quality, publisher, published_on, published_on_precision, title, url",
    "metrics": "label",
}
SHOWN: Final = """
insert into shown
select t.resource, t.id from touched t
join muster.{table} new on new.id = t.id and new.to_release is null
join muster.{table} old on old.id = t.id and old.to_release = $1 - 1
where t.resource = '{resource}' and t.operation = 'changed' and row({old}) is distinct from row({new})
"""
# Passages that read differently now: their own words, their source, or a source their speakers spoke in.
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
BY_STANDING: Final = "select id from reckoned where not is_new"
BY_READING: Final = "select id from reread"

STALE: Final = {
    "agencies": (OWN,),
    "incentive-programs": (OWN, BY_AGENCY),
    "incentives": (OWN, BY_AGENCY, BY_SOURCE, BY_PASSAGE, BY_STANDING),
    "staffing-figures": (OWN, BY_AGENCY, BY_SOURCE, BY_METRIC, BY_PASSAGE, BY_STANDING),
    "agreements": (OWN, BY_AGENCY, BY_SOURCE, BY_PASSAGE),
    "sources": (OWN,),
    "citations": (OWN, BY_READING),
    "metrics": (OWN,),
}


async def find_shown(connection: Any, number: int) -> None:
    """Once a release: fills the temporary tables `shown` and `reread`."""
    await connection.execute(TEMPORARY)
    for resource, columns in SEEN.items():
        names = columns.split(", ")
        old, new = (", ".join(f"{side}.{name}" for name in names) for side in ("old", "new"))
        query = SHOWN.format(table=table_of(resource), resource=resource, old=old, new=new)
        await connection.execute(query, number)
    await connection.execute(PASSAGES)
    await connection.execute("analyze shown, reread")


async def find_stale(connection: Any, resource: str, number: int) -> int:
    """Fills the temporary table `stale`: the ids of rows served before that may read differently now."""
    branches = [each.format(table=table_of(resource), resource=resource) for each in STALE[resource]]
    await connection.execute("truncate stale")
    found = await connection.execute(
        f"""
        insert into stale
        select id from ({" union ".join(branches)}) may_differ
        where $1 > 0 and not exists (
          select from touched t where t.id = may_differ.id and t.operation = 'added')
        """,
        number,
    )
    await connection.execute("analyze stale")
    return int(found.rpartition(" ")[2])
