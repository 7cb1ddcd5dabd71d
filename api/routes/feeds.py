"""The corrections as feeds: newest first, a hundred entries per page, always live."""

from collections.abc import Iterator

import msgspec
from litestar.response.base import ASGIResponse

from api import about
from api.catalog.resources import BY_NAME
from api.catalog.values import Value
from api.changes import json_feed
from api.changes.feed_entries import Feed, entry
from api.http.cache_control import FRESH
from api.http.envelope import Envelope, Representation
from api.query import keyset, parameters
from api.query.parsing import Question
from api.routes.asked import Asked
from api.routes.choose_release import if_named
from api.routes.feed_formats import FEED_ENTRIES, FEEDS, FeedFormat
from api.routes.operation import (
    NOT_MODIFIED,
    Content,
    Operation,
    Response,
    Schema,
    pascal,
    title,
)
from api.routes.records import rows
from schemas.correction import Correction

CORRECTIONS = BY_NAME["corrections"]
LIVE = "a feed is always live, newest first; the pages and files of /v1/corrections take this"
NOT_HERE = dict.fromkeys(("release", "known_on", "sort", "limit", "count", "fields"), LIVE)
NEWEST_FIRST = {"sort": "-release_number", "limit": FEED_ENTRIES}
decode = msgspec.json.Decoder(list[Correction]).decode


def operations() -> Iterator[Operation]:
    return (operation(form) for form in FEEDS)


def operation(form: FeedFormat) -> Operation:
    schema: Schema | str = "JsonFeed" if form.media_type == json_feed.MEDIA_TYPE else {"type": "string"}

    async def answer(asked: Asked) -> ASGIResponse:
        return await respond(asked, form)

    return Operation(
        path=f"{CORRECTIONS.path}{form.suffix}",
        id=f"followCorrections{pascal(form.suffix)}",
        summary=f"Follow corrections as {form.suffix}",
        description=f"{CORRECTIONS.about} Newest first, a hundred entries per page. Always live.",
        tag=title(CORRECTIONS),
        resource=CORRECTIONS,
        query=values(),
        explain=NOT_HERE,
        form=Representation(media_type=form.media_type, content_type=form.content_type),
        release=if_named,
        exists=True,
        pinnable=False,
        cache_control=FRESH,
        cited="",
        responses=(feed_response(Content(media_type=form.media_type, schema=schema)), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound"),
        answer=answer,
    )


def feed_response(content: Content) -> Response:
    return Response(
        description="The newest matching corrections. The feed and `Link` have the URL of the next "
        "older page.",
        content=(content,),
    )


def values() -> dict[str, Value]:
    """List the parameters: the filters of corrections, and `after`."""
    filters = {name: operator.value for name, (_, operator) in CORRECTIONS.conditions.items()}
    return filters | {"after": parameters.page_values(CORRECTIONS)["after"]}


async def respond(asked: Asked, form: FeedFormat) -> ASGIResponse:
    """Select the corrections like their JSON page, and write them as feed entries."""
    row = await rows(asked, Question(values=asked.question.values | NEWEST_FIRST, pairs={}))
    envelope = asked.envelope(asked.remember(row))
    corrections = decode(b"[%b]" % keyset.page_bodies(row))
    last = row["last"]
    following = None if last is None else envelope.url_of(envelope.path, after=str(last))
    entries = [entry(each, asked.public_url) for each in corrections]
    return await envelope.respond(form.write(feed(envelope, corrections, following), entries), following)


def feed(envelope: Envelope, corrections: list[Correction], following: str | None) -> Feed:
    return Feed(
        title="Muster: corrections",
        about="What was wrong, or was taken back, in an earlier release.",
        url=envelope.url,
        home=f"{envelope.public_url}/docs",
        author="Muster",
        license=about.LICENSE,
        updated=corrections[0].published_at if corrections else envelope.release.published_at,
        first=envelope.url_of(envelope.path, after=None),
        following=following,
    )
