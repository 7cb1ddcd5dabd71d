"""Health checks: whether the process is alive, and whether it can read its database."""

import asyncio
from collections.abc import Iterator

from litestar.response.base import ASGIResponse

from api.database import fetch
from api.problems import ProblemError
from api.reading import releases
from api.routes.asked import Asked
from api.routes.operation import Operation, Schema
from api.routes.service import SERVICE, json_response, service_response

# The seconds to wait for the database. A load balancer counts a frozen database as unavailable.
TIMEOUT = 2.0


def operations() -> Iterator[Operation]:
    yield Operation(
        path="/health/live",
        id="getLiveness",
        summary="Check whether the process is alive",
        description="Does not use the database.",
        tag=SERVICE,
        responses=(service_response("The process is alive.", status("live"), example={"status": "live"}),),
        problems=("InvalidQuery",),
        database=False,
        answer=live,
    )
    release = {"type": "integer", "minimum": 1, "description": "The newest release on this server."}
    yield Operation(
        path="/health/ready",
        id="getReadiness",
        summary="Check whether the server is ready",
        description="Reads the newest release from the database.",
        tag=SERVICE,
        responses=(
            service_response(
                "The server is ready.",
                status("ready", release=release),
                example={"status": "ready", "release": 1},
            ),
        ),
        problems=("InvalidQuery",),
        answer=ready,
    )


def status(word: str, **more: Schema) -> Schema:
    members = {"status": {"type": "string", "const": word}, **more}
    return {"type": "object", "properties": members, "required": list(members)}


async def live(asked: Asked) -> ASGIResponse:  # noqa: ARG001 - a handler
    return json_response(b'{"status":"live"}', "no-store")


async def ready(asked: Asked) -> ASGIResponse:
    task = asyncio.create_task(fetch.row(asked.pool, releases.NEWEST, []))
    done, _ = await asyncio.wait({task}, timeout=TIMEOUT)
    if not done:
        task.cancel()
        raise ProblemError("database-unavailable", "The server cannot reach its database.")
    row = task.result()
    if row is None:
        raise ProblemError("database-unavailable", "No release has been published into this database yet.")
    return json_response(b'{"status":"ready","release":%d}' % row["number"], "no-store")
