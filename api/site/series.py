"""The page of a series, and its embed: a chart, its trend as a sentence, its numbers as a table."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar.response.base import ASGIResponse
from markupsafe import Markup
from msgspec import Struct, structs

from api.catalog.resources import BY_NAME
from api.charts import texts
from api.cite import compose
from api.pages.embedding import STYLE
from api.pages.page import html
from api.problems import ProblemError
from api.query import parameters
from api.routes.asked import Asked
from api.routes.operation import Operation
from api.routes.whole_record import whole
from api.site import chart_embedding, evidence, oembed_discovery
from api.site.embed import MODE, PYM, in_mode
from api.site.evidence import Found
from api.site.fact_list import table_markup
from api.site.facts import Cell, Table
from api.site.form import record_page
from api.site.links import Links, links_of, referrers
from api.site.record import trail
from api.site.series_notice import notice
from schemas.series import SeriesDetail
from schemas.series_point import SeriesPoint

SERIES = BY_NAME["series"]
decode = msgspec.json.Decoder(SeriesDetail).decode


class Chart(Struct, frozen=True, kw_only=True):
    """A chart in words. `path` leads to its pictures; `reason`: why it cannot be drawn, None if it can."""

    title: str
    path: str
    release: int
    trend: str
    description: str
    credit: str
    reason: str | None
    table: Markup


def operations(public_url: str) -> Iterator[Operation]:
    yield record_page(SERIES, get_page)
    yield structs.replace(
        record_page(SERIES, get_embed, "/embed", {**parameters.moment_values(), **MODE, **PYM}),
        form=chart_embedding.form(public_url),
        # the handler chooses the release, because a notice depends on two
        release=None,
    )


async def read(asked: Asked) -> Found:
    release, body = await whole(asked)
    return Found(release=release, record=decode(body), evidence=compose.Evidence(), work=None)


async def get_page(asked: Asked) -> ASGIResponse:
    path = asked.operation.path_to(asked.key)
    links = links_of(asked, path)
    found = await read(asked)
    shown = chart(found, links, linked=True)
    values = evidence.values(asked, found, links)
    url, live_url = values["url"], values["live_url"]
    more = {
        "title": shown.title,
        "lead": found.record.sentence,
        "description": shown.description,
        "history": [],
        "referrers": referrers(SERIES, asked.key, links),
        "trail": trail(SERIES, links),
        "data": None,
        "chart": shown,
        "oembed": oembed_discovery.links(asked.public_url, url if asked.pinned else live_url),
        "agency": Cell(text=found.record.agency_name, href=links.record("agencies", found.record.agency_id)),
        "snippets": chart_embedding.snippets(shown.title, shown.trend, live_url, shown.release),
    }
    return await asked.respond(found.release, html("series.html", path, **values, **more))


async def get_embed(asked: Asked) -> ASGIResponse:
    """Respond with the embed in the mode that the request names."""
    asked = await in_mode(asked)
    path = asked.operation.path_to(asked.key)
    found = await read(asked)
    told = await notice(asked, found.record, found.release) if "mode" in asked.question.values else None
    pin = f"?release={found.release.number}" if asked.pinned else ""
    values = {
        "chart": chart(found, links_of(asked, path), linked=False),
        "notice": told,
        "page_url": f"{asked.public_url}{path.removesuffix('/embed')}{pin}",
        "style": STYLE,
    }
    variant = f"notice {told}" if "mode" in asked.question.values else "pinned" if asked.pinned else "live"
    return await asked.envelope(found.release, variant).respond(html("chart_embed.html", path, **values))


def chart(found: Found, links: Links, *, linked: bool) -> Chart:
    """Describe the chart. `linked`: whether the numbers of the table lead to their figures."""
    series, number = found.record, found.release.number
    common: dict[str, Any] = {
        "title": texts.title(series),
        "path": f"{links.root}v1/series/{series.id}",
        "release": number,
        "table": table_markup(table(series, links if linked else None), texts.title(series)),
    }
    try:
        return Chart(
            trend=texts.trend(series),
            description=texts.description(series, number),
            credit=texts.credit(series, number),
            reason=None,
            **common,
        )
    except ProblemError as error:
        said, credit = series.sentence, texts.credit_of(series.points, number)
        return Chart(trend=said, description=said, credit=credit, reason=error.detail, **common)


def table(series: SeriesDetail, links: Links | None) -> Table:
    return Table(
        head=["Date", "As stated", "Publisher"], rows=[row(each, links) for each in reversed(series.points)]
    )


def row(point: SeriesPoint, links: Links | None) -> list[Cell]:
    stated = f"{point.value_text or 'no number'}{' (deprecated)' if point.rank == 'deprecated' else ''}"
    page = links.record("staffing-figures", point.figure_id) if links else None
    return [
        Cell(text=texts.day(point)),
        Cell(text=stated, href=page),
        Cell(text=point.source_publisher or "unknown"),
    ]
