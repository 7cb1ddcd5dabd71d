"""Counts again how many agencies of a state each source covers, by metric and year."""

from typing import Any, Final

from schemas.coverage_row import CoverageRow
from seeds.publishing.derived_rows import RULES, DerivedRows, replace_rows
from seeds.publishing.sentences import coverage_sentence

# The sources to count again; '' stands for figures without one. A figure without a source of its own has
# that of its best passage, which its served row names.
RECOUNTED: Final = """
create temporary table recounted_sources on commit drop as
with touched_figures as (
  select id from touched where resource = 'staffing-figures'
  union
  select l.record_id from muster.citation_links l join reread c on c.id = l.citation_id
  union
  select f.id from touched t
  join muster.agencies old on old.id = t.id and old.to_release = $1 - 1
  join muster.agencies new
    on new.id = t.id and new.to_release is null
    and (new.state, new.aggregate) is distinct from (old.state, old.aggregate)
  join muster.staffing_figures f on f.agency_id = t.id and f.to_release is null
  where t.resource = 'agencies'),
revisions as (
  select f.id, f.source_id from touched_figures t join muster.staffing_figures f on f.id = t.id
  where f.to_release is null or f.to_release = $1 - 1)
select source_id from revisions where source_id is not null
union
select coalesce(s.source_id, '') from revisions f join serving.staffing_figures s on s.id = f.id
where f.source_id is null and (s.to_release is null or s.to_release = $1 - 1)
union
select id from touched where resource = 'sources' and operation = 'changed'
union
select coalesce(source_id, '') from serving.coverage
where to_release is null and metric in (select id from shown where resource = 'metrics')
"""
COUNTED: Final = """
create temporary table counted on commit drop as
with figures as (
  select source_id, metric, agency_id, as_of from muster.staffing_figures
  where to_release is null and source_id in (select source_id from recounted_sources)
  union all
  select coalesce(s.source_id, ''), f.metric, f.agency_id, f.as_of
  from muster.staffing_figures f
  join serving.staffing_figures s on s.id = f.id and s.to_release is null
  where f.to_release is null and f.source_id is null
    and coalesce(s.source_id, '') in (select source_id from recounted_sources))
select
  concat_ws('-', coalesce(nullif(f.source_id, ''), 'none'), f.metric, coalesce(lower(a.state), 'us'),
    coalesce(f.year::text, 'undated')) as id,
  nullif(f.source_id, '') as source_id, f.metric, a.state, f.year,
  count(*)::integer as agencies, count(*) filter (where a.aggregate)::integer as aggregates,
  sum(f.figures)::integer as figures
from (
  select source_id, metric, agency_id, extract(year from as_of)::integer as year, count(*) as figures
  from figures group by 1, 2, 3, 4) f
join muster.agencies a on a.id = f.agency_id and a.to_release is null
group by f.source_id, f.metric, a.state, f.year
"""
ROWS: Final = """
select v.*, {sentence} as sentence, {rules} as rules
from (
  select c.*, s.title as source_title, s.publisher as source_publisher, m.label as metric_label,
    muster.state_name(c.state) as state_name, coalesce(b.first_release, {number}) as first_release
  from counted c
  join muster.metrics m on m.id = c.metric and m.to_release is null
  left join muster.sources s on s.id = c.source_id and s.to_release is null
  left join (select id, min(first_release) as first_release from serving.coverage group by id) b
    on b.id = c.id
  offset 0) v
"""
GONE: Final = """
select id from serving.coverage
where to_release is null and coalesce(source_id, '') in (select source_id from recounted_sources)
  and id not in (select id from counted)
"""


async def update_coverage(connection: Any, number: int) -> None:
    """Serve the coverage as the release has it.

    Requires `touched`, `shown`, `reread` and the served figures of the release.
    """
    await connection.execute("drop table if exists recounted_sources, counted")
    await connection.execute(RECOUNTED.replace("$1", str(number)))
    await connection.execute("analyze recounted_sources")
    await connection.execute(COUNTED)
    await connection.execute("analyze counted")
    rows = ROWS.format(sentence=coverage_sentence(), rules=RULES, number=number)
    await replace_rows(
        connection, number, DerivedRows(table="coverage", struct=CoverageRow, rows=rows, gone=GONE)
    )
