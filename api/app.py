"""The application, assembled."""

from litestar import Litestar
from litestar.datastructures import State

from api import (
    config,
    docs,
    failures,
    feeds,
    files,
    health,
    history,
    metadata,
    records,
    release_files,
    scratch,
    status,
    summary,
)
from api.catalog import CATALOG
from api.citing import routes as citing
from api.conversion import Conversions
from api.discovery import routes as discovery
from api.gathering import Lookups
from api.middleware import Edge
from api.pools import database
from api.proofs import Proofs
from api.releases import Releases
from api.settings import Settings
from api.spool import Spool
from api.stored import Store


def create_app(settings: Settings | None = None) -> Litestar:
    """For granian and for tests. Starts with the database away too: readiness then says so."""
    settings = settings or Settings.from_environment()
    spool = Spool(settings.spool_dir, settings.spool_mb * 2**20 // settings.workers)
    scratch.sweep(settings.spool_dir)
    app = Litestar(
        [
            *(route for resource in CATALOG for route in files.routes(resource)),
            *(route for resource in CATALOG for route in metadata.routes(resource)),
            *(route for resource in CATALOG for route in records.routes(resource, discovery.forms(resource))),
            *(route for resource in CATALOG if resource.cited for route in citing.routes(resource)),
            *(route for resource in history.WITH_HISTORY for route in history.routes(resource)),
            *(route for resource in history.WITH_HISTORY for route in status.routes(resource)),
            status.get_statuses,
            *summary.routes(),
            *feeds.routes(),
            *discovery.routes(),
            *release_files.routes(),
            *config.routes(),
            *docs.routes(),
            *health.routes(),
        ],
        lifespan=[database],
        state=State(
            {
                "settings": settings,
                "releases": Releases(),
                "lookups": Lookups(),
                "spool": spool,
                "proofs": Proofs(),
                "conversions": Conversions(),
                "release_files": Store(settings.release_files_dir),
            }
        ),
        exception_handlers={Exception: failures.to_response},
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = Edge(app.asgi_handler, settings.public_url)
    return app
