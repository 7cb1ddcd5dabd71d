"""Updates headlines, disputes and alternatives for the series that a release touches."""

from typing import Any, Final

from seeds.headline.disputes import CitedDispute, Claim, disputes_json
from seeds.headline.rule import HeadlineStatus, headline_statuses
from seeds.headline.statement import Statement
from seeds.publishing.headline_candidates import collect_candidates
from seeds.publishing.load import analyze

TEMPORARY: Final = """
create temporary table if not exists settled (series text collate "C") on commit drop;
create temporary table if not exists alone (id text collate "C") on commit drop;
create temporary table if not exists plain (series text collate "C", latest date) on commit drop;
create temporary table if not exists reckoned (
  is_new boolean, id text collate "C", series text collate "C", headline boolean,
  headline_of_year boolean, disputed_by text collate "C", alternatives integer, year integer,
  settled boolean, alone boolean
) on commit drop;
truncate settled, alone, plain, reckoned;
"""
# The rule compares statements of the same year, and undated statements with all others.
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
# Most series are one column of a table over the years: no disputes, and the latest year is the headline.
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
select s.is_new, s.id, s.series, s.as_of = p.latest, true, null, 0, extract(year from s.as_of), true, true
from statements s join plain p on p.series = s.series
"""
REST: Final = """
select s.is_new, case when s.series in (select series from kept) then st.headline end as headline,
  extract(year from s.as_of)::integer as year, s.series in (select series from settled) as settled,
  s.id in (select id from alone) as alone, s.id, s.series, s.topic, s.qualifier, s.value, s.value_low,
  s.value_high, s.as_of, s.as_of_precision, s.date_basis, s.rank, s.period, s.period_start, s.period_end,
  s.target_date, source.id as source_id, source.kind as source_kind, source.quality as source_quality,
  source.published_on as source_published_on
from statements s
left join muster.standings st on st.id = s.id and st.to_release is null
left join lateral muster.passages(s.id, s.source_id) p on true
left join muster.sources source
  on source.id = coalesce(s.source_id, p.source_id) and source.to_release is null
where not exists (select from plain where plain.series = s.series)
"""
# Columns of REST that the rule does not use.
OTHER_COLUMNS: Final = ("is_new", "headline", "year", "settled", "alone")
# The disputes that passages state, with the records that the same passages support.
CITED: Final = """
with compared as (
  select id, agency_id || '.' || metric as question, value, target_date, subset as audience
  from muster.staffing_figures where to_release is null
  union all
  select id, agency_id || '.' || kind, value, null, concat_ws('.', audience_kind, eligibility)
  from muster.incentives where to_release is null)
select l.citation_id, x.*, o.id as other_id, o.question as other_question, o.value as other_value,
  o.target_date as other_target_date, o.audience as other_audience
from muster.citation_links l
join compared x on x.id = l.record_id
left join muster.citation_links s
  on s.citation_id = l.citation_id and s.relation = 'supports' and s.to_release is null
left join compared o on o.id = s.record_id
where l.relation = 'disputes' and l.to_release is null
  and l.record_id in (select id from statements)
"""
SAME: Final = """
delete from reckoned r using muster.standings st
where not r.is_new and st.id = r.id and st.to_release is null
  and (st.series, st.headline, st.headline_of_year, st.disputed_by, st.alternatives, st.year, st.settled,
    st.alone)
    is not distinct from
    (r.series, r.headline, r.headline_of_year, r.disputed_by, r.alternatives, r.year, r.settled, r.alone)
"""
CLOSE: Final = """
update muster.standings st set to_release = $1 - 1
where st.to_release is null and st.id in (
  select id from reckoned where not is_new union all select id from touched where operation = 'withdrawn')
"""
OPEN: Final = """
insert into muster.standings (
  id, series, headline, headline_of_year, disputed_by, alternatives, year, settled, alone, from_release)
select id, series, headline, headline_of_year, disputed_by, alternatives, year, settled, alone, $1
from reckoned
"""


async def update_headlines(connection: Any, number: int, touched: int) -> None:
    """Compute the status of each candidate; leave those that changed in the temporary table `reckoned`.

    Requires the revisions, citation links and `shown` of the release.
    """
    await collect_candidates(connection, number)
    await connection.execute(TEMPORARY)
    for statement, table in ((SETTLED, "settled"), (ALONE, "alone"), (PLAIN, "plain")):
        await connection.execute(statement)
        await connection.execute(f"analyze {table}")
    await connection.execute(LATEST)
    await connection.copy_records_to_table("reckoned", records=await _rest(connection))
    await connection.execute("analyze reckoned")
    await connection.execute(SAME)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)
    await analyze(connection, "muster.standings (id, series, to_release)", touched)


async def _rest(connection: Any) -> list[tuple[Any, ...]]:
    """Apply the headline rule to the series that `LATEST` does not cover."""
    rows = [dict(row) for row in await connection.fetch(REST)]
    others = {row["id"]: [row.pop(name) for name in OTHER_COLUMNS] for row in rows}
    cited = [_cited(dict(row)) for row in await connection.fetch(CITED)]
    statuses = headline_statuses((Statement(**row) for row in rows), cited)
    return [_row(status, *others[status.id]) for status in statuses]


def _cited(row: dict[str, Any]) -> CitedDispute:
    citation_id = row.pop("citation_id")
    other = {name: row.pop(f"other_{name}") for name in Claim.__struct_fields__}
    return CitedDispute(
        record=Claim(**row), citation_id=citation_id, other=Claim(**other) if other["id"] else None
    )


def _row(status: HeadlineStatus, is_new: bool, kept: bool | None, *others: Any) -> tuple[Any, ...]:
    """Return a row of `reckoned`. `kept` is the headline of a series whose headline stays."""
    headline = status.headline if kept is None else kept
    disputed_by = disputes_json(status.disputed_by)
    return (
        is_new, status.id, status.series, headline, status.headline_of_year, disputed_by,
        status.alternatives, *others,
    )  # fmt: skip
