"""A list of figures or offers as bars in Vega-Lite: one a record, in the order of the list."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from api import about
from api.charts import texts
from api.charts.line import SCHEMA, SUBTITLE, TITLE, Spec
from api.charts.look import Look, config
from api.cite import titles
from api.cite.dates import partial_day
from schemas.incentive import Incentive

# The height of a bar with its name above it, in pixels.
STEP = 38


class Bars(Struct, frozen=True, kw_only=True):
    """The records of a chart, which may stand side by side, and the release they are of."""

    records: Sequence[Any]
    release: int

    @property
    def first(self) -> Any:
        return self.records[0]

    @property
    def title(self) -> str:
        """What all bars have in common: what is counted, and the agency if there is one."""
        agencies = {each.agency_id for each in self.records}
        return titles.joined(self.counted, titles.agency(self.first) if len(agencies) == 1 else None)

    @property
    def counted(self) -> str:
        if isinstance(self.first, Incentive):
            name = titles.spaced(self.first.kind).capitalize()
            return titles.with_details(name, titles.modality(self.first))
        named = {titles.counted(each) for each in self.records}
        return named.pop() if len(named) == 1 else str(self.first.metric_label)

    @property
    def credit(self) -> str:
        """Write the line to copy: Source: FBI, via Muster release 13 (CC BY 4.0)."""
        names = list(dict.fromkeys(each.source_publisher or "publisher unknown" for each in self.records))
        return f"Source: {texts.listed(names)}, via {about.NAME} release {self.release} (CC BY 4.0)"

    @property
    def labels(self) -> list[str]:
        """Name each bar, by what the title does not say. No two bars have one name."""
        by_agency = len({each.agency_id for each in self.records}) > 1
        names = [titles.agency(each) if by_agency else day(each) for each in self.records]
        if max(Counter(names).values()) > 1:
            names = [
                titles.joined(name, detail(each), day(each) if by_agency else None)
                for name, each in zip(names, self.records, strict=True)
            ]
        return distinct(names)

    @property
    def description(self) -> str:
        """Write the alternative text."""
        ends = list(zip(self.labels, self.records, strict=True))
        said = [f"{label}: {titles.value(each)}" for label, each in (ends[0], ends[-1])]
        number = len(ends)
        first = (
            f"{number} bars, the first {said[0]}, the last {said[1]}."
            if number > 1
            else f"One bar, {said[0]}."
        )
        return f"Bar chart. {self.title}. {first} {self.credit}."


def day(record: Any) -> str:
    found = partial_day(record.as_of, record.as_of_precision)
    return found.ap if found else "no date"


def detail(record: Any) -> str | None:
    """Say for whom an offer is, or which part a figure counts."""
    if isinstance(record, Incentive):
        return None if record.audience_kind == "unspecified" else titles.spaced(record.audience_kind)
    parts = [record.subset, titles.SEXES[record.sex]]
    return titles.joined(*(titles.spaced(each) for each in parts if each)) or None


def distinct(names: Sequence[str]) -> list[str]:
    used: Counter[str] = Counter()
    made = []
    for name in names:
        used[name] += 1
        made.append(name if used[name] == 1 else f"{name} ({used[name]})")
    return made


def specification(bars: Bars, look: Look) -> Spec:
    shown = [row(each, label) for each, label in zip(bars.records, bars.labels, strict=True)]
    title = textwrap.wrap(bars.title, look.characters(TITLE))
    below = [part for each in notes(bars, shown) for part in textwrap.wrap(each, look.characters(SUBTITLE))]
    colors, usd = look.palette, bars.first.unit == "usd"
    across = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, farthest(shown, look)], "nice": False},
        "axis": {
            "format": "$,.2~f" if usd else ",.2~f",
            "title": unit(bars.first),
            "tickCount": 4,
            "grid": False,
        },
    }
    return {
        "$schema": SCHEMA,
        "description": bars.description,
        "title": {"text": title, "subtitle": below},
        "width": look.width,
        "height": STEP * len(shown) + 60 + 20 * len(title) + 15 * len(below),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 10,
        "background": colors.paper,
        "config": config(look),
        "data": {"values": shown},
        "encoding": {"y": {"field": "label", "type": "nominal", "sort": None, "axis": None}, "x": across},
        "layer": [bar(look), *words(look)],
    }


def farthest(shown: Sequence[dict[str, Any]], look: Look) -> float:
    """Return where the axis ends, so that the words behind every bar fit."""
    room = look.width - 40
    needed = [each["value"] / (1 - min(0.6, (8 + 7 * len(each["stated"])) / room)) for each in shown]
    return max(needed) or 1


def row(record: Any, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "value": record.value,
        "stated": titles.value(record),
        "exact": record.qualifier == "exact",
        "date": day(record),
        "publisher": record.source_publisher,
        "id": record.id,
    }


def unit(record: Any) -> str:
    name = texts.UNITS.get(record.unit, record.unit.replace("_", " "))
    return f"{name} per {titles.spaced(record.per)}" if record.per not in {None, "total"} else name


def notes(bars: Bars, shown: Sequence[dict[str, Any]]) -> list[str]:
    """List what a reader needs below the title: the source, the dates, what a pale bar is."""
    days = list(dict.fromkeys(each["date"] for each in shown))
    lines = [bars.credit]
    if len(days) > 1 and len({each.agency_id for each in bars.records}) > 1:
        lines.append("The numbers are of different days.")
    if not all(each["exact"] for each in shown):
        lines.append("Pale bars: the source says “up to”, “about”, “more than” or the like.")
    return lines


def bar(look: Look) -> Spec:
    """Draw a number that is only a bound or about right as a pale bar with an outline."""
    colors = look.palette
    opacity = {"condition": {"test": "datum.exact", "value": 1}, "value": 0.35}
    tooltip = [{"field": name, "type": "nominal"} for name in ("label", "stated", "date", "publisher")]
    return {
        "mark": {"type": "bar", "color": colors.mark, "stroke": colors.mark, "height": 14, "yOffset": 9},
        "encoding": {"fillOpacity": opacity, "tooltip": tooltip},
    }


def words(look: Look) -> list[Spec]:
    """Write the name of each bar above it, where a long one fits, and the number as stated behind it."""
    text = {"type": "text", "align": "left", "color": look.palette.ink, "fontSize": 12}
    return [
        {
            "mark": {**text, "baseline": "bottom", "dy": -1, "limit": look.width - 30},
            "encoding": {"text": {"field": "label", "type": "nominal"}, "x": {"value": 0}},
        },
        {
            "mark": {**text, "dx": 4, "dy": 9},
            "encoding": {"text": {"field": "stated", "type": "nominal"}},
        },
    ]
