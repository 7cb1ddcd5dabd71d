"""Works out the officers of states and of the nation by year again, for the states that a release changes."""

from typing import Any, Final

from msgspec import Struct

from schemas.national_year import NationalYear
from schemas.state_year import StateYear
from seeds.publishing import state_year_words
from seeds.publishing.derived_rows import RULES, DerivedRows, replace_rows
from seeds.publishing.state_year_counts import RESTATED_STATES, STEPS
from seeds.quality.jump import FROM_EARLIER, FROM_NEIGHBORS, SURVEYED, WITNESSES_AGREE
from seeds.quality.repeats import BASE

# Shares of known officers and of listed residents from which on a sum gives a rate.
OFFICERS, RESIDENTS = 0.90, 0.85
# The share of the officers of both years from which on a constant panel gives a change.
PANEL = 0.80
STATES: Final = 51


def share(part: str, whole: str) -> str:
    return f"trim_scale(round({part} / nullif({whole}, 0), 4))"


def beside(name: str, column: str) -> str:
    return f"{name}.value as {column}, {name}.id as {column}_id"


SWORN_OF_BASE: Final = f"(max(sworn) filter (where year = {BASE}) over (partition by state))"
# The shares of a sum, and why it gives no rate.
COVERED: Final = f"""
create temporary table covered on commit drop as
with shares as (
  select *, {share("sworn", "(sworn + sworn_silent)")} as officer_coverage,
    {share("residents", "(residents + residents_silent)")} as resident_coverage,
    case when population > 0 then least(1, {share("(residents + residents_silent)", "population")}) end
      as listed_share,
    {share("sworn_repeated", "(coalesce(sworn, 0) + sworn_left_out)")} as repeated_share,
    {share("panel_sworn", "sworn")} as panel_share,
    {share("panel_sworn_2005", SWORN_OF_BASE)} as panel_share_2005
  from ({{sums}}) x)
select *, array_remove(array[
  case when sworn is null then 'no_reports' end,
  case when sworn is not null and officer_coverage >= {OFFICERS} then null
    when sworn is not null then 'officer_coverage' end,
  case when sworn is not null and coalesce(resident_coverage, 0) < {RESIDENTS} then 'resident_coverage' end,
  case when population is null then 'population' end], null) as no_rate_because,
  case when least(panel_share, panel_share_2005) >= {PANEL}
    then trim_scale(round(panel_sworn / nullif(panel_sworn_2005, 0) - 1, 4)) end as panel_change
from shares
"""
STATE_SUMS: Final = """
select s.*, p.value as population, p.id as population_figure_id from sums s
left join stated_beside p on p.name = 'population' and (p.state, p.year) = (s.state, s.year)
"""
# Territories are no part of the nation here: nobody states their population by year. Who is missing is known
# once every state has a row.
NATIONAL_SUMS: Final = f"""
select *, case when every then silent end as agencies_silent,
  case when every then officers end as sworn_silent,
  case when every then others end as residents_silent, case when every then people end as population
from (select 'US' as state, s.year, count(*) filter (where s.sworn is not null)::integer as states,
  count(s.sworn_per_1000)::integer as states_with_rate,
  sum(s.agencies)::integer as agencies, sum(s.agencies_silent)::integer as silent,
  sum(s.sworn) as sworn, sum(s.sworn_silent) as officers, sum(s.residents) as residents,
  sum(s.residents_silent) as others, sum(s.bjs_sworn) as surveyed,
  sum(s.panel_agencies)::integer as panel_agencies, sum(s.panel_sworn) as panel_sworn,
  sum(s.panel_sworn_2005) as panel_sworn_2005,
  sum(s.sworn_repeated) as sworn_repeated, sum(s.sworn_left_out) as sworn_left_out,
  count(*) = {STATES} as every, sum(s.population) as people
from serving.state_years s
where s.to_release is null and s.state not in ('AS', 'GU', 'MP', 'PR', 'VI', 'PW', 'FM', 'MH')
group by s.year) y
"""


def leaves(one: str, other: str, factor: float) -> str:
    """Whether the sum leaves two others, which agree with each other, by the factor."""
    return f"""({one} + {other} is not null
    and greatest({one}, {other}) <= {WITNESSES_AGREE} * least({one}, {other})
    and (sworn >= {factor} * greatest({one}, {other}) or {factor} * sworn <= least({one}, {other})))"""


