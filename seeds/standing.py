"""Series, headline, disputed and alternatives of the series that a release touches, and of no others."""

from typing import Any, Final

from seeds.headline import FORECASTS, Standing, Statement, standings

# As figure_series and incentive_series write them; a test holds them together.
FIGURE_SERIES: Final = """concat_ws('.', x.agency_id, x.metric, coalesce(x.subset, ''), x.sex,
  case x.modality when 'estimated' then 'observed' else x.modality end,
  coalesce(x.per, ''), coalesce(x.period, ''),
  case when x.period in ('to_date', 'span') then coalesce(x.period_start::text, '') else '' end,
  coalesce(x.target_date::text, ''))"""
INCENTIVE_SERIES: Final = """concat_ws('.', x.agency_id, x.kind, x.audience_kind, coalesce(x.eligibility, ''),
  case x.modality when 'estimated' then 'observed' else x.modality end,
  coalesce(x.unit, ''), coalesce(x.per, ''),
  coalesce(x.part_of, ''))"""
FORECAST: Final = f"x.modality in ({', '.join(repr(each) for each in sorted(FORECASTS))})"
COMMON: Final = (
    "x.qualifier, x.value, x.value_low, x.value_high, x.as_of, x.as_of_precision, x.rank, x.source_id"
)
FIGURE: Final = f"""x.id, {FIGURE_SERIES} as series,
  case when {FORECAST} then concat_ws('.', x.agency_id, x.metric, coalesce(x.subset, '')) end as topic,
  {COMMON}, x.period, x.period_start, x.period_end, x.target_date"""
INCENTIVE: Final = f"""x.id, {INCENTIVE_SERIES} as series, null as topic,
  {COMMON}, null as period, null::date as period_start, null::date as period_end, null::date as target_date"""
KINDS: Final = (("staffing_figures", FIGURE), ("incentives", INCENTIVE))

TEMPORARY: Final = """
create temporary table if not exists asked (series text collate "C") on commit drop;
create temporary table if not exists statements (
  id text collate "C", series text collate "C", topic text collate "C", qualifier text collate "C",
  value numeric, value_low numeric, value_high numeric, as_of date, as_of_precision text collate "C",
  rank text collate "C", source_id text collate "C", period text collate "C",
  period_start date, period_end date, target_date date
) on commit drop;
create temporary table if not exists plain (series text collate "C", latest date) on commit drop;
create temporary table if not exists reckoned (
  id text collate "C", series text collate "C", headline boolean, disputed boolean, alternatives integer
) on commit drop;
truncate asked, statements, plain, reckoned;
"""
# Series that lost a record, or whose passages or sources weigh differently now.
ASKED: Final = """
with weighed as (select id from shown where resource = 'sources')
insert into asked
select st.series from muster.standings st where st.to_release is null and (
  st.id in (select id from touched where operation <> 'added')
  or st.id in (select l.record_id from muster.citation_links l join reread c on c.id = l.citation_id)
  or st.id in (select x.id from muster.staffing_figures x join weighed s on s.id = x.source_id)
  or st.id in (select x.id from muster.incentives x join weighed s on s.id = x.source_id))
"""
TOUCHED: Final = """
insert into statements
select {statement} from muster.{table} x where x.from_release = $1 and x.to_release is null
  and x.id in (select id from touched where operation <> 'withdrawn')
"""
OTHERS: Final = """
insert into statements
select {statement} from muster.standings st
join muster.{table} x on x.id = st.id and x.to_release is null
where st.to_release is null and st.series in (select series from asked union select series from statements)
  and not exists (select from statements known where known.id = st.id)
"""
# Forecasts of one topic dispute each other across series: before the release or after it.
ON_TOPIC: Final = f"""
insert into statements
select {FIGURE} from muster.staffing_figures x
where x.to_release is null and {FORECAST} and not exists (select from statements known where known.id = x.id)
  and (x.agency_id, x.metric, coalesce(x.subset, '')) in (
    select x.agency_id, x.metric, coalesce(x.subset, '') from muster.staffing_figures x
    where {FORECAST} and (x.id in (select id from statements where topic is not null)
      or x.to_release = $1 - 1 and x.id in (select id from touched)))
"""
# Most series are a table's column over the years: each record has a year of its own, nothing contradicts it,
# and the latest is the headline. The rule need not be asked.
PLAIN: Final = """
insert into plain
select series, max(as_of) from statements
group by series
having count(distinct extract(year from as_of)) = count(*)
  and bool_and(
    rank = 'normal' and topic is null and (period is null or period = 'to_date' or period_end = as_of)
    and id not in (
      select record_id from muster.citation_links where relation = 'disputes' and to_release is null))
"""
LATEST: Final = """
insert into reckoned
select s.id, s.series, s.as_of = p.latest, false, 0 from statements s join plain p on p.series = s.series
"""
REST: Final = """
select s.id, s.series, s.topic, s.qualifier, s.value, s.value_low, s.value_high, s.as_of, s.as_of_precision,
  s.rank, s.period, s.period_start, s.period_end, s.target_date,
  source.kind as source_kind, source.quality as source_quality, source.published_on as source_published_on
from statements s
left join muster.passages p on p.record_id = s.id
left join muster.sources source
  on source.id = coalesce(s.source_id, p.source_id) and source.to_release is null
where not exists (select from plain where plain.series = s.series)
"""
DENIED: Final = """
select record_id from muster.citation_links
where relation = 'disputes' and to_release is null and record_id in (select id from statements)
"""
SAME: Final = """
delete from reckoned r using muster.standings st
where st.id = r.id and st.to_release is null
  and (st.series, st.headline, st.disputed, st.alternatives)
    = (r.series, r.headline, r.disputed, r.alternatives)
"""
CLOSE: Final = """
update muster.standings st set to_release = $1 - 1
where st.to_release is null and (st.id in (select id from reckoned)
  or st.id in (select id from touched where operation = 'withdrawn'))
"""
OPEN: Final = """
insert into muster.standings (id, series, headline, disputed, alternatives, from_release)
select id, series, headline, disputed, alternatives, $1 from reckoned
"""


async def stand(connection: Any, number: int) -> None:
    """Needs the revisions, links and `shown` of the release in place."""
    await connection.execute(TEMPORARY)
    await connection.execute(ASKED)
    await _gather(connection, number)
    await connection.execute(PLAIN)
    await connection.execute("analyze plain")
    await connection.execute(LATEST)
    await connection.copy_records_to_table("reckoned", records=map(_row, await _rest(connection)))
    await connection.execute("analyze reckoned")
    await connection.execute(SAME)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)


async def _gather(connection: Any, number: int) -> None:
    for table, statement in KINDS:
        await connection.execute(TOUCHED.format(table=table, statement=statement), number)
    await connection.execute("analyze asked, statements")
    for table, statement in KINDS:
        await connection.execute(OTHERS.format(table=table, statement=statement))
    await connection.execute(ON_TOPIC, number)
    await connection.execute("analyze statements")


async def _rest(connection: Any) -> list[Standing]:
    rows = await connection.fetch(REST)
    denied = [row["record_id"] for row in await connection.fetch(DENIED)]
    return standings((Statement(**row) for row in rows), denied)


def _row(standing: Standing) -> tuple[Any, ...]:
    return standing.id, standing.series, standing.headline, standing.disputed, standing.alternatives
