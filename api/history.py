"""A record's past: every revision with its releases, its kind and notice, and what differs field by field."""

from itertools import pairwise
from typing import Any, cast, get_args

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import fetching, negotiation, query, records
from api.answers import Answer
from api.catalog import BY_NAME, CATALOG
from api.resource import Resource
from api.sessions import Pool
from api.sql import RELEASE, Statement, encoded
from schemas.change import Change
from schemas.history import History, Revision
from schemas.vocabularies import ResourceName

CHANGES = BY_NAME["changes"]
# What releases change: the resources that hold records.
WITH_HISTORY = tuple(resource for resource in CATALOG if resource.name in get_args(ResourceName))
decode = msgspec.json.Decoder(Change).decode


def routes(resource: Resource) -> list[HTTPRouteHandler]:
    @get(f"/v1/{resource.name}/{{key:str}}/history", name=f"get-{resource.name}-history")
    async def get_history(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await history(request, resource, request.path_params["key"])

    return [get_history]


async def history(request: Request[Any, Any, Any], resource: Resource, text: str) -> ASGIResponse:
    question = query.read(request.scope["query_string"], query.moment_values())
    key = records.read_key(resource, text)
    negotiation.media_type(negotiation.header(request.scope, b"accept"), (negotiation.JSON,))
    path = f"/v1/{resource.name}/{key}/history"
    answer = Answer(request, question, path, negotiation.JSON, negotiated=True)
    pool: Pool = request.app.state.pools.pages
    held = await records.named(request, question)
    if (short := await records.early(request, answer, held, exists=False)) is not None:
        return short
    rows = await fetching.rows(pool, *statement(resource, key, held.number if held else None))
    if not rows:
        raise records.unpublished(held)
    held = request.app.state.releases.remember(rows[0])
    if rows[0]["body"] is None:
        return await records.elsewhere(request, resource, key, held, rest="/history")
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    past = History(
        id=key,
        resource=cast("ResourceName", resource.name),
        revisions=revisions([decode(row["body"]) for row in rows]),
    )
    return await answer.respond(answer.record(msgspec.json.encode(past), held), held)


def statement(resource: Resource, key: str, release: int | None) -> tuple[str, list[Any]]:
    """The changes of a record up to the release, oldest first; one row without a body where it has none."""
    statement = Statement(CHANGES, release)
    record = (
        f"x.record_id = {statement.value(key)}::text and x.resource = {statement.value(resource.name)}::text"
    )
    sql = f"""select {RELEASE}, {encoded("x.body")} as body
from {statement.releases}
left join {CHANGES.view} x on {record} and {statement.held}
order by x.release_number"""
    return sql, statement.args


def revisions(changes: list[Change]) -> list[Revision]:
    """Each holds until the next one."""
    ends = [following.release_number - 1 for _, following in pairwise(changes)]
    return [
        Revision(
            change_id=change.id,
            from_release=change.release_number,
            to_release=end,
            published_at=change.published_at,
            operation=change.operation,
            kind=change.kind,
            notice=change.notice,
            fields=change.fields,
        )
        for change, end in zip(changes, [*ends, None], strict=True)
    ]
