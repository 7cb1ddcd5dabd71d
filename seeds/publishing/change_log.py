"""Writes the change log: what a release did to each record, its agency and, for corrections, its source."""

from collections.abc import Collection
from typing import Any, Final

from schemas.vocabularies import CORRECTIONS
from seeds.publishing.json_bodies import STRUCTS

# The agency's name in this release, or its last name if this release withdraws it.
AGENCIES: Final = """
select distinct on (id) id, name from muster.agencies
where to_release is null or to_release = $1 - 1
order by id, from_release desc
"""


def source_of(resource: str, columns: Collection[str]) -> str | None:
    """SQL for the source of a record `t` as it is served. None if its records have no source."""
    publisher = "source_publisher" if "source_publisher" in columns else "publisher"
    source = "id" if resource == "sources" else "source_id"
    if not {source, publisher} <= set(columns):
        return None
    table = resource.replace("-", "_")
    return f"""select {source} as id, {publisher} as publisher, to_release
  from serving.{table} where t.resource = '{resource}' and id = t.id"""


BY_RESOURCE: Final = [source_of(resource, each.__struct_fields__) for resource, each in STRUCTS.items()]
# As the record is served, or was until this release withdrew it. Each record is in one of these tables.
SOURCES: Final = f"""
select s.id, s.publisher from (
  {" union all ".join(filter(None, BY_RESOURCE))}
) s
where s.to_release is null or s.to_release = $1 - 1
order by s.to_release nulls first
limit 1
"""
INSERT: Final = """
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
OTHERS: Final = INSERT.format(source="null, null", agencies=AGENCIES, joined="", corrected="false")
CORRECTED: Final = INSERT.format(
    source="s.id, s.publisher",
    agencies=AGENCIES,
    joined=f"left join lateral ({SOURCES}) s on true",
    corrected="true",
)


async def insert_changes(connection: Any, number: int) -> None:
    """Insert a row for each touched record. Requires `touched` and the served rows of the release."""
    for statement in (OTHERS, CORRECTED):
        await connection.execute(statement, number, sorted(CORRECTIONS))
