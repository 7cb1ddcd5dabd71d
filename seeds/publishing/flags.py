"""Updates the flags of figures of the agencies that a release touches, or whose headlines it makes old."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any, Final

from seeds.publishing.load import analyze
from seeds.quality import jump, rates, repeats
from seeds.quality.figures import CIVILIAN, POPULATION, RATE, SWORN, TOTAL, Agency, Figure
from seeds.quality.old import newest_old_day
from seeds.quality.repeats import BASE
from seeds.quality.rule import flags

BASIC: Final = f"f.metric in ('{SWORN}', '{CIVILIAN}', '{TOTAL}', '{RATE}', '{POPULATION}')"
COUNTED: Final = "f.modality in ('observed', 'estimated') and f.rank <> 'deprecated'"
OF_YEAR: Final = (
    f"where f.metric = '{SWORN}' and f.as_of between date '{{year}}-01-01' and date '{{year}}-12-31'"
)
REMAINDERS: Final = ", ".join(f"'{kind}'" for kind in sorted(rates.REMAINDERS))
TEMPORARY: Final = """
create temporary table if not exists reviewed (id text collate "C") on commit drop;
create temporary table if not exists doubted (id text collate "C") on commit drop;
create temporary table if not exists reflagged (
  id text collate "C", flags text[] collate "C", notes text[] collate "C") on commit drop;
truncate reviewed, doubted, reflagged;
"""
# Agencies of figures that were touched, before and after, whose headline moved, or whose source or agency
# is of another kind now.
REVIEWED: Final = """
insert into reviewed
select agency_id from touched where resource = 'staffing-figures' and agency_id is not null
union
select f.agency_id from touched t join muster.staffing_figures f on f.id = t.id and f.to_release = $1 - 1
where t.resource = 'staffing-figures'
union
select f.agency_id from reckoned r join muster.staffing_figures f on f.id = r.id and f.to_release is null
union
select f.agency_id from shown s join muster.staffing_figures f on f.source_id = s.id and f.to_release is null
where s.resource = 'sources'
union
select new.id from touched t
join muster.agencies new on new.id = t.id and new.from_release = $1
join muster.agencies old on old.id = t.id and old.to_release = $1 - 1
where t.resource = 'agencies' and (new.kind, new.level) is distinct from (old.kind, old.level)
"""
BEFORE: Final = "select published_at from muster.releases where number = $1 - 1"
AGED: Final = """
insert into reviewed
select distinct agency_id from muster.staffing_figures where to_release is null and as_of > $1 and as_of <= $2
except select id from reviewed
"""
# Agencies that a rule about counts, or about few residents, may mark: a condition that each mark requires.
DOUBTED: Final = f"""
insert into doubted
select agency_id from (
  select f.agency_id,
    min(f.value) filter (where f.metric = '{SWORN}') as fewest,
    min(f.value) filter (where f.metric = '{SWORN}' and f.value > 0) as fewest_positive,
    max(f.value) filter (where f.metric = '{SWORN}') as most,
    numrange(min(f.value) filter ({OF_YEAR.format(year=BASE - 1)}),
      max(f.value) filter ({OF_YEAR.format(year=BASE - 1)}), '[]') as sworn_before,
    numrange(min(f.value) filter ({OF_YEAR.format(year=BASE)}),
      max(f.value) filter ({OF_YEAR.format(year=BASE)}), '[]') as sworn,
    max(f.value) filter (where f.metric = '{TOTAL}') as employees,
    min(f.value) filter (where f.metric = '{POPULATION}') as residents,
    max(f.value) filter (where f.metric = '{RATE}') as rate
  from reviewed join muster.staffing_figures f on f.agency_id = reviewed.id and f.to_release is null
  where f.subset is null and f.sex = 'all' and f.qualifier = 'exact' and {COUNTED} and {BASIC}
  group by f.agency_id) x
