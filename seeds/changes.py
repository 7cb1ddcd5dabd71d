"""What a release did to each record: with its agency and, of a correction, its source."""

from typing import Any, Final

from schemas.vocabularies import CORRECTIONS

# An agency by its name in this release; withdrawn with it, by its last one.
AGENCIES: Final = """
select distinct on (id) id, name from muster.agencies
where to_release is null or to_release = $1 - 1
order by id, from_release desc
"""
# As the record is served, or was until this release withdrew it. One of the tables is looked into.
SOURCES: Final = """
select s.id, s.publisher from (
  select source_id as id, source_publisher as publisher, to_release
  from serving.staffing_figures where t.resource = 'staffing-figures' and id = t.id
  union all
  select source_id, source_publisher, to_release
  from serving.incentives where t.resource = 'incentives' and id = t.id
  union all
  select source_id, source_publisher, to_release
  from serving.agreements where t.resource = 'agreements' and id = t.id
  union all
  select source_id, publisher, to_release from serving.citations where t.resource = 'citations' and id = t.id
  union all
  select id, publisher, to_release from serving.sources where t.resource = 'sources' and id = t.id
) s
where s.to_release is null or s.to_release = $1 - 1
order by s.to_release nulls first
limit 1
"""
ENTER: Final = """
insert into muster.changes (
  id, release, record_id, resource, operation, kind, notice, agency_id, agency_name, source_id,
  source_publisher)
select $1::integer::text || '-' || t.id, $1, t.id, t.resource, t.operation, t.kind, t.notice, t.agency_id,
  a.name, {source}
from touched t
left join ({agencies}) a on a.id = t.agency_id
{joined}
where coalesce(t.kind = any($2::text[]), false) = {corrected}
"""
OTHERS: Final = ENTER.format(source="null, null", agencies=AGENCIES, joined="", corrected="false")
CORRECTED: Final = ENTER.format(
    source="s.id, s.publisher",
    agencies=AGENCIES,
    joined=f"left join lateral ({SOURCES}) s on true",
    corrected="true",
)


async def enter_changes(connection: Any, number: int) -> None:
    """Needs `touched` and the served rows of the release in place."""
    for entering in (OTHERS, CORRECTED):
        await connection.execute(entering, number, sorted(CORRECTIONS))
