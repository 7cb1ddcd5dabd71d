"""Check whether cited records still stand: one record, or up to a hundred at once."""

from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog import values
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.changes.status import StatusLookup
from api.http.cache_control import FRESH
from api.problems import ProblemError
from api.query.parsing import Question
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.routes.history import alias
from api.routes.operation import NOT_MODIFIED, Operation, Schema, record_response, title
from api.state import AppState

SINCE = {"since_release": values.integer_range(1, values.INT_LIMIT)}
SEVERAL = {"ids": values.list_of(values.RECORD_ID)} | SINCE
LIVE = "a status is always that of the newest release; pass the release you cited as since_release"
NOT_HERE = dict.fromkeys(("release", "known_on", "since"), LIVE)
SINCE_RELEASE: Schema = {
    "name": "since_release",
    "in": "query",
    "required": True,
    "description": "The release that you cited.",
    "schema": dict(SINCE["since_release"].schema),
    "example": 1,
}
IDS: Schema = {
    "name": "ids",
    "in": "query",
    "required": True,
    "description": "The ids of records, of any resources.",
    "schema": dict(SEVERAL["ids"].schema),
    "style": "form",
    "explode": False,
    "example": ["us-dhs-ice", "us-dhs-ice-applications-founding-article-000"],
}
ABOUT_ONE = (
    "What happened to the record since the release that you cited. Always live. A withdrawn record also "
    "has a status. `value_columns` in /v1/config lists the columns that decide."
)
ABOUT_SEVERAL = (
    "What happened to each record since the release that you cited, in the order of `ids`. An id that is "
    "not in that release has the status `unknown`."
)


def operation(resource: Resource) -> Operation:
    return Operation(
        path=f"{resource.record_path}/status",
        id=f"get{resource.label}Status",
        summary=f"Check whether one {resource.singular} still stands",
        description=ABOUT_ONE,
        tag=title(resource),
        resource=resource,
        query=SINCE,
        explain=NOT_HERE,
        required=tuple(SINCE),
        also={"since_release": SINCE_RELEASE},
        negotiated=True,
        release=newest_since,
        pinnable=False,
        cache_control=FRESH,
        cited="",
        responses=(record_response("StatusAnswer", None), NOT_MODIFIED, *alias(resource)),
        problems=("InvalidQuery", "NotFound", "NotAcceptable", "Gone"),
        answer=status,
    )


async def newest_since(services: AppState, question: Question, key: Any) -> ReleaseRef:  # noqa: ARG001 - a choice
    """Read the newest release. Raises 404 if the cited release does not exist."""
    pool = services.pools.pages
    await services.releases.numbered(pool, question.values["since_release"])
    return await services.releases.current(pool)


async def status(asked: Asked) -> ASGIResponse:
    """Respond with the status. Withdrawn records have one; an unknown id is 404."""
    release = await asked.chosen_release()
    (result,) = await status_lookup(asked, release).answer([asked.key])
    if result.resource != asked.resource.name:
        raise await asked.not_found(release)
    if result.problem is not None:
        raise ProblemError("not-found", result.problem)
    return await asked.respond_record(release, msgspec.json.encode(result))


def statuses_operation() -> Operation:
    return Operation(
        path="/v1/status",
        id="listStatuses",
        summary="Check whether up to a hundred records still stand",
        description=ABOUT_SEVERAL,
        tag=title(BY_NAME["changes"]),
        query=SEVERAL,
        explain=NOT_HERE,
        required=tuple(SEVERAL),
        also={"ids": IDS, "since_release": SINCE_RELEASE},
        negotiated=True,
        release=newest_since,
        exists=True,
        pinnable=False,
        cache_control=FRESH,
        cited="",
        responses=(record_response("StatusesAnswer", None), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound", "NotAcceptable"),
        answer=statuses,
    )


async def statuses(asked: Asked) -> ASGIResponse:
    """Respond with all statuses. Unknown ids have the status `unknown`, and do not hide the others."""
    release = await asked.chosen_release()
    results = await status_lookup(asked, release).answer(asked.question.values["ids"])
    return await asked.respond_record(release, msgspec.json.encode(results))


def status_lookup(asked: Asked, release: ReleaseRef) -> StatusLookup:
    since = asked.question.values["since_release"]
    return StatusLookup(asked.pool, asked.public_url, since=since, newest=release.number)
