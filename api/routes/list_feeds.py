"""The feeds of lists: the changes of records that match a list's filters after the change or before it."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from api import about
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME, REVISED
from api.catalog.values import Value
from api.changes import json_feed
from api.changes.feed_entries import Feed
from api.changes.matching_entries import MatchingChange, entry
from api.cite import titles
from api.database import fetch
from api.http.cache_control import FRESH
from api.http.envelope import Envelope, Representation
from api.problems import ProblemError
from api.query import cost, matching_changes, parameters
from api.query.wording import clauses_of
from api.reading import missing, named_ids
from api.routes.asked import Asked
from api.routes.choose_release import if_named
from api.routes.feed_formats import FEED_ENTRIES, FEEDS, FeedFormat
from api.routes.operation import NOT_MODIFIED, Content, Operation, Response, Schema, pascal, title

CHANGES = BY_NAME["changes"]
AFTER = parameters.page_values(CHANGES)["after"]
# One description for lists and feeds, because a page of the documentation describes the parameter once.
AFTER_TEXT = (
    "The page starts after the record with this id, in a feed after the change with this id. A record must "
    "exist in that release, but need not match the filter. `links.next`, in a feed `next`, sets it for you."
)
AFTER_CHANGE: Schema = {
    "name": "after",
    "in": "query",
    "required": False,
    "description": AFTER_TEXT,
    "schema": dict(AFTER.schema),
}
LIVE = "a feed is always live, newest first; the pages and files of the list take this"
NOT_HERE = dict.fromkeys(("release", "known_on", "sort", "limit", "count", "include", "fields"), LIVE)
ABOUT = (
    "The changes of {plural} that match the filters after the change or matched them before it: what entered "
    "the list, what changed in it, and what left it. Each change is an entry of its own. Newest first, a "
    "hundred entries per page. Always live. A filter may name a record that only earlier releases have."
)
decode = msgspec.json.Decoder(list[MatchingChange]).decode


def operations() -> Iterator[Operation]:
    return (operation(resource, form) for resource in REVISED for form in FEEDS)


def operation(resource: Resource, form: FeedFormat) -> Operation:
    schema: Schema | str = "JsonFeed" if form.media_type == json_feed.MEDIA_TYPE else {"type": "string"}
    content = Content(media_type=form.media_type, schema=schema)

    async def answer(asked: Asked) -> ASGIResponse:
        return await respond(asked, form)

    return Operation(
        path=f"{resource.path}.changes{form.suffix}",
        id=f"follow{resource.collection}{pascal(form.suffix)}",
        summary=f"Follow changes of {resource.plural} as {form.suffix}",
        description=ABOUT.format(plural=resource.plural),
        tag=title(resource),
        resource=resource,
        query=filter_values(resource) | {"after": AFTER},
        explain=NOT_HERE,
        also={"after_of_changes": AFTER_CHANGE},
        form=Representation(media_type=form.media_type, content_type=form.content_type),
        release=if_named,
        exists=True,
        past=True,
        pinnable=False,
        cache_control=FRESH,
        cited="",
        responses=(feed_response(content), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound"),
        answer=answer,
    )


def feed_response(content: Content) -> Response:
    return Response(
        description="The newest matching changes. The feed and `Link` have the URL of the next older page.",
        content=(content,),
    )


def filter_values(resource: Resource) -> dict[str, Value]:
    """List the parameters that choose the records of a list."""
    chosen = {*resource.conditions, "match", "q"}
    return {name: value for name, value in parameters.file_values(resource).items() if name in chosen}


async def respond(asked: Asked, form: FeedFormat) -> ASGIResponse:
    resource = asked.resource
    row = await changes(asked)
    envelope = asked.envelope(asked.remember(row))
    matching = decode(b"[%b]" % (row["changes"] or b""))
    shown, following = matching[:FEED_ENTRIES], None
    if len(matching) > FEED_ENTRIES:
        following = envelope.url_of(envelope.path, after=shown[-1].change.id)
    read = msgspec.json.Decoder(resource.record).decode
    entries = [entry(each, titles.of_record(read(each.record)), asked.public_url) for each in shown]
    body = form.write(feed(envelope, resource, shown, following), entries)
    return await envelope.respond(body, following)


def feed(envelope: Envelope, resource: Resource, shown: list[MatchingChange], following: str | None) -> Feed:
    clauses = [*clauses_of(resource, envelope.question)]
    filters = f" whose {' and whose '.join(clauses)}" if clauses else ""
    return Feed(
        title=f"Muster: {resource.plural}{filters}",
        about=f"What entered this list of {resource.plural}, what changed in it, and what left it.",
        url=envelope.url,
        home=envelope.url_of(resource.path, after=None),
        author=about.NAME,
        license=about.LICENSE,
        updated=shown[0].change.published_at if shown else envelope.release.published_at,
        first=envelope.url_of(envelope.path, after=None),
        following=following,
    )


async def changes(asked: Asked) -> Any:
    """Read one row: the release and the changes. Raises 404 for an id that no release so far has had."""
    pool, resource, question = asked.pool, asked.resource, asked.question
    sql, args = matching_changes.page(resource, question, FEED_ENTRIES)
    row = await fetch.row(pool, sql, args, cost.of_changes(resource, question))
    release = asked.remember(row)
    if not row["found"]:
        problem = await missing.absent(pool, CHANGES, question.get("after"), release.number)
        raise ProblemError("not-found", problem.detail, **problem.members)
    if not row["named"]:
        await named_ids.check(pool, resource, question, release.number, past=True)
    return row
