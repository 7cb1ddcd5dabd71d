"""What happened to the figures of a chart since the release of its embed."""

from api.changes.status import StatusLookup
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.site.embed import Notice
from api.site.facts import day
from api.site.words import STANDINGS
from schemas.series import SeriesDetail
from schemas.status import Status

FALLEN = frozenset({"superseded", "corrected", "retracted"})


async def notice(asked: Asked, series: SeriesDetail, since: ReleaseRef) -> Notice | None:
    """Say which figures no longer stand, or else that there are later ones. None: nothing happened."""
    newest = await asked.services.releases.current(asked.pool)
    lookup = StatusLookup(asked.pool, asked.public_url, since=since.number, newest=newest.number)
    found = await lookup.answer([each.figure_id for each in series.points])
    fallen = [each for each in found if each.status in FALLEN]
    if len(fallen) == 1:
        return of_one(fallen[0])
    if fallen:
        return Notice(
            title=f"{len(fallen)} figures changed since release {since.number}",
            text="They were corrected, revised or withdrawn. Open the page for the chart of today.",
        )
    return later(series, found)


def of_one(status: Status) -> Notice:
    title, _ = STANDINGS[status.status]
    now = f"now {status.value_text_now}" if status.value_text_now else "now without a number"
    return Notice(
        title=f"{title} in release {status.since}: a figure of this chart",
        text=f"It was {status.value_text_then or 'without a number'}, {now}.",
    )


def later(series: SeriesDetail, found: list[Status]) -> Notice | None:
    days = [each.newer.as_of for each in found if each.newer]
    if not days or series.last_as_of is None or max(days) <= series.last_as_of:
        return None
    return Notice(title="There are later figures", text=f"The newest is of {day(max(days), 'day')}.")
