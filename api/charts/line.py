"""A series as a line chart in Vega-Lite: its points, and lines between those that may be compared."""

import textwrap
from datetime import date
from typing import Any

from api.charts import texts
from api.charts.look import Look, config
from api.charts.points import SHAPES, Row, rows
from schemas.series import SeriesDetail

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# The size of the letters of a title and of the lines below it, in pixels.
TITLE, SUBTITLE = 16, 12
Spec = dict[str, Any]


def specification(series: SeriesDetail, look: Look, release: int) -> Spec:
    shown = rows(series)
    title = heading(series, shown, look, release)
    return {
        "$schema": SCHEMA,
        "description": texts.description(series, release),
        "title": title,
        "width": look.width,
        "height": look.plot_height
        + 20 * len(title["text"])
        + 15 * len(title["subtitle"])
        + 20 * len(kinds(shown)),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 10,
        "background": look.palette.paper,
        "config": config(look),
        "data": {"values": shown, "format": {"parse": {"as_of": "utc:'%Y-%m-%d'"}}},
        "encoding": {"x": across(shown)},
        "layer": [
            *breaks(series, look),
            *ranges(shown, look),
            line(series, look),
            points(shown, series, look),
        ],
    }


# As text, because a tooltip shows a date in the reader's time zone.
TOOLTIP = [
    {"field": "date", "type": "nominal", "title": "Date"},
    {"field": "stated", "type": "nominal", "title": "As stated"},
    {"field": "publisher", "type": "nominal", "title": "Publisher"},
]


def heading(series: SeriesDetail, shown: list[Row], look: Look, release: int) -> Spec:
    lines = [texts.credit(series, release)]
    if not all(each["headline"] for each in shown):
        lines.append("Filled: the figure that Muster's rule picks for its year.")
    if series.breaks:
        lines.append("Dashed lines: the source or its counting rule changes. Do not compare across them.")
    wrapped = [part for each in lines for part in textwrap.wrap(each, look.characters(SUBTITLE))]
    return {"text": textwrap.wrap(texts.title(series), look.characters(TITLE)), "subtitle": wrapped}


def across(shown: list[Row]) -> Spec:
    """Define the axis of time, in UTC, so that no reader's time zone moves a day."""
    days = [date.fromisoformat(each["as_of"]) for each in shown]
    first, last = min(days), max(days)
    months = (last.year - first.year) * 12 + last.month - first.month
    scale: Spec = {"type": "utc", "padding": 8}
    if months < 2:
        scale["domain"] = [moment(first.year - 1, first), moment(last.year + 1, last)]
        months = 24
    by_year = months > 36
    ticks = (
        {"interval": "year", "step": -(-months // 72)}
        if by_year
        else {"interval": "month", "step": -(-months // 5)}
    )
    axis = {
        "format": "%Y" if by_year else "%b %Y",
        "tickCount": ticks,
        "title": None,
        "grid": False,
        "labelFlush": True,
    }
    return {"field": "as_of", "type": "temporal", "scale": scale, "axis": axis}


def moment(year: int, day: date) -> Spec:
    return {"year": year, "month": day.month, "date": 1, "utc": True}


def upward(series: SeriesDetail, field: str) -> Spec:
    number = "$,.2~f" if series.unit == "usd" else ",.2~f"
    axis = {"format": number, "title": texts.unit(series), "tickCount": 5}
    return {"field": field, "type": "quantitative", "scale": {"zero": True}, "axis": axis}


def line(series: SeriesDetail, look: Look) -> Spec:
    return {
        "transform": [{"filter": "datum.segment !== null"}],
        "mark": {"type": "line", "color": look.palette.mark, "strokeWidth": 2},
        "encoding": {"y": upward(series, "value"), "detail": {"field": "segment", "type": "nominal"}},
    }


def points(shown: list[Row], series: SeriesDetail, look: Look) -> Spec:
    """Draw every number. That of a year's headline is filled, the others are hollow."""
    colors = look.palette
    explained = kinds(shown)
    listed = explained or ["as stated"]
    shape = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": listed, "range": [SHAPES[each] for each in listed]},
        "legend": {"symbolFillColor": colors.mark, "symbolStrokeColor": colors.mark} if explained else None,
    }
    fill = {
        "field": "headline",
        "type": "nominal",
        "scale": {"domain": [True, False], "range": [colors.mark, colors.paper]},
        "legend": None,
    }
    return {
        "transform": [{"filter": "datum.value !== null"}],
        "mark": {"type": "point", "stroke": colors.mark, "size": 40, "opacity": 1, "strokeWidth": 1.5},
        "encoding": {"y": upward(series, "value"), "shape": shape, "fill": fill, "tooltip": TOOLTIP},
    }


def kinds(shown: list[Row]) -> list[str]:
    """List the kinds of numbers that the legend explains: none if all are as stated."""
    found = list(dict.fromkeys(each["kind"] for each in shown if each["value"] is not None))
    return [] if found == ["as stated"] else found


def ranges(shown: list[Row], look: Look) -> list[Spec]:
    """Draw a number between two as a bar from one to the other."""
    if not any(each["low"] is not None for each in shown):
        return []
    return [
        {
            "transform": [{"filter": "datum.low !== null"}],
            "mark": {"type": "rule", "color": look.palette.mark, "strokeWidth": 6},
            "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}},
        }
    ]


def breaks(series: SeriesDetail, look: Look) -> list[Spec]:
    if not series.breaks:
        return []
    days = [{"as_of": str(each.as_of)} for each in series.breaks]
    return [
        {
            "data": {"values": days, "format": {"parse": {"as_of": "utc:'%Y-%m-%d'"}}},
            "mark": {"type": "rule", "color": look.palette.quiet, "strokeDash": [4, 4]},
        }
    ]