# A sum is compared with others that give a rate: with those around it, or with those of 2018 and 2005.
COMPARED: Final = f"""
create temporary table compared on commit drop as
with rated as (
  select state, year, sworn, lag(sworn) over years as before, lead(sworn) over years as after,
    lead(year) over years is null as is_newest
  from covered where no_rate_because = '{{}}' and sworn > 0
  window years as (partition by state order by year)),
witnessed as (
  select r.*, s.surveyed, b.sworn as base from rated r
  left join covered s on (s.state, s.year) = (r.state, {SURVEYED})
  left join rated b on (b.state, b.year) = (r.state, {BASE}) and r.year > {SURVEYED})
select state, year, sworn,
  {leaves("before", "after", FROM_NEIGHBORS)}
  or is_newest and {leaves("surveyed", "base", FROM_EARLIER)} as jumps
from witnessed
"""


def change(base: str) -> str:
    return f"""case when not k.jumps and not {base}.jumps
    then trim_scale(round(k.sworn / {base}.sworn - 1, 4)) end"""


ROWS: Final = f"""
select v.*, {{sentence}} as sentence, {RULES} as rules
from (
  select x.*, lower(x.state) || '-' || to_char(x.year, 'FM0000') as id, {{named}},
    case when x.no_rate_because = '{{{{}}}}' then trim_scale(round(1000 * x.sworn / x.population, 3))
      end as sworn_per_1000,
    case when k.jumps then array['jump'] else '{{{{}}}}'::text[] end as flags,
    {change("one")} as change_1y, case when x.year > {BASE} then {change("base")} end as change_since_2005,
    x.surveyed as bjs_sworn,
    local.value as census_local_sworn_fte, local.id as census_local_figure_id,
    trim_scale(round(1000 * local.value / x.population, 3)) as census_local_fte_per_1000,
    government.value as census_state_sworn_fte, government.id as census_state_figure_id,
    bls.value as bls_patrol_officers, bls.id as bls_patrol_officers_figure_id,
    wage.value as bls_mean_annual_wage, wage.id as bls_mean_annual_wage_figure_id,
    coalesce(known.first_release, {{number}}) as first_release
  from covered x
  left join compared k on (k.state, k.year) = (x.state, x.year)
  left join compared one on (one.state, one.year) = (x.state, x.year - 1)
  left join compared base on (base.state, base.year) = (x.state, {BASE})
  left join stated_beside local on (local.state, local.year, local.name) = (x.state, x.year, 'census_local')
  left join stated_beside government
    on (government.state, government.year, government.name) = (x.state, x.year, 'census_state')
  left join stated_beside bls on (bls.state, bls.year, bls.name) = (x.state, x.year, 'bls')
  left join stated_beside wage on (wage.state, wage.year, wage.name) = (x.state, x.year, 'bls_wage')
  left join (select id, min(first_release) as first_release from serving.{{table}} group by id) known
    on known.id = lower(x.state) || '-' || to_char(x.year, 'FM0000')
  offset 0) v
"""
STATES_GONE: Final = """
select y.id from serving.state_years y
where y.to_release is null and y.state in (select state from restated_states)
  and not exists (select from covered x where (x.state, x.year) = (y.state, y.year))
"""
YEARS_GONE: Final = """
select y.id from serving.national_years y
where y.to_release is null and y.year not in (select year from covered)
"""


class Places(Struct, frozen=True, kw_only=True):
    """Rows that share the formulas. `sums`: a query; `named`: columns of the row `x`."""

    table: str
    struct: type[Struct]
    sums: str
    named: str
    gone: str


NAME: Final = "muster.state_name(x.state)"
OF_STATES: Final = Places(
    table="state_years",
    struct=StateYear,
    sums=STATE_SUMS,
    named=f"{NAME} as state_name, {NAME} as place_words",
    gone=STATES_GONE,
)
OF_NATION: Final = Places(
    table="national_years",
    struct=NationalYear,
    sums=NATIONAL_SUMS,
    named="'the United States' as place_words",
    gone=YEARS_GONE,
)


async def update_state_years(connection: Any, number: int) -> None:
    """Serve the years of states and of the nation as the release has them.

    Requires `touched` and the rows by agency and year of the release.
    """
    tables = ", ".join(table for _, table in STEPS)
    await connection.execute(f"drop table if exists restated_states, {tables}")
    await connection.execute(RESTATED_STATES.replace("$1", str(number)))
    if not await connection.fetchval("select exists (select from restated_states)"):
        return
    for statement, table in STEPS:
        await connection.execute(statement)
        await connection.execute(f"analyze {table}")
    for places in (OF_STATES, OF_NATION):
        await _replace(connection, number, places)


async def _replace(connection: Any, number: int, places: Places) -> None:
    await connection.execute("drop table if exists covered, compared")
    await connection.execute(COVERED.format(sums=places.sums))
    await connection.execute(COMPARED)
    sentence = state_year_words.sentence()
    rows = ROWS.format(sentence=sentence, named=places.named, table=places.table, number=number)
    derived = DerivedRows(table=places.table, struct=places.struct, rows=rows, gone=places.gone)
    await replace_rows(connection, number, derived)
