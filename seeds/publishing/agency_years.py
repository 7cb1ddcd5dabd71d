"""Works out the rows by agency and year again, for the agencies whose figures a release changes."""

from typing import Any, Final, get_args

from schemas import vocabularies as v
from schemas.agency_year import AgencyYear
from seeds.publishing import agency_year_words, sentences
from seeds.publishing.derived_rows import RULES, DerivedRows, replace_rows
from seeds.quality.figures import CIVILIAN, POPULATION, SWORN, TOTAL
from seeds.quality.repeats import BASE

METRICS: Final = f"'{SWORN}', '{CIVILIAN}', '{TOTAL}', '{POPULATION}'"
# A flag about the newest figure says nothing about a year.
FLAGS: Final = [flag for flag in get_args(v.Flag) if flag != "old"]
# Years between which a number moves only because another thing was counted.
BROKEN: Final = "array['jump', 'repeats_another_year']"
# A record of North Carolina that its source keeps with the same officers in every year, of no body.
PLACEHOLDERS: Final = "'nc100sp'"
FBI: Final = "Federal Bureau of Investigation"
# Residents by whom no rate can be read.
UNRANKED: Final = "array['population_is_remainder', 'few_residents']"
CLASSES: Final = f"array{[*get_args(v.SizeClass)]}"
# The lowest number of officers of each class but the first.
LOWEST: Final = "2::numeric, 5, 10, 25, 50, 100, 250, 500, 1000"

# Agencies with a figure that changed, reads or is flagged anew or has another publisher, those that are shown
# anew, and the records of a statewide body of these.
REVISED: Final = f"""
create temporary table revised on commit drop as
with own as (
  select agency_id as id from touched where resource = 'staffing-figures' and agency_id is not null
  union
  select f.agency_id from touched t
  join muster.staffing_figures f on f.id = t.id and f.to_release = $1 - 1
  where t.resource = 'staffing-figures'
  union
  select split_part(series, '.', 1) collate "C" from reckoned where split_part(series, '.', 2) in ({METRICS})
  union
  select f.agency_id from reread c
  join muster.citation_links l on l.citation_id = c.id and (l.to_release is null or l.to_release = $1 - 1)
  join muster.staffing_figures f on f.id = l.record_id and f.to_release is null and f.source_id is null
  union
  select f.agency_id from touched t
  join muster.sources old on old.id = t.id and old.to_release = $1 - 1
  join muster.sources new
    on new.id = t.id and new.to_release is null and new.publisher is distinct from old.publisher
  join muster.staffing_figures f on f.source_id = t.id and f.to_release is null
  where t.resource = 'sources'
  union
  select f.agency_id from reflagged r join muster.staffing_figures f on f.id = r.id and f.to_release is null
  where f.metric in ({METRICS})
  union
  select id from shown where resource = 'agencies'
  union
  select id from relabelled)
select id from own
union
select a.id from own join muster.agencies a on a.parent_id = own.id and a.to_release is null
"""
# The headlines of years that count a whole agency, as exact numbers.
NUMBERS: Final = f"""
create temporary table numbers on commit drop as
select f.agency_id, extract(year from f.as_of)::integer as year, f.metric, f.sex, f.id, f.value, f.computed,
  f.part_of,
  case when f.source_id is not null then f.source_id
    else (select c.source_id from muster.passages(f.id, null) c) end as source_id
from revised r
join muster.staffing_figures f on f.agency_id = r.id and f.to_release is null
join muster.standings st on st.id = f.id and st.to_release is null and st.headline_of_year
where f.metric in ({METRICS}) and f.subset is null and f.per is null and f.period is null
  and f.target_date is null and f.modality in ('observed', 'estimated') and f.qualifier = 'exact'
  and (f.sex = 'all' or (f.sex = 'female' and f.metric in ('{SWORN}', '{TOTAL}')))
"""


def picked(name: str, metric: str, sex: str = "all") -> str:
    """Pick what one figure of a year says: the number, its id and its source."""
    chosen = f"filter (where metric = '{metric}' and sex = '{sex}')"
    return f"""max(value) {chosen} as {name}, max(id) {chosen} as {name}_figure_id,
  max(source_id) {chosen} as {name}_source_id"""


PICKED: Final = f"""
create temporary table picked on commit drop as
select agency_id, year, {picked("sworn", SWORN)}, {picked("civilian", CIVILIAN)}, {picked("total", TOTAL)},
  {picked("sworn_female", SWORN, "female")}, {picked("total_female", TOTAL, "female")},
  {picked("population", POPULATION)},
  max(part_of) filter (where metric = '{SWORN}' and sex = 'all') as part_of,
  max(split_part(computed, ':', 1)) filter (where metric = '{SWORN}' and sex = 'all') as unit
from numbers group by agency_id, year
having bool_or(metric <> '{POPULATION}' and sex = 'all')
"""
MARKED: Final = f"""
create temporary table marked on commit drop as
select agency_id, year, array_agg(flag order by place) as flags
from (
  select distinct n.agency_id, n.year, f.flag, f.place
  from numbers n
  join muster.flags fl on fl.id = n.id and fl.to_release is null
  join unnest(array{FLAGS}) with ordinality as f (flag, place) on f.flag = any (fl.flags)) x
group by agency_id, year
"""
# A body that has its own number for a year includes its headquarters and posts in it.
BODIES: Final = f"""
create temporary table bodies on commit drop as
select distinct b.id, extract(year from f.as_of)::integer as year
from muster.agencies b
join muster.staffing_figures f on f.agency_id = b.id and f.to_release is null and f.metric = '{SWORN}'
join muster.standings st on st.id = f.id and st.to_release is null and st.headline_of_year
where b.to_release is null and b.aggregate and b.kind = 'state_police' and f.subset is null and f.sex = 'all'
  and f.qualifier = 'exact'
"""
# `recounts` counts the recounts so far: between two years with as many there is none.
BESIDE: Final = """
create temporary table beside on commit drop as
select p.*, coalesce(m.flags, '{}') as flags, s.publisher as sworn_publisher,
  coalesce(whole.agency_id, b.id) as counted_in,
  count(*) filter (where 'recount' = any (m.flags)) over years as recounts,
  max(p.year) filter (where p.sworn is not null) over (partition by p.agency_id) as last_year
from picked p
join muster.agencies a on a.id = p.agency_id and a.to_release is null
left join marked m on (m.agency_id, m.year) = (p.agency_id, p.year)
left join muster.sources s on s.id = p.sworn_source_id and s.to_release is null
left join muster.staffing_figures whole on whole.id = p.part_of and whole.to_release is null
left join bodies b on (b.id, b.year) = (a.parent_id, p.year)
window years as (partition by p.agency_id order by p.year)
"""