where fewest = 0
  or (most >= {jump.FEWEST} and most >= {jump.FROM_NEIGHBORS} * fewest_positive)
  or (employees >= {repeats.FEWEST} and sworn_before && sworn)
  or residents < {rates.FEWEST_RESIDENTS} or rate > {rates.HIGHEST_RATE}
  or employees * 1000 > {rates.HIGHEST_RATE} * residents
"""
# The figures that a rule may read or mark: of these agencies, of remainders, old, or of a date not stated.
FIGURES: Final = f"""
select f.agency_id, a.kind, a.level, f.id, f.metric, f.subset, f.sex, f.modality, f.period, f.as_of,
  f.date_basis, case f.qualifier when 'exact' then f.value end::float8 as value, f.source_id,
  s.kind as source_kind, st.headline, st.headline_of_year
from reviewed
join muster.agencies a on a.id = reviewed.id and a.to_release is null
join muster.staffing_figures f on f.agency_id = reviewed.id and f.to_release is null
join muster.standings st on st.id = f.id and st.to_release is null
left join muster.sources s on s.id = f.source_id and s.to_release is null
where f.rank <> 'deprecated' and (
  (f.subset is null and {BASIC} and f.agency_id in (select id from doubted))
  or (f.metric in ('{RATE}', '{POPULATION}') and a.kind in ({REMAINDERS}))
  or (st.headline and f.as_of <= $1 and f.sex = 'all'
    and (f.subset is null or s.kind is distinct from 'dataset'))
  or f.date_basis <> 'stated')
order by f.agency_id
"""
# Columns of FIGURES that describe the agency.
OF_AGENCY: Final = ("agency_id", "kind", "level")
OPEN_FLAGS: Final = """
select fl.id from muster.flags fl join muster.staffing_figures f on f.id = fl.id and f.to_release is null
join reviewed on reviewed.id = f.agency_id
where fl.to_release is null
union
select fl.id from muster.flags fl join touched t on t.id = fl.id and t.operation = 'withdrawn'
where fl.to_release is null
"""
GONE: Final = (
    f"insert into reflagged select id, '{{}}', '{{}}' from ({OPEN_FLAGS} except select id from reflagged) x"
)
SAME: Final = """
delete from reflagged r using muster.flags fl
where fl.id = r.id and fl.to_release is null and (fl.flags, fl.notes) = (r.flags, r.notes)
"""
CLOSE: Final = """
update muster.flags fl set to_release = $1 - 1
where fl.to_release is null and fl.id in (select id from reflagged)
"""
OPEN: Final = """
insert into muster.flags (id, flags, notes, from_release)
select id, flags, notes, $1 from reflagged where flags <> '{}'
"""


async def update_flags(connection: Any, number: int, published_on: date) -> None:
    """Leave the figures whose flags or notes changed in the temporary table `reflagged`.

    Requires `touched`, `shown`, `reckoned`, the revisions and the headlines of the release.
    """
    await connection.execute(TEMPORARY)
    await connection.execute(REVIEWED, number)
    oldest = newest_old_day(published_on)
    before = await connection.fetchval(BEFORE, number)
    if before and newest_old_day(before.date()) < oldest:
        await connection.execute(AGED, newest_old_day(before.date()), oldest)
    await connection.execute("analyze reviewed")
    await connection.execute(DOUBTED)
    await connection.execute("analyze doubted")
    rows = await connection.fetch(FIGURES, oldest)
    await connection.copy_records_to_table("reflagged", records=_marked(rows, published_on))
    await connection.execute("analyze reflagged")
    await connection.execute(GONE)
    await connection.execute(SAME)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)
    await analyze(connection, "muster.flags, reflagged", len(rows))


def _marked(rows: Iterable[Any], published_on: date) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield rows of `reflagged`."""
    for (_, kind, level), group in groupby(rows, key=lambda row: [row[name] for name in OF_AGENCY]):
        agency = Agency(kind=kind, level=level, published_on=published_on, figures=tuple(map(_figure, group)))
        for key, marks in flags(agency).items():
            yield key, [mark.flag for mark in marks], [mark.note for mark in marks]


def _figure(row: Any) -> Figure:
    return Figure(**{name: row[name] for name in Figure.__struct_fields__})
