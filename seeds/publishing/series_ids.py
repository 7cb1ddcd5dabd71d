"""Gives each new series of figures its id: a slug of its question, assigned once and kept for ever."""

from itertools import count
from typing import Any, Final

# A word a part of the question, without those that nearly all series share.
SLUG: Final = """translate(concat_ws('-', f.agency_id, f.metric, f.subset, nullif(f.sex, 'all'),
  nullif(case f.modality when 'estimated' then 'observed' else f.modality end, 'observed'),
  'per-' || f.per, f.period,
  'from-' || case when f.period in ('to_date', 'span') then f.period_start end,
  'by-' || f.target_date), '_', '-')"""
NAMED: Final = f"""
create temporary table named on commit drop as
select t.series, {SLUG} as slug
from totals t join muster.staffing_figures f on f.id = t.first_id and f.to_release is null
where t.series not in (select series from muster.series_ids)
"""
FREE: Final = """
insert into muster.series_ids (series, id, since)
select series, slug, $1 from (select *, count(*) over (partition by slug) as alike from named) n
where alike = 1 and slug not in (select id from muster.series_ids)
order by slug
"""
REST: Final = """
select series, slug from named where series not in (select series from muster.series_ids) order by series
"""
TAKEN: Final = "select exists (select from muster.series_ids where id = $1)"
ASSIGN: Final = "insert into muster.series_ids (series, id, since) values ($1, $2, $3)"


async def assign_series_ids(connection: Any, number: int) -> None:
    """Name the series in the temporary table `totals` that have no id yet."""
    await connection.execute("drop table if exists named")
    await connection.execute(NAMED)
    await connection.execute(FREE, number)
    for row in await connection.fetch(REST):
        await connection.execute(ASSIGN, row["series"], await _free(connection, row["slug"]), number)
    await connection.execute("analyze muster.series_ids")


async def _free(connection: Any, slug: str) -> str:
    """Return the slug, with a number if another series has it: agency `a` and metric `b_c`, `a-b` and `c`."""
    for n in count(1):
        candidate = slug if n == 1 else f"{slug}-{n}"
        if not await connection.fetchval(TAKEN, candidate):
            return candidate
    raise AssertionError
