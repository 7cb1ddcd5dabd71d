"""Updates the served series that a release gives figures, takes figures or shows anew."""

from typing import Any, Final

import msgspec

from schemas.series import Series
from schemas.types import SUBSETS
from seeds.publishing import sentences
from seeds.publishing.derived_rows import RULES, DerivedRows, replace_rows
from seeds.publishing.series_ids import assign_series_ids
from seeds.quality.rule import ORDER

LABELS: Final = msgspec.json.encode({code: each["label"] for code, each in SUBSETS.items()}).decode()

# Series that a release gives or takes figures, or whose headline or passages it changes.
RESTATED: Final = """
create temporary table restated on commit drop as
select st.series from touched t
join muster.standings st on st.id = t.id and (st.to_release is null or st.to_release = $1 - 1)
where t.resource = 'staffing-figures'
union
select series from reckoned
union
select st.series from reflagged r join muster.standings st on st.id = r.id and st.to_release is null
union
select st.series from reread c
join muster.citation_links l on l.citation_id = c.id and (l.to_release is null or l.to_release = $1 - 1)
join muster.standings st on st.id = l.record_id and st.to_release is null
"""
# Besides the series whose figures changed: those whose agency, metric or source reads differently now.
SHOWN_ANEW: Final = """
insert into restated
select s.series from serving.series s
where s.to_release is null and (
  s.agency_id in (select id from shown where resource = 'agencies' union all select id from relabelled)
  or s.metric in (select id from shown where resource = 'metrics')
  or s.source_ids && array(select id from touched where resource = 'sources' and operation = 'changed'))
except
select series from restated
"""
ANYTHING_SHOWN: Final = """
select exists (select from shown where resource in ('agencies', 'metrics'))
  or exists (select from relabelled)
  or exists (select from touched where resource = 'sources' and operation = 'changed')
"""
POINTS: Final = """
create temporary table points on commit drop as
select st.series, f.id, f.as_of, st.headline, st.headline_of_year,
  case when f.source_id is not null then f.source_id
    else (select c.source_id from muster.passages(f.id, null) c) end as source_id
from restated r
join muster.standings st on st.series = r.series and st.to_release is null
join muster.staffing_figures f on f.id = st.id and f.to_release is null
"""
TOTALS: Final = """
create temporary table totals on commit drop as
select series, count(*)::integer as figures, min(as_of) as first_as_of, max(as_of) as last_as_of,
  coalesce(array_agg(distinct source_id) filter (where source_id is not null), '{}') as source_ids,
  max(id) filter (where headline) as headline_id, min(id) as first_id
from points group by series
"""
FLAGGED: Final = f"""
create temporary table flagged on commit drop as
select series, array_agg(flag order by place) as flags
from (
  select distinct p.series, f.flag, f.place
  from points p
  join muster.flags fl on fl.id = p.id and fl.to_release is null
  join unnest(array{[*ORDER]}) with ordinality as f (flag, place) on f.flag = any (fl.flags)) x
group by series
"""
# The publisher changes, or the first sentence of its counting rule, which says who is counted and when; what
# follows are notes. An unknown publisher or rule is no change.
BREAKS: Final = """
create temporary table breaks on commit drop as
with steps as (
  select p.series, p.id, p.as_of, s.publisher, s.rule, lag(p.id) over years as previous_id,
    lag(s.publisher) over years as previous_publisher, lag(s.rule) over years as previous_rule
  from points p
  join totals t on t.series = p.series and cardinality(t.source_ids) > 1
  join lateral (
    select publisher, split_part(counting_rule, '.', 1) as rule from muster.sources
    where id = p.source_id and to_release is null) s on true
  where p.headline_of_year
  window years as (partition by p.series order by p.as_of, p.id))
select series, count(*)::integer as break_count,
  '[' || string_agg(
    '{"kind":"' || case when publisher <> previous_publisher then 'source' else 'counting_rule' end
    || '","as_of":"' || as_of || '","figure_id":"' || id || '","previous_figure_id":"' || previous_id || '"}',
    ',' order by as_of, id) || ']' as breaks
from steps
where publisher <> previous_publisher or rule <> previous_rule
group by series
"""
# An agency has several series, and a publisher thousands: how a sentence names them is worked out once.
ROWS: Final = """
with agencies as materialized (
  select a.*, {agency} as words from muster.agencies a
  where a.to_release is null and a.id in (
    select f.agency_id from totals t
    join muster.staffing_figures f on f.id = coalesce(t.headline_id, t.first_id) and f.to_release is null)),
sources as materialized (
  select s.id, {publisher} as words from muster.sources s where s.to_release is null)
select v.*, {label} as label, {sentence} as sentence, {rules} as rules
from (
  select i.id, t.series, f.agency_id, a.name as agency_name, l.label as agency_label, a.kind as agency_kind,
    a.level as agency_level, a.state as agency_state, a.aggregate as agency_aggregate,
    f.metric, m.label as metric_label, f.unit, f.subset, '{labels}'::jsonb ->> f.subset as subset_label,
    f.sex,
    case f.modality when 'estimated' then 'observed' else f.modality end as modality, f.per, f.period,
    case when f.period in ('to_date', 'span') then f.period_start end as period_start,
    f.target_date, f.target_date_precision, f.date_basis,
    t.figures, t.first_as_of, t.last_as_of, t.source_ids, t.headline_id as headline_figure_id,
    case when t.headline_id is not null then f.value end as headline_value,
    case when t.headline_id is not null then f.value_text end as headline_value_text,
    case when t.headline_id is not null then f.as_of end as headline_as_of,
    case when t.headline_id is not null then f.as_of_precision end as headline_as_of_precision,
    st.disputed_by is not null as headline_disputed, coalesce(b.breaks, '[]')::json as breaks,
    coalesce(b.break_count, 0) as break_count, i.since as first_release,
    coalesce(fl.flags, '{{}}') as flags,
    a.words as agency_words, s.words as publisher_words
  from totals t
  join muster.series_ids i on i.series = t.series
  join muster.staffing_figures f on f.id = coalesce(t.headline_id, t.first_id) and f.to_release is null
  join agencies a on a.id = f.agency_id
  join muster.labels l on l.id = f.agency_id and l.to_release is null
  join muster.metrics m on m.id = f.metric and m.to_release is null
  join points p on p.id = f.id
  left join sources s on s.id = p.source_id
  left join breaks b on b.series = t.series
  left join flagged fl on fl.series = t.series
  left join muster.standings st on st.id = t.headline_id and st.to_release is null
  offset 0) v
"""
GONE: Final = """
select i.id from restated r join muster.series_ids i on i.series = r.series
where r.series not in (select series from totals)
"""
# Where all figures that the release kept became those of one other series. Where it kept none, the same
# question of the agency that replaced the other.
MOVES: Final = f"""
insert into muster.series_moves (id, replaced_by, from_release)
with gone as materialized (
  select s.id, s.series, s.agency_id from ({GONE}) g
  join serving.series s on s.id = g.id and s.to_release = $1 - 1),
moved as (
  select g.id, st.series from gone g
  join muster.standings old on old.series = g.series and old.to_release = $1 - 1
  join muster.standings st on st.id = old.id and st.to_release is null),
merged as (
  select g.id, a.replaced_by || substr(g.series, length(a.id) + 1) as series from gone g
  join muster.agencies a on a.id = g.agency_id and a.to_release is null and a.replaced_by is not null
  where g.id not in (select id from moved))
select k.id, min(i.id), $1
from (select id, series from moved union select id, series from merged) k
join muster.series_ids i on i.series = k.series
group by k.id
having count(*) = 1
"""
ANY_GONE: Final = f"select exists ({GONE})"

STEPS: Final = ((POINTS, "points"), (TOTALS, "totals"), (FLAGGED, "flagged"), (BREAKS, "breaks"))


async def update_series(connection: Any, number: int) -> None:
    """Name and serve the series as the release has them.

    Requires the headlines and flags of the release, `shown`, `reread`, `relabelled` and `reflagged`.
    """
    await connection.execute("drop table if exists restated, points, totals, flagged, breaks")
    await connection.execute(RESTATED.replace("$1", str(number)))
    if await connection.fetchval(ANYTHING_SHOWN):
        await connection.execute(SHOWN_ANEW)
    await connection.execute("analyze restated")
    for statement, table in STEPS:
        await connection.execute(statement)
        await connection.execute(f"analyze {table}")
    await assign_series_ids(connection, number)
    rows = ROWS.format(
        label=sentences.series_label(),
        sentence=sentences.series_sentence(),
        agency=sentences.agency("a.name", "a.state"),
        publisher=sentences.with_article("s.publisher"),
        rules=RULES,
        labels=LABELS.replace("'", "''"),
    )
    await replace_rows(connection, number, DerivedRows(table="series", struct=Series, rows=rows, gone=GONE))
    if await connection.fetchval(ANY_GONE):
        await connection.execute(MOVES, number)
