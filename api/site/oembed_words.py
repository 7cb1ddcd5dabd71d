"""What an oEmbed answer says of a record: its title, its text, and the height of its embed."""

from collections.abc import Callable, Mapping

from msgspec import Struct

from api.catalog.resource import Resource
from api.charts import texts
from api.problems import ProblemError
from api.routes.asked import Asked
from api.site import chart_embedding, embedding
from api.site.evidence import Found
from api.site.links import links_of
from api.site.series import SERIES
from api.site.stated import STATED, stated


class Told(Struct, frozen=True, kw_only=True):
    """`title` says what the embed shows to who cannot see it. `words` and `credit` follow it in the text."""

    title: str
    words: str
    credit: str
    height: int


def of_figure(asked: Asked, found: Found) -> Told:
    source = found.evidence.source
    said = found.work.quote if found.work else None
    return Told(
        title=stated(found.record, source, links_of(asked, "/oembed")).sentence,
        words=f"“{said}”" if said else "",
        credit=embedding.credit(source, found.release.number),
        height=embedding.HEIGHT,
    )


def of_series(asked: Asked, found: Found) -> Told:  # noqa: ARG001 - as that of a figure
    series, number = found.record, found.release.number
    try:
        words = texts.trend(series)
    except ProblemError as error:
        words = error.detail
    return Told(
        title=texts.title(series),
        words=words,
        credit=texts.credit_of(series.points, number),
        height=chart_embedding.HEIGHT,
    )


TELLERS: Mapping[Resource, Callable[[Asked, Found], Told]] = {
    **dict.fromkeys(STATED, of_figure),
    SERIES: of_series,
}
