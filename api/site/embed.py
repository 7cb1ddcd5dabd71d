"""`/staffing-figures/{id}/embed`: a stated value for the frame of another site's page.

Three modes. *Live*: the record as the newest release has it. *Pinned* (`release=13`): never changes, and
does not speak of later releases. *Notice* (`release=13&mode=notice`): pinned, with a line when the record no
longer stands as it was.
"""

from collections.abc import Iterator

from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api.catalog import values
from api.changes.status import StatusLookup
from api.http.cache_control import FRESH
from api.pages.embedding import STYLE
from api.pages.page import html
from api.problems import Fault, InvalidQuery
from api.query import parameters
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import Operation
from api.site import embedding, evidence
from api.site.form import CACHE, record_page
from api.site.links import links_of
from api.site.stated import STATED, stated
from api.site.words import STANDINGS
from schemas.status import Status

NOTICE = "notice"
# The characters of the longest reason that an embed shows.
REASON = 90
MODE = {"mode": values.one_of((NOTICE,))}
# Pym adds these to the URL of a frame. Only the script reads them.
PYM = dict.fromkeys(("childId", "initialWidth", "parentTitle", "parentUrl"), values.TEXT)


class Notice(Struct, frozen=True, kw_only=True):
    """What happened to the record since the release of the embed."""

    title: str
    text: str


def operations(public_url: str) -> Iterator[Operation]:
    query = {**parameters.moment_values(), **MODE, **PYM}
    for resource in STATED:
        yield structs.replace(
            record_page(resource, get_embed, "/embed", query),
            form=embedding.form(public_url),
            # the handler chooses the release, because a notice depends on two
            release=None,
        )


async def get_embed(asked: Asked) -> ASGIResponse:
    """Respond with the embed in the mode that the request names."""
    asked = await in_mode(asked)
    chosen = await asked.chosen_release()
    return await respond(
        asked, chosen, await happened(asked, chosen) if "mode" in asked.question.values else None
    )


async def in_mode(asked: Asked) -> Asked:
    """Choose the release and the cache lifetime. Raises 400 for a notice about no release."""
    notice = asked.question.get("mode") == NOTICE
    if notice and not asked.pinned:
        expected = "the release that you cite, because mode=notice needs it"
        raise InvalidQuery([Fault(parameter="release", given="", expected=expected)])
    chosen = await named_or_newest(asked.services, asked.question, asked.key)
    operation = structs.replace(asked.operation, cache_control=FRESH if notice else CACHE)
    return structs.replace(asked, release=chosen, operation=operation)


async def respond(asked: Asked, chosen: ReleaseRef, status: Status | None) -> ASGIResponse:
    path = asked.operation.path_to(asked.key)
    found = await evidence.read(asked)
    shown = stated(found.record, found.evidence.source, links_of(asked, path))
    pin = f"?release={chosen.number}" if asked.pinned else ""
    body = html(
        "embed.html",
        path,
        shown=shown,
        quote=found.work.quote if found.work else None,
        credit=embedding.credit(found.evidence.source, chosen.number),
        notice=notice_of(status) if status else None,
        page_url=f"{asked.public_url}{path.removesuffix('/embed')}{pin}",
        style=STYLE,
    )
    return await asked.envelope(found.release, variant(asked, status)).respond(body)


def variant(asked: Asked, status: Status | None) -> str:
    """Name what the bytes depend on besides the release: a notice changes when the status does."""
    if status is not None:
        return f"notice {status.status} {status.since}"
    return "pinned" if asked.pinned else "live"


async def happened(asked: Asked, since: ReleaseRef) -> Status:
    newest = await asked.services.releases.current(asked.pool)
    lookup = StatusLookup(asked.pool, asked.public_url, since=since.number, newest=newest.number)
    (status,) = await lookup.answer([asked.key])
    return status


def notice_of(status: Status) -> Notice | None:
    """Say what happened, with the value of today. None: the record stands, or the release has no such.

    A long reason would not fit the frame. The page that the embed links to has all of it.
    """
    if status.status in {"current", "unknown"}:
        return None
    title, advice = STANDINGS[status.status]
    reason = status.reason if status.reason and len(status.reason) <= REASON else advice
    now = f" Now: {status.value_text_now}." if status.value_text_now != status.value_text_then else ""
    return Notice(title=f"{title} in release {status.since}", text=f"{reason}{now}")
