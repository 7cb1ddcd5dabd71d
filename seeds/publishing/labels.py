"""Updates the labels of agencies. A new agency can change the label of another that shares its name."""

from typing import Any, Final

from seeds.publishing.load import Touches

TEMPORARY: Final = """
create temporary table if not exists relabelled (id text collate "C", label text collate "C") on commit drop;
truncate relabelled;
"""
CHANGED: Final = """
insert into relabelled
select n.id, n.label from muster.labels_now n
left join muster.labels l on l.id = n.id and l.to_release is null
where l.label is distinct from n.label
"""
CLOSE: Final = """
update muster.labels l set to_release = $1 - 1
where l.to_release is null and l.id in (
  select id from relabelled
  union all
  select id from touched where resource = 'agencies' and operation = 'withdrawn')
"""
OPEN: Final = "insert into muster.labels (id, label, from_release) select id, label, $1 from relabelled"


async def update_labels(connection: Any, number: int, touches: Touches) -> None:
    """Leave the agencies whose label changed in the temporary table `relabelled`. Requires `touched`."""
    await connection.execute(TEMPORARY)
    if not any(resource == "agencies" for resource, _ in touches):
        return
    await connection.execute(CHANGED)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)
    await connection.execute("analyze muster.labels, relabelled")
