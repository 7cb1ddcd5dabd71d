"""Updates how many people each agency had when last counted, by which searches are ranked."""

from typing import Any, Final

from seeds.publishing.load import Touches

TEMPORARY: Final = """
create temporary table if not exists resized (id text collate "C", size numeric) on commit drop;
truncate resized;
"""
CHANGED: Final = """
insert into resized
select counted.id, counted.size
from (
  select distinct on (agency_id) agency_id as id, value as size from muster.staffing_figures
  where agency_id in (
      select f.agency_id from touched t join muster.staffing_figures f on f.id = t.id
      where t.resource = 'staffing-figures')
    and to_release is null and metric in ('sworn_headcount', 'total_headcount') and subset is null
    and sex = 'all' and modality in ('observed', 'estimated') and value is not null
  order by agency_id, metric = 'sworn_headcount' desc, as_of desc nulls last, id) counted
left join serving.agency_sizes z on z.id = counted.id and z.to_release is null
where z.size is distinct from counted.size
"""
CLOSE: Final = """
update serving.agency_sizes z set to_release = $1 - 1
where z.to_release is null and z.id in (select id from resized)
"""
OPEN: Final = "insert into serving.agency_sizes (id, size, from_release) select id, size, $1 from resized"


async def update_agency_sizes(connection: Any, number: int, touches: Touches) -> None:
    """Count the touched agencies again. Requires `touched`.

    An agency whose figures were withdrawn keeps its size: it only orders searches.
    """
    if not any(resource == "staffing-figures" for resource, _ in touches):
        return
    await connection.execute(TEMPORARY)
    await connection.execute(CHANGED)
    await connection.execute(CLOSE, number)
    await connection.execute(OPEN, number)
    await connection.execute("analyze serving.agency_sizes")
