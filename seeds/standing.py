"""Headline, disputed and alternatives of the series that a release touches, and of no others."""

from typing import Any, Final

from seeds.gathering import gather
from seeds.headline import Statement, standings
from seeds.loading import analyze

TEMPORARY: Final = """
create temporary table if not exists settled (series text collate "C") on commit drop;
create temporary table if not exists alone (id text collate "C") on commit drop;
create temporary table if not exists plain (series text collate "C", latest date) on commit drop;
create temporary table if not exists reckoned (
  is_new boolean, id text collate "C", series text collate "C", headline boolean, disputed boolean,
  alternatives integer, year integer, settled boolean, alone boolean
) on commit drop;
truncate settled, alone, plain, reckoned;
"""
# The rule compares what speaks of one year, and what has no date with everything.
SETTLED: Final = """
insert into settled
select series from statements
group by series
having bool_and(
  as_of is not null and topic is null
  and (period is null or period = 'to_date' or period_end is not distinct from as_of))
"""
ALONE: Final = """
insert into alone
select min(id) from statements
where series in (select series from settled)
group by series, extract(year from as_of)
having count(*) = 1
"""
# Most series are a column of a table over the years: nothing contradicts it, and the latest is the headline.
PLAIN: Final = """
insert into plain
select s.series, max(s.as_of) from statements s left join alone on alone.id = s.id
group by s.series
having count(*) = count(alone.id)
  and bool_and(
    s.rank = 'normal' and s.id not in (
      select record_id from muster.citation_links where relation = 'disputes' and to_release is null))
"""
LATEST: Final = """
insert into reckoned
select s.is_new, s.id, s.series, s.as_of = p.latest, false, 0, extract(year from s.as_of), true, true
from statements s join plain p on p.series = s.series
"""
REST: Final = """
select s.is_new, case when s.series in (select series from kept) then st.headline end as headline,
  extract(year from s.as_of)::integer as year, s.series in (select series from settled) as settled,
  s.id in (select id from alone) as alone, s.id, s.series, s.topic, s.qualifier, s.value, s.value_low,
  s.value_high, s.as_of, s.as_of_precision, s.rank, s.period, s.period_start, s.period_end, s.target_date,
  source.kind as source_kind, source.quality as source_quality, source.published_on as source_published_on
from statements s
left join muster.standings st on st.id = s.id and st.to_release is null
left join lateral muster.passages(s.id, s.source_id) p on true
left join muster.sources source
  on source.id = coalesce(s.source_id, p.source_id) and source.to_release is null
where not exists (select from plain where plain.series = s.series)
"""
# What the rule does not look at.
OWN: Final = ("is_new", "headline", "year", "settled", "alone")
DENIED: Final = """
select record_id from muster.citation_links
where relation = 'disputes' and to_release is null and record_id in (select id from statements)
"""
SAME: Final = """
delete from reckoned r using muster.standings st
where not r.is_new and st.id = r.id and st.to_release is null
  and (st.series, st.headline, st.disputed, st.alternatives, st.year, st.settled, st.alone)
    is not distinct from
    (r.series, r.headline, r.disputed, r.alternatives, r.year, r.settled, r.alone)
"""
CLOSE: Final = """
update muster.standings st set to_release = $1 - 1
where st.to_release is null and st.id in (
  select id from reckoned where not is_new union all select id from touched where operation = 'withdrawn')
"""
OPEN: Final = """
insert into muster.standings (
  id, series, headline, disputed, alternatives, year, settled, alone, from_release)
select id, series, headline, disputed, alternatives, year, settled, alone, $1 from reckoned
"""


async def stand(connection: Any, number: int, touched: int) -> None:
    """Needs the revisions, links and `shown` of the release; leaves `reckoned`: what stands otherwise now."""
    await gather(connection, number)
    await connection.execute(TEMPORARY)
    await connection.execute(SETTLED)
    await connection.execute("analyze settled")
    await connection.execute(ALONE)
    await connection.execute("analyze alone")
    await connection.execute(PLAIN)
    await connection.execute("analyze plain")
    await connection.execute(LATEST)
    await connection.copy_records_to_table("reckoned", records=await _rest(connection))
    await connection.execute("analyze reckoned")
    await connection.execute(SAME)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)
    await analyze(connection, "muster.standings (id, series, to_release)", touched)


async def _rest(connection: Any) -> list[tuple[Any, ...]]:
    rows = [dict(row) for row in await connection.fetch(REST)]
    own = {row["id"]: [row.pop(name) for name in OWN] for row in rows}
    denied = [row["record_id"] for row in await connection.fetch(DENIED)]
    found = standings((Statement(**row) for row in rows), denied)
    return [
        (is_new, x.id, x.series, x.headline if kept is None else kept, x.disputed, x.alternatives, *others)
        for x in found
        for is_new, kept, *others in (own[x.id],)
    ]
