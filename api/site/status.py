"""`/status`: a form that checks whether what somebody printed still stands."""

from collections.abc import Iterator

from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api.catalog.resources import BY_NAME
from api.changes.cited import Cited
from api.http.cache_control import FRESH
from api.pages.page import html
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import Operation
from api.routes.status import NOT_HERE, check_releases, statuses_lookup
from api.site.facts import Cell, day
from api.site.form import record_page
from api.site.links import Links, links_of
from api.site.past import Difference, difference
from api.site.printed import PRINTED, SINCE
from api.site.words import STANDINGS
from schemas.status import Status

PATH = "/status"


class Result(Struct, frozen=True, kw_only=True):
    """What became of one record, as a reader prints it."""

    record: Cell
    since: int
    standing: str
    title: str
    advice: str
    reason: str | None
    then: str | None
    now: str | None
    differences: list[Difference]
    newer: Cell | None


def operations() -> Iterator[Operation]:
    yield structs.replace(
        record_page(BY_NAME["changes"], get_page),
        path=PATH,
        id="getStatusPage",
        resource=None,
        query={"ids": PRINTED, "since_release": SINCE},
        explain=NOT_HERE,
        release=named_or_newest,
        related=(),
        pinnable=False,
        cache_control=FRESH,
        carries_pin=False,
        cited="",
    )


async def get_page(asked: Asked) -> ASGIResponse:
    release, links = await asked.chosen_release(), links_of(asked, PATH)
    entries: list[Cited] = asked.question.get("ids", [])
    since: int | None = asked.question.get("since_release")
    if since is None:
        check_releases(entries)
    found = await statuses_lookup(asked, since, release.number).answer(entries)
    page = html(
        "status.html",
        PATH,
        results=[result(each, links) for each in found],
        ids="\n".join(each.text for each in entries),
        since=since,
        newest=release.number,
    )
    return await asked.respond(release, page)


def result(status: Status, links: Links) -> Result:
    title, advice = STANDINGS[status.status]
    page = links.record(status.resource, status.id) if status.resource else None
    return Result(
        record=Cell(text=status.id, href=page),
        since=status.since_release,
        standing=status.status,
        title=title,
        advice=status.problem or advice,
        reason=status.reason,
        then=status.value_text_then,
        now=status.value_text_now,
        differences=[difference(each) for each in status.fields],
        newer=newer(status, links),
    )


def newer(status: Status, links: Links) -> Cell | None:
    if status.newer is None or status.resource is None:
        return None
    text = f"{status.newer.value_text or 'A later figure'}, {day(status.newer.as_of, 'day')}"
    return Cell(text=text, href=links.record(status.resource, status.newer.id))