def change(base: str) -> str:
    """The change since the row `base`, if one family of sources counts the same unit in both years."""
    return f"""case when {base}.sworn > 0 and {base}.sworn_publisher = p.sworn_publisher
    and {base}.unit is not distinct from p.unit and {base}.recounts = p.recounts
    and coalesce({base}.counted_in, p.counted_in) is null
    and not {base}.flags && {BROKEN} and not p.flags && {BROKEN}
  then trim_scale(round(p.sworn / {base}.sworn - 1, 4)) end"""


def share(part: str, whole: str) -> str:
    return f"""case when p.{whole} > 0 and p.{part} <= p.{whole} and p.{part}_source_id = p.{whole}_source_id
  then trim_scale(round(p.{part} / p.{whole}, 4)) end as {part}_share"""


ROWS: Final = f"""
select v.*, {{sentence}} as sentence, {RULES} as rules
from (
  select p.agency_id || '-' || to_char(p.year, 'FM0000') as id, p.agency_id, a.name as agency_name,
    l.label as agency_label, a.kind as agency_kind, a.level as agency_level, a.state as agency_state,
    a.aggregate as agency_aggregate, p.year,
    p.sworn, p.sworn_figure_id, p.civilian, p.civilian_figure_id, p.total, p.total_figure_id,
    p.sworn_female, p.sworn_female_figure_id, {share("sworn_female", "sworn")},
    p.total_female, p.total_female_figure_id, {share("total_female", "total")},
    p.population, p.population_figure_id,
    case when p.population > 0 and p.sworn > 0 and not p.flags && {UNRANKED}
      then trim_scale(round(1000 * p.sworn / p.population, 3)) end as sworn_per_1000,
    ({CLASSES})[width_bucket(p.sworn, array[{LOWEST}]) + 1] as size_class,
    p.flags, {change("one")} as change_1y, {change("five")} as change_5y,
    case when p.year > {BASE} then {change("base")} end as change_since_2005,
    p.sworn_source_id, p.sworn_publisher, p.counted_in,
    coalesce(p.sworn_publisher = '{FBI}' and p.counted_in is null and a.state is not null
      and a.level <> 'federal' and a.kind not in ('corrections', 'government', 'government_total')
      and (not a.aggregate or a.kind = 'state_police') and p.agency_id not in ({PLACEHOLDERS})
      and not ('repeats_another_year' = any (p.flags) and p.last_year = p.year), false) as in_state_years,
    coalesce(k.first_release, {{number}}) as first_release,
    {{agency}} as agency_words, {{body}} as body_words, muster.state_name(a.state) as state_words
  from beside p
  join muster.agencies a on a.id = p.agency_id and a.to_release is null
  join muster.labels l on l.id = p.agency_id and l.to_release is null
  left join beside one on (one.agency_id, one.year) = (p.agency_id, p.year - 1)
  left join beside five on (five.agency_id, five.year) = (p.agency_id, p.year - 5)
  left join beside base on (base.agency_id, base.year) = (p.agency_id, {BASE})
  left join muster.agencies w on w.id = p.counted_in and w.to_release is null
  left join (
    select id, min(first_release) as first_release from serving.agency_years
    where agency_id in (select id from revised) group by id) k
    on k.id = p.agency_id || '-' || to_char(p.year, 'FM0000')
  offset 0) v
"""
GONE: Final = """
select y.id from serving.agency_years y
where y.to_release is null and y.agency_id in (select id from revised)
  and not exists (select from beside p where (p.agency_id, p.year) = (y.agency_id, y.year))
"""
STEPS: Final = (
    (REVISED, "revised"), (NUMBERS, "numbers"), (PICKED, "picked"), (MARKED, "marked"), (BODIES, "bodies"),
    (BESIDE, "beside"),
)  # fmt: skip


async def update_agency_years(connection: Any, number: int) -> None:
    """Serve the rows by agency and year as the release has them.

    Requires `touched`, `shown`, `reread`, `relabelled`, `reckoned` and `reflagged` of the release.
    """
    await connection.execute(f"drop table if exists {', '.join(table for _, table in STEPS)}")
    for statement, table in STEPS:
        await connection.execute(statement.replace("$1", str(number)))
        await connection.execute(f"analyze {table}")
    rows = ROWS.format(
        sentence=agency_year_words.sentence(),
        agency=sentences.agency("a.name", "a.state"),
        body=sentences.with_article("w.name"),
        number=number,
    )
    await replace_rows(
        connection, number, DerivedRows(table="agency_years", struct=AgencyYear, rows=rows, gone=GONE)
    )
