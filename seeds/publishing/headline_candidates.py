"""Collects the statements to compare again after a release: every record of every series it touched.

For the series in `kept`, collects only the year whose numbers changed: their headlines stay.
"""

from typing import Any, Final

from seeds.headline.series import FORECASTS
from seeds.publishing.load import table_of

# The SQL versions of figure_series, incentive_series and topic_of. A test compares them.
FIGURE_SERIES: Final = """concat_ws('.', x.agency_id, x.metric, coalesce(x.subset, ''), x.sex,
  case x.modality when 'estimated' then 'observed' else x.modality end,
  coalesce(x.per, ''), coalesce(x.period, ''),
  case when x.period in ('to_date', 'span') then coalesce(x.period_start::text, '') else '' end,
  coalesce(x.target_date::text, ''))"""
INCENTIVE_SERIES: Final = """concat_ws('.', x.agency_id, x.kind, x.audience_kind, coalesce(x.eligibility, ''),
  case x.modality when 'estimated' then 'observed' else x.modality end,
  coalesce(x.unit, ''), coalesce(x.per, ''), coalesce(x.part_of, ''))"""
TOPIC: Final = "concat_ws('.', x.agency_id, x.metric, coalesce(x.subset, ''))"
FORECAST: Final = f"x.modality in ({', '.join(repr(each) for each in sorted(FORECASTS))})"
STATED: Final = """x.qualifier, x.value, x.value_low, x.value_high, x.as_of, x.as_of_precision,
  x.date_basis, x.rank, x.source_id"""
STATEMENT_COLUMNS: Final = {
    "staffing-figures": f"""x.id, {FIGURE_SERIES} as series, case when {FORECAST} then {TOPIC} end as topic,
  {STATED}, x.period, x.period_start, x.period_end, x.target_date""",
    "incentives": f"""x.id, {INCENTIVE_SERIES} as series, null as topic,
  {STATED}, null as period, null::date as period_start, null::date as period_end,
  null::date as target_date""",
}

# The columns of a figure that the rule compares, without its number.
COMPARED: Final = """{x}.agency_id, {x}.metric, {x}.subset, {x}.sex, {x}.modality, {x}.per, {x}.as_of,
  {x}.as_of_precision, {x}.date_basis, {x}.period, {x}.period_start, {x}.period_end, {x}.target_date,
  {x}.rank, {x}.source_id"""

TEMPORARY: Final = """
create temporary table if not exists recounted (
  id text collate "C", series text collate "C", year integer, alone boolean
) on commit drop;
create temporary table if not exists asked (series text collate "C") on commit drop;
create temporary table if not exists kept (series text collate "C", year integer) on commit drop;
create temporary table if not exists others (id text collate "C") on commit drop;
create temporary table if not exists topics (agency_id text collate "C", topic text collate "C")
  on commit drop;
create temporary table if not exists statements (
  is_new boolean, id text collate "C", series text collate "C", topic text collate "C",
  qualifier text collate "C", value numeric, value_low numeric, value_high numeric,
  as_of date, as_of_precision text collate "C", date_basis text collate "C", rank text collate "C",
  source_id text collate "C",
  period text collate "C", period_start date, period_end date, target_date date
) on commit drop;
truncate recounted, asked, kept, others, topics, statements;
"""
# Figures of which only the number changed. That moves no headline and affects at most their year.
RECOUNTED: Final = f"""
insert into recounted
select t.id, st.series, st.year, st.alone from touched t
join muster.standings st on st.id = t.id and st.to_release is null and st.settled
join muster.staffing_figures old on old.id = t.id and old.to_release = $1 - 1
join muster.staffing_figures new on new.id = t.id and new.to_release is null
where t.resource = 'staffing-figures' and t.operation = 'changed'
  and row({COMPARED.format(x="old")}) is not distinct from row({COMPARED.format(x="new")})
"""
ALONE: Final = "select id from recounted where alone"
# Series that lost a record, or whose citations or sources now rank differently.
SERIES: Final = """
insert into asked
select distinct st.series from (
  (select id from touched where operation <> 'added' except select id from recounted)
  union
  select l.record_id from muster.citation_links l join reread c on c.id = l.citation_id
  union
  select d.record_id from touched t
  join muster.citation_links s on s.record_id = t.id and s.relation = 'supports' and s.to_release is null
  join muster.citation_links d
    on d.citation_id = s.citation_id and d.relation = 'disputes' and d.to_release is null
  union
  select x.id from muster.staffing_figures x join shown s on s.resource = 'sources' and s.id = x.source_id
  union
  select x.id from muster.incentives x join shown s on s.resource = 'sources' and s.id = x.source_id
) moved
join muster.standings st on st.id = moved.id and st.to_release is null
"""
TOUCHED: Final = f"""
insert into statements
select t.operation = 'added', {{statement}} from touched t
join muster.{{table}} x on x.id = t.id and x.from_release = $1
where t.resource = '{{resource}}' and t.id not in ({ALONE})
"""
SERIES_OF_NEW: Final = """
insert into asked
select distinct series from statements where id not in (select id from recounted)
except select series from asked
"""
KEPT: Final = """
insert into kept
select distinct series, year from recounted
where not alone and series not in (select series from asked)
"""
# EXCEPT always hashes; NOT EXISTS took minutes when the planner expected a single row.
OTHERS: Final = f"""
insert into others
(
  select st.id from asked join muster.standings st on st.series = asked.series and st.to_release is null
  union all
  select st.id from kept
  join muster.standings st on (st.series, st.year) = (kept.series, kept.year) and st.to_release is null
)
except
(select id from touched where operation <> 'added' except {ALONE})
"""
# Forecasts of one topic can dispute each other across series, before the release or after it.
TOPICS: Final = f"""
insert into topics
select x.agency_id, {TOPIC} from touched t
join muster.staffing_figures x on x.id = t.id and x.to_release = $1 - 1
where t.resource = 'staffing-figures' and t.id not in (select id from recounted) and {FORECAST}
union
select split_part(topic, '.', 1), topic from statements where topic is not null
"""
ON_TOPIC: Final = f"""
insert into others
select x.id from topics
join muster.staffing_figures x on x.agency_id = topics.agency_id and {TOPIC} = topics.topic
where x.to_release is null and {FORECAST}
except
select id from statements
"""
FROM_OTHERS: Final = """
insert into statements
select false, {statement} from others join muster.{table} x on x.id = others.id and x.to_release is null
"""


async def collect_candidates(connection: Any, number: int) -> None:
    """Fill the temporary tables `statements` and `kept`."""
    await connection.execute(TEMPORARY)
    await connection.execute(RECOUNTED, number)
    await connection.execute("analyze recounted")
    await connection.execute(SERIES)
    for resource, statement in STATEMENT_COLUMNS.items():
        parts = {"resource": resource, "table": table_of(resource), "statement": statement}
        await connection.execute(TOUCHED.format(**parts), number)
    await connection.execute(SERIES_OF_NEW)
    await connection.execute(KEPT)
    await connection.execute("analyze asked, kept, statements")
    await _add(connection, OTHERS)
    if await connection.execute(TOPICS, number) != "INSERT 0 0":
        await connection.execute("truncate others")
        await connection.execute("analyze topics")
        await _add(connection, ON_TOPIC)


async def _add(connection: Any, others: str) -> None:
    await connection.execute(others)
    await connection.execute("analyze others")
    for resource, statement in STATEMENT_COLUMNS.items():
        await connection.execute(FROM_OTHERS.format(table=table_of(resource), statement=statement))
    await connection.execute("analyze statements")
