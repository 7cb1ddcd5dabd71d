"""Rules about dates and periods. In the future means after the release is published, whatever day it is."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from schemas.vocabularies import PLANS
from seeds import dates
from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.fields import FIELDS, Fields
from seeds.world import World

PAST: Final = (
    "as_of", "published_on", "retrieved_on", "status_as_of",
    "first_listed_on", "last_listed_on", "absent_since",
)  # fmt: skip
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "fiscal_year": 12}


def in_the_calendar(draft: Draft, world: World) -> Iterator[Finding]:
    """Every partial date can be read."""
    for name, text in _partial_dates(draft):
        try:
            dates.parse(text, world.fiscal_year_end(draft.fields))
        except dates.ImpossibleDateError as error:
            yield Finding(name, f"{name}: {error}")


def end_of_a_fiscal_year(draft: Draft, _world: World) -> Iterator[Finding]:
    if end := draft.fields["fiscal_year_end"]:
        try:
            dates.parse("FY2024", end)
        except dates.ImpossibleDateError as error:
            yield Finding("fiscal_year_end", str(error))


def _partial_dates(draft: Draft) -> Iterator[tuple[str, str]]:
    for name, field in FIELDS[draft.resource].items():
        if field.kind == "when" and draft.fields[name]:
            yield name, draft.fields[name]
    for step in draft.fields.get("attribution", ()):
        if step.said_on:
            yield "attribution", step.said_on


def not_in_the_future(draft: Draft, world: World) -> Iterator[Finding]:
    for name in PAST:
        if (value := draft.fields.get(name)) and _first_day(value, draft, world) > world.published_on:
            yield Finding(name, f"{name} {value} lies after the release ({world.published_on})")
    for step in draft.fields.get("attribution", ()):
        if step.said_on and _first_day(step.said_on, draft, world) > world.published_on:
            yield Finding("attribution", f"said_on {step.said_on} lies after the release")


def as_of_is_over(draft: Draft, world: World) -> Iterator[Finding]:
    """It stands for the last day of what it names: a year that still runs would be drawn ahead of today."""
    if not (text := draft.fields["as_of"]):
        return
    try:
        last, precision = dates.parse(text, world.fiscal_year_end(draft.fields))
    except dates.ImpossibleDateError:
        return
    if precision not in {"day", "month"} and last > world.published_on:
        said = f"as_of {text} ends after the release ({world.published_on}): say the month, or leave it out"
        yield Finding("as_of", said)


def _first_day(value: str | date, draft: Draft, world: World) -> date:
    """A month, quarter or year that has begun is not in the future."""
    if isinstance(value, date):
        return value
    try:
        last, precision = dates.parse(value, world.fiscal_year_end(draft.fields))
    except dates.ImpossibleDateError:
        return date.min
    months = {"day": 0, "month": 1, "quarter": 3, "year": 12, "fiscal_year": 12}[precision]
    return _months_before(last + timedelta(days=1), months) if months else last


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def period_of_a_flow(draft: Draft, world: World) -> Iterator[Finding]:
    fields = draft.fields
    if fields["period"] is None:
        if fields["period_start"] or fields["period_end"]:
            yield Finding("period", "period_start and period_end need a period")
        return
    metric = world.fields("metrics", fields["metric"])
    if metric and metric["nature"] == "stock":
        yield Finding("period", f"{fields['metric']} is a stock: it has a day, not a period")
    yield from _span(fields)


def _span(fields: Fields) -> Iterator[Finding]:
    start, end, period = fields["period_start"], fields["period_end"], fields["period"]
    if not (start and end):
        return
    if start > end:
        yield Finding("period_start", f"the period begins on {start}, after its end on {end}")
    elif months := MONTHS.get(period):
        if _months_before(end + timedelta(days=1), months) != start or not _ends_a_month(end):
            yield Finding("period", f"{start} to {end} is no {period}")
        elif period == "year" and (start.month, start.day) != (1, 1):
            yield Finding("period", f"{start} to {end} is no calendar year: write fiscal_year")


def _ends_a_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def period_ends_before_the_release(draft: Draft, world: World) -> Iterator[Finding]:
    end = draft.fields["period_end"]
    if end and end > world.published_on and draft.fields["modality"] not in PLANS:
        yield Finding("period_end", f"period_end {end} lies after the release ({world.published_on})")


def dated_by_its_end(draft: Draft, world: World) -> Iterator[Finding]:
    """A flow's as_of is its period_end, so that stock and flow share a date; a plan has its own day."""
    fields = draft.fields
    if not (fields["as_of"] and fields["period_end"]) or fields["modality"] in PLANS:
        return
    try:
        day = dates.parse(fields["as_of"], world.fiscal_year_end(fields)).day
    except dates.ImpossibleDateError:
        return
    if day != fields["period_end"]:
        yield Finding("as_of", f"as_of {day} is not the period_end, {fields['period_end']}")
