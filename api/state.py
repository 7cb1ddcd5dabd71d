"""The typed state that a worker shares among its requests, for example `request.services.pools.pages`."""

from typing import Any, cast

from litestar import Request
from litestar.datastructures import State

from api.charts.renderer import Renderer
from api.database.pools import Pools
from api.exports.kept import KeptFiles
from api.exports.spool import Spool
from api.exports.threaded_job import ExportRunner
from api.reading.batching import RecordLoader
from api.reading.releases import Releases
from api.settings import Settings
from api.storage.checksums import Proofs
from api.storage.store import Store


class AppState(State):
    """Litestar's state with typed members. `pools` is set while the application runs."""

    settings: Settings
    pools: Pools
    releases: Releases
    record_loader: RecordLoader
    spool: Spool
    kept: KeptFiles
    proofs: Proofs
    export_runner: ExportRunner
    release_files: Store
    renderer: Renderer


class AppRequest(Request[Any, Any, Any]):
    """A request to this application."""

    @property
    def services(self) -> AppState:
        return cast("AppState", self.app.state)
