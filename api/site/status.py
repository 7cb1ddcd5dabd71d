"""`/status`: a form that checks whether what somebody printed still stands."""

from collections import defaultdict
from collections.abc import Iterator

from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api.catalog.resources import BY_NAME
from api.changes.status import StatusLookup
from api.http.cache_control import FRESH
from api.pages.page import html
from api.problems import Fault, InvalidQuery
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import Operation
from api.routes.status import NOT_HERE
from api.site.facts import Cell, day
from api.site.form import record_page
from api.site.links import Links, links_of
from api.site.past import Difference, difference
from api.site.printed import PRINTED, SINCE, Printed
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
    entries: list[Printed] = asked.question.get("ids", [])
    since: int | None = asked.question.get("since_release")
    check_releases(entries, since)
    found = await statuses(asked, entries, since, release.number)
    page = html(
        "status.html",
        PATH,
        results=[result(each, links) for each in found],
        ids="\n".join(each.text for each in entries),
        since=since,
        newest=release.number,
    )
    return await asked.respond(release, page)


def check_releases(entries: list[Printed], since: int | None) -> None:
    """Raise 400 if an entry names no release and the form names none for all."""
    missing = [each.id for each in entries if each.release is None]
    if missing and since is None:
        expected = f"the release from which you took {', '.join(missing[:3])}"
        raise InvalidQuery([Fault(parameter="since_release", given="", expected=expected)])


async def statuses(asked: Asked, entries: list[Printed], since: int | None, newest: int) -> list[Status]:
    """Look up each release's entries together. Returns the statuses in the order of the entries."""
    by_release: dict[int, list[str]] = defaultdict(list)
    for each in entries:
        by_release[each.release or since or newest].append(each.id)
    found: dict[tuple[str, int], Status] = {}
    for release, ids in by_release.items():
        await asked.services.releases.numbered(asked.pool, release)
        lookup = StatusLookup(asked.pool, asked.public_url, since=release, newest=newest)
        found |= {(each.id, release): each for each in await lookup.answer(ids)}
    return [found[each.id, each.release or since or newest] for each in entries]


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
