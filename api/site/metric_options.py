"""The metrics of a release as the options of a form."""

from collections.abc import Sequence

import msgspec

from api.catalog.resources import BY_NAME
from api.explorer.codes import Option
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.site import shortlist
from schemas.metric import Metric

METRICS = BY_NAME["metrics"]
# The content of a release → its metrics. Removing a record changes the content of every release.
KEPT: dict[str, Sequence[Option]] = {}
MOST = 50


async def read(asked: Asked, release: ReleaseRef) -> Sequence[Option]:
    """Read the metrics in the order of their labels. Empty for a list without metrics."""
    if asked.resource.references.get("metric") != METRICS.name:
        return ()
    if release.content_sha256 not in KEPT:
        found = await shortlist.read(asked.pool, METRICS, {"sort": "label"}, 1000, release.number)
        metrics = msgspec.json.decode(b"[%b]" % found.bodies, type=list[Metric])
        if len(KEPT) >= MOST:
            KEPT.clear()
        KEPT[release.content_sha256] = tuple(Option(value=each.id, label=each.label) for each in metrics)
    return KEPT[release.content_sha256]
