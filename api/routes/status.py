"""Check whether cited records still stand: one record, or up to a hundred at once."""

from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog import values
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.changes import cited
from api.changes.cited import Cited
from api.changes.status import StatusLookup
from api.changes.statuses import StatusesLookup
from api.http.cache_control import FRESH
from api.problems import Fault, InvalidQuery, ProblemError
from api.query.parsing import Question
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.routes.history import alias
from api.routes.operation import NOT_MODIFIED, Operation, Schema, record_response, title
from api.state import AppState

SINCE = {"since_release": values.integer_range(1, values.INT_LIMIT)}
SEVERAL = {"ids": cited.SEVERAL} | SINCE
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
SINCE_FOR_OTHERS: Schema = SINCE_RELEASE | {
    "required": False,
    "description": "The release that you cited, for the ids that do not name theirs.",
}
IDS: Schema = {
    "name": "ids",
    "in": "query",
    "required": True,
    "description": "The ids of records, of any resources. `id@release` names the release that you cited.",
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
    "What happened to each record since the release that you cited, in the order of `ids`. Name the release "
    "of each as `id@release`, or one for all as `since_release`. An id that is not in its release, and one "
    "whose release does not exist, has the status `unknown`."
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
        required=("ids",),
        also={"ids": IDS, "since_release_of_others": SINCE_FOR_OTHERS},
        negotiated=True,
        release=since_if_named,
        exists=True,
        pinnable=False,
        cache_control=FRESH,
        cited="",
        responses=(record_response("StatusesAnswer", None), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound", "NotAcceptable"),
        answer=statuses,
    )


async def since_if_named(services: AppState, question: Question, key: Any) -> ReleaseRef:
    """Read the newest release. Raises 404 if `since_release` does not exist, 400 if it is missing."""
    if "since_release" in question.values:
        return await newest_since(services, question, key)
    check_releases(question.values["ids"])
    return await services.releases.current(services.pools.pages)


def check_releases(entries: list[Cited]) -> None:
    """Raise 400 if an entry names no release."""
    if missing := cited.without_release(entries):
        expected = f"the release from which you took {', '.join(missing[:3])}"
        raise InvalidQuery([Fault(parameter="since_release", given="", expected=expected)])


async def statuses(asked: Asked) -> ASGIResponse:
    """Respond with all statuses. Unknown ids have the status `unknown`, and do not hide the others."""
    release = await asked.chosen_release()
    lookup = statuses_lookup(asked, asked.question.get("since_release"), release.number)
    results = await lookup.answer(asked.question.values["ids"])
    return await asked.respond_record(release, msgspec.json.encode(results))


def statuses_lookup(asked: Asked, since: int | None, newest: int) -> StatusesLookup:
    """`since`: the release of the entries that name none. Without it every entry names one."""
    releases = asked.services.releases
    return StatusesLookup(asked.pool, asked.public_url, releases, since=since or newest, newest=newest)


def status_lookup(asked: Asked, release: ReleaseRef) -> StatusLookup:
    since = asked.question.values["since_release"]
    return StatusLookup(asked.pool, asked.public_url, since=since, newest=release.number)
