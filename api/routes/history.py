"""The history of a record: every revision with its releases, reason, notice and changed fields."""

from typing import cast

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog import links
from api.catalog.resource import Resource
from api.changes import log
from api.database import fetch
from api.query import parameters
from api.routes.asked import Asked
from api.routes.choose_release import if_named
from api.routes.operation import (
    ALIAS,
    DATA,
    NOT_MODIFIED,
    Operation,
    example_of_record,
    record_response,
    title,
)
from schemas.history import History
from schemas.vocabularies import ResourceName

ABOUT = (
    "Every revision of the record, with the releases that include it, the reason, and the differences "
    "field by field. A withdrawn record keeps its history."
)


def operation(resource: Resource) -> Operation:
    change = links.link("getChange", "id", f"{DATA}/revisions/0/change_id", "The change that began it.")
    example = example_of_record(resource, "/history")
    return Operation(
        path=f"{resource.record_path}/history",
        id=f"get{resource.label}History",
        summary=f"Read the history of one {resource.singular}",
        description=ABOUT,
        tag=title(resource),
        resource=resource,
        query=parameters.moment_values(),
        negotiated=True,
        release=if_named,
        responses=(
            record_response("HistoryAnswer", example, {"change": change}),
            NOT_MODIFIED,
            *alias(resource),
        ),
        problems=("InvalidQuery", "NotFound", "NotAcceptable", "Gone"),
        answer=history,
    )


def alias(resource: Resource) -> tuple[str, ...]:
    return (ALIAS,) if resource.aliases else ()


async def history(asked: Asked) -> ASGIResponse:
    """Respond with the history. A record that was merged into another keeps its own."""
    rows = await fetch.rows(asked.pool, *log.statement(asked.resource, asked.key, asked.number))
    release = asked.remember(rows[0] if rows else None)
    if rows[0]["body"] is None:
        raise await asked.not_found(release)
    past = History(
        id=asked.key,
        resource=cast("ResourceName", asked.resource.name),
        revisions=log.revisions([log.decode(row["body"]) for row in rows]),
    )
    return await asked.respond_record(release, msgspec.json.encode(past))
