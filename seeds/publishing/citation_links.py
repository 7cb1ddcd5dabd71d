"""Stores the id lists of citations as links: one row for each citation and record, with its releases."""

from typing import Any, Final

WANTED: Final = """
create temporary table wanted on commit drop as
select distinct record_id, c.id as citation_id, relation
from muster.citations c
join touched t on t.id = c.id and t.resource = 'citations' and t.operation <> 'withdrawn'
cross join lateral (values ('supports', c.supports), ('repeats', c.repeats), ('disputes', c.disputes),
  ('corrects', c.corrects), ('context', c.context)) as list (relation, ids)
cross join lateral unnest(list.ids) as record_id
where c.to_release is null
"""
CLOSE: Final = """
update muster.citation_links l set to_release = $1 - 1 from touched t
where t.id = l.citation_id and t.resource = 'citations' and t.operation <> 'added' and l.to_release is null
  and not exists (select from wanted w
    where (w.record_id, w.citation_id, w.relation) = (l.record_id, l.citation_id, l.relation))
"""
OPEN: Final = """
insert into muster.citation_links (record_id, citation_id, relation, from_release)
select w.record_id, w.citation_id, w.relation, $1 from wanted w
where not exists (select from muster.citation_links l
  where (l.record_id, l.citation_id, l.relation) = (w.record_id, w.citation_id, w.relation)
    and l.to_release is null)
"""


async def update_citation_links(connection: Any, number: int) -> None:
    """Close the links that left their lists and open the new ones."""
    await connection.execute(WANTED)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)
    await connection.execute("drop table wanted")
