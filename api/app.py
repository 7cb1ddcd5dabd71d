"""Assemble the application."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import cast

from litestar import Litestar
from litestar.types import ASGIApp

from api import openapi, routes, site
from api.charts.renderer import Renderer
from api.database.pools import Pools
from api.documentation import operations as documentation
from api.documentation import problems, sitemap, well_known
from api.documentation.pages import Pages
from api.exports import tempdirs
from api.exports.kept import KeptFiles
from api.exports.spool import Spool
from api.exports.threaded_job import ExportRunner
from api.http.middleware import EdgeMiddleware
from api.mcp.mount import Mount
from api.memory.layer import Memory
from api.reading.batching import RecordLoader
from api.reading.releases import Releases
from api.routes.dispatch import handlers
from api.routes.operation import Operation
from api.settings import Settings
from api.state import AppRequest, AppState
from api.storage.checksums import Proofs
from api.storage.store import Store


def create_app(settings: Settings | None = None) -> Litestar:
    """Create the application. It starts even if the database is unreachable; /health/ready reports that."""
    settings = settings or Settings.from_environment()
    tempdirs.sweep(settings.spool_dir)
    declared = (*routes.operations(), openapi.openapi_operation())
    pages = Pages(declared, openapi.document, settings.public_url)
    shown = (*site.operations(settings.public_url), *documentation.operations(pages))
    every = (*declared, *shown, *sitemap.operations(pages, shown), *well_known.operations())
    mount = Mount(settings.public_url)
    app = Litestar(
        [*handlers(every), mount.handler()],
        lifespan=[database, mount.running],
        state=services(settings),
        request_class=AppRequest,
        exception_handlers={Exception: problems.to_response},
        openapi_config=None,
        logging_config=None,
    )
    app.asgi_handler = remembering(EdgeMiddleware(app.asgi_handler, settings.public_url), app, every)
    return app


def remembering(handler: ASGIApp, app: Litestar, operations: Iterable[Operation]) -> ASGIApp:
    """Put the memory before the handler, unless its setting is 0."""
    state = cast("AppState", app.state)
    if not state.settings.memory_mb:
        return handler
    media_types = sorted({each for operation in operations for each in operation.offered})
    return Memory(handler, state, state.settings.memory_mb * 2**20, media_types)


def services(settings: Settings) -> AppState:
    spool = Spool(settings.spool_dir, settings.spool_mb * 2**20 // settings.workers)
    return AppState(
        {
            "settings": settings,
            "releases": Releases(),
            "record_loader": RecordLoader(),
            "spool": spool,
            "kept": KeptFiles(spool),
            "proofs": Proofs(),
            "export_runner": ExportRunner(),
            "release_files": Store(settings.release_files_dir),
            "renderer": Renderer(),
        }
    )


@asynccontextmanager
async def database(app: Litestar) -> AsyncIterator[None]:
    """Open the connection pools while the application runs, and watch for new releases."""
    state = cast("AppState", app.state)
    state.pools = Pools(state.settings)
    watch = asyncio.create_task(state.releases.watch(state.pools.pages))
    try:
        yield
    finally:
        watch.cancel()
        state.renderer.end()
        state.kept.clear()
        state.pools.close()
