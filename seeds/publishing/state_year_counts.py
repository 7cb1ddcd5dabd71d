"""SQL that counts the officers of a state and year, and those of the agencies that did not report."""

from typing import Final

from seeds.publishing.agency_years import FBI, PLACEHOLDERS
from seeds.quality.repeats import BASE

BJS: Final = "Bureau of Justice Statistics"
# A count so many years away still says how large an agency is that did not report.
NEAREST: Final = 13
CENSUS_FTE: Final = """f.metric = 'total_fte' and f.subset = 'police_officers' and f.sex = 'all'
  and f.modality in ('observed', 'estimated') and f.qualifier = 'exact' and f.as_of is not null"""
AREA_METRICS: Final = "('resident_population', 'employment', 'mean_annual_wage')"

REPEATED: Final = f"""'repeats_another_year' = any (y.flags) and y.sworn_publisher = '{FBI}'
    and y.counted_in is null"""
# States with a row by agency and year that the release changes, an agency that is replaced or part of a body
# now, a population, or a count of Census or BLS.
RESTATED_STATES: Final = f"""
create temporary table restated_states on commit drop as
select distinct y.agency_state as state from serving.agency_years y
where (y.from_release = $1 or y.to_release = $1 - 1) and y.agency_state is not null
union
select new.state from touched t
join muster.agencies old on old.id = t.id and old.to_release = $1 - 1
join muster.agencies new on new.id = t.id and new.to_release is null and new.state is not null
  and (new.replaced_by, new.parent_id) is distinct from (old.replaced_by, old.parent_id)
where t.resource = 'agencies'
union
select coalesce(a.states[1], 'US') from touched t
join muster.area_figures f on f.id = t.id and (f.to_release is null or f.to_release = $1 - 1)
join muster.areas a on a.id = f.area_id and a.to_release is null
where t.resource = 'area-figures' and f.metric in {AREA_METRICS} and a.kind in ('state', 'nation')
union
select coalesce(a.state, 'US') from touched t
join muster.staffing_figures f on f.id = t.id and (f.to_release is null or f.to_release = $1 - 1)
join muster.agencies a on a.id = f.agency_id and a.to_release is null and a.kind = 'government_total'
where t.resource = 'staffing-figures' and {CENSUS_FTE}
"""
# One row a unit and year. A unit is an agency, or a statewide body with its headquarters and posts: where one
# of these reports, the body is not silent.
MEMBERS: Final = f"""
create temporary table members on commit drop as
select coalesce(b.id, y.agency_id) as unit, y.agency_state as state, y.year,
  bool_or(y.agency_kind = 'state_police') as is_body, bool_or(y.in_state_years) as reported,
  bool_or(y.in_state_years and b.id is not null) as in_parts,
  count(*) filter (where y.in_state_years)::integer as agencies,
  sum(y.sworn) filter (where y.in_state_years) as sworn,
  sum(y.population) filter (where y.in_state_years) as residents,
  sum(y.sworn) filter (where {REPEATED}) as sworn_repeated,
  sum(y.sworn) filter (where {REPEATED} and not y.in_state_years) as sworn_left_out,
  sum(y.sworn) filter (where y.sworn_publisher = '{BJS}') as surveyed,
  max(y.sworn) as known_sworn, max(y.population) as known_residents
from serving.agency_years y
join muster.agencies a on a.id = y.agency_id and a.to_release is null and a.replaced_by is null
left join muster.agencies b
  on b.id = a.parent_id and b.to_release is null and b.aggregate and b.kind = 'state_police'
where y.to_release is null and y.agency_state in (select state from restated_states)
  and y.agency_level <> 'federal' and y.agency_kind not in ('corrections', 'government', 'government_total')
  and (not y.agency_aggregate or y.agency_kind = 'state_police') and y.sworn is not null
  and y.agency_id not in ({PLACEHOLDERS})
group by 1, 2, 3
"""
# What the Census Bureau and the Bureau of Labor Statistics state of a state or the nation ('US').
BESIDE: Final = f"""
create temporary table stated_beside on commit drop as
select coalesce(a.state, 'US') as state, extract(year from f.as_of)::integer as year,
  case a.level when 'state' then 'census_state' else 'census_local' end as name, max(f.id) as id,
  max(f.value) as value
from muster.agencies a
join muster.staffing_figures f on f.agency_id = a.id and f.to_release is null and {CENSUS_FTE}
join muster.standings st on st.id = f.id and st.to_release is null and st.headline_of_year
where a.to_release is null and a.kind = 'government_total' and a.id like '%-total-%-government%'
group by 1, 2, 3
union all
select coalesce(a.states[1], 'US'), extract(year from f.as_of)::integer,
  case f.metric when 'employment' then 'bls' when 'mean_annual_wage' then 'bls_wage' else 'population' end,
  max(f.id), max(f.value)
from muster.area_figures f
join muster.areas a on a.id = f.area_id and a.to_release is null and a.kind in ('state', 'nation')
where f.to_release is null and (
  (f.metric = 'resident_population' and f.source_id = 'census-state-population-1900-2025')
  or (f.metric in ('employment', 'mean_annual_wage') and f.subset = 'police_patrol_officers'))
group by 1, 2, 3
"""
GRID: Final = """
create temporary table grid on commit drop as
select distinct state, year from members
union
select state, year from stated_beside
where name <> 'population' and state <> 'US' and state in (select state from restated_states)
"""
# A unit that did not report has the count of the nearest year; of two as near, the later one. Each count
# stands for the years around it: their sum in a year, without those who report in it, is that of the silent.
SILENT: Final = f"""
create temporary table silent on commit drop as
with cells as (
  select unit, state, is_body, known_sworn as sworn, known_residents as residents,
    greatest(year - {NEAREST}, (lag(year) over years + year + 1) / 2) as first_year,
    least(year + {NEAREST}, (year + lead(year) over years + 1) / 2 - 1) as last_year
  from members where known_sworn > 0
  window years as (partition by unit, state order by year)),
spans as (
  select state, first_year, last_year, count(*) as agencies, sum(sworn) as sworn, sum(residents) as residents
  from cells group by state, first_year, last_year),
known as (
  select g.state, g.year, sum(s.agencies) as agencies, sum(s.sworn) as sworn, sum(s.residents) as residents
  from grid g join spans s on s.state = g.state and g.year between s.first_year and s.last_year
  group by g.state, g.year),
own as (
  select state, year, count(*) as agencies, sum(sworn) as sworn, sum(residents) as residents
  from (
    select state, year, known_sworn as sworn, known_residents as residents
    from members where reported and known_sworn > 0
    union all
    select m.state, m.year, c.sworn, c.residents
    from members m
    join cells c
      on (c.unit, c.state) = (m.unit, m.state) and m.year between c.first_year and c.last_year
    where m.reported and m.known_sworn = 0) x
  group by state, year),
police as (
  select g.state, g.year, max(c.sworn) as statewide
  from grid g
  join cells c on c.is_body and c.state = g.state and g.year between c.first_year and c.last_year
  left join members m on (m.unit, m.state, m.year) = (c.unit, c.state, g.year) and m.reported
  where m.unit is null
  group by g.state, g.year)
select k.state, k.year, (k.agencies - coalesce(o.agencies, 0))::integer as agencies,
  k.sworn - coalesce(o.sworn, 0) as sworn,
  coalesce(k.residents, 0) - coalesce(o.residents, 0) as residents, p.statewide
from known k
left join own o on (o.state, o.year) = (k.state, k.year)
left join police p on (p.state, p.year) = (k.state, k.year)
"""
REPORTED: Final = """
create temporary table reported on commit drop as
select state, year, sum(agencies)::integer as agencies, sum(sworn) as sworn, sum(residents) as residents,
  sum(surveyed) as surveyed, sum(sworn_repeated) as sworn_repeated, sum(sworn_left_out) as sworn_left_out,
  max(sworn) filter (where is_body and not in_parts) as statewide,
  max(sworn) filter (where is_body and in_parts) as in_parts
from members group by state, year
"""
# The units of the sums of both years.
PANEL: Final = f"""
create temporary table panel on commit drop as
select m.state, m.year, count(*)::integer as agencies, sum(m.sworn) as sworn, sum(b.sworn) as sworn_2005
from members m
join members b on (b.unit, b.state, b.year) = (m.unit, m.state, {BASE}) and b.reported
where m.reported and m.year > {BASE}
group by m.state, m.year
"""
# The largest record of state police stands for the body.
SUMS: Final = """
create temporary table sums on commit drop as
select g.state, g.year, coalesce(r.agencies, 0) as agencies, r.sworn, r.residents, r.surveyed,
  coalesce(r.sworn_repeated, 0) as sworn_repeated, coalesce(r.sworn_left_out, 0) as sworn_left_out,
  coalesce(s.agencies, 0) as agencies_silent, coalesce(s.sworn, 0) as sworn_silent,
  coalesce(s.residents, 0) as residents_silent,
  p.agencies as panel_agencies, p.sworn as panel_sworn, p.sworn_2005 as panel_sworn_2005,
  case greatest(r.statewide, r.in_parts, s.statewide) when r.statewide then 'counted'
    when r.in_parts then 'parts' when s.statewide then 'silent' end as statewide_body
from grid g
left join reported r on (r.state, r.year) = (g.state, g.year)
left join silent s on (s.state, s.year) = (g.state, g.year)
left join panel p on (p.state, p.year) = (g.state, g.year)
"""
STEPS: Final = (
    (MEMBERS, "members"), (BESIDE, "stated_beside"), (GRID, "grid"), (SILENT, "silent"),
    (REPORTED, "reported"), (PANEL, "panel"), (SUMS, "sums"),
)  # fmt: skip
