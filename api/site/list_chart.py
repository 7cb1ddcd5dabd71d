"""The chart above a list: the picture that the API draws of the same records, if it does."""

import msgspec
from msgspec import Struct

from api.charts import comparable
from api.charts.bars import Bars
from api.problems import ProblemError
from api.routes.asked import Asked
from api.routes.list_charts import DRAWN


class ListChart(Struct, frozen=True, kw_only=True):
    """`query`: that of its pictures. `reason`: why there is none, and which filter helps."""

    title: str
    description: str
    query: str
    reason: str | None


def chart(asked: Asked, bodies: bytes, rows: int, number: int) -> ListChart | None:
    """Describe the chart of a list whose records are all on the page. None if it can have none."""
    if asked.resource not in DRAWN or not 1 < rows <= comparable.MOST:
        return None
    records = msgspec.json.decode(b"[%b]" % bodies, type=list[asked.resource.record])  # type: ignore[name-defined]
    dropped = dict.fromkeys(("limit", "after", "count", "known_on"))
    query = asked.question.canonical(**{**dropped, "release": str(number)})
    try:
        bars = Bars(records=comparable.drawn(records), release=number)
    except ProblemError as error:
        return ListChart(title="", description="", query=query, reason=error.detail)
    return ListChart(title=bars.title, description=bars.description, query=query, reason=None)
