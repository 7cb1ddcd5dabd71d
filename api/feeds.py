"""The corrections as feeds, newest first, a hundred at a time; always live."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from msgspec import Struct

from api import atom, json_feed, paging, query, records, terms
from api.answers import FreshAnswer
from api.catalog import BY_NAME
from api.entries import Entry, Feed, entry
from api.query import Question
from api.releases import Held
from api.values import Value
from schemas.correction import Correction

CORRECTIONS = BY_NAME["corrections"]
LIVE = "a feed is always live, newest first; the pages and files of /v1/corrections take this"
NOT_HERE = dict.fromkeys(("release", "known_on", "sort", "limit", "count", "fields"), LIVE)
NEWEST_FIRST = {"sort": "-release_number", "limit": terms.FEED_ENTRIES}
decode = msgspec.json.Decoder(list[Correction]).decode


class FeedFormat(Struct, frozen=True, kw_only=True):
    suffix: str
    media_type: str
    content_type: str
    write: Callable[[Feed, Iterable[Entry]], bytes]


FEEDS = (
    FeedFormat(
        suffix=".atom",
        media_type=atom.MEDIA_TYPE,
        content_type=f"{atom.MEDIA_TYPE}; charset=utf-8",
        write=atom.write,
    ),
    FeedFormat(
        suffix=".feed.json",
        media_type=json_feed.MEDIA_TYPE,
        content_type=json_feed.MEDIA_TYPE,
        write=json_feed.write,
    ),
)


def routes() -> list[HTTPRouteHandler]:
    return [route(form) for form in FEEDS]


def route(form: FeedFormat) -> HTTPRouteHandler:
    @get(f"/v1/{CORRECTIONS.name}{form.suffix}", name=f"feed-{CORRECTIONS.name}{form.suffix}")
    async def get_feed(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await respond(request, form)

    return get_feed


def values() -> dict[str, Value]:
    """The filters of the corrections, and where a page begins."""
    found = {name: operator.value for name, (_, operator) in CORRECTIONS.conditions.items()}
    return found | {"after": query.page_values(CORRECTIONS)["after"]}


async def respond(request: Request[Any, Any, Any], form: FeedFormat) -> ASGIResponse:
    """Parse, select as the page does, write."""
    question = query.read(request.scope["query_string"], values(), NOT_HERE)
    path = f"/v1/{CORRECTIONS.name}{form.suffix}"
    answer = FreshAnswer(request, question, path, form.media_type, negotiated=False)
    answer.content_type = form.content_type
    held = await records.named(request, question)
    if (
        short := await records.early(request, answer, held, exists="after" not in question.given)
    ) is not None:
        return short
    asked = Question(given=question.given | NEWEST_FIRST, pairs={})
    found = await records.rows(request.app.state.pools.pages, CORRECTIONS, asked, held)
    held = request.app.state.releases.remember(found)
    corrections = decode(b"[%b]" % paging.within(found))
    following = None if found["last"] is None else answer.address(after=str(found["last"]))
    about = described(answer, held, corrections, following)
    entries = [entry(each, answer.public_url) for each in corrections]
    return await answer.respond(form.write(about, entries), held, following)


def described(answer: FreshAnswer, held: Held, corrections: list[Correction], following: str | None) -> Feed:
    return Feed(
        title="Muster: corrections",
        about="What was wrong, or was taken back, in an earlier release.",
        address=answer.address(),
        home=f"{answer.public_url}/docs",
        author="Muster",
        license=terms.LICENSE,
        updated=corrections[0].published_at if corrections else held.published_at,
        first=answer.address(after=None),
        following=following,
    )
