"""The metrics of the newest release, for the search in the documentation."""

import msgspec

from api.catalog.resources import BY_NAME
from api.database import fetch
from api.database.pool import Pool
from api.query.sql import Statement, encoded
from api.reading.releases import ReleaseRef
from schemas.metric import Metric

METRICS = BY_NAME["metrics"]


class Metrics:
    """A worker's copy of the metrics. A release never changes, so they are read once a release."""

    def __init__(self) -> None:
        self.release: ReleaseRef | None = None
        self.listed: list[Metric] = []

    async def of(self, pool: Pool, release: ReleaseRef) -> list[Metric]:
        if release != self.release:
            statement = Statement(METRICS, release.number)
            aggregate = encoded("string_agg(x.body, ',' order by x.id)")
            row = await fetch.row(pool, f"select {aggregate} as bodies from {statement.rows}", statement.args)
            bodies = row["bodies"] if row else None
            self.listed = msgspec.json.decode(b"[%b]" % (bodies or b""), type=list[Metric])
            self.release = release
        return self.listed
