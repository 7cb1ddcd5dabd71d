"""Rules for dates and periods. A date in the future is one after the release's publication date."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from schemas.vocabularies import PLANS
from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values import dates
from seeds.values.conversion import Finding
from seeds.values.fields import FIELDS, Fields
from seeds.values.sightings import no_later_than

PAST: Final = (
    "as_of", "published_on", "retrieved_on", "checked_on", "status_as_of",
    "first_listed_on", "last_listed_on", "absent_since",
)  # fmt: skip
ANY_END: Final = "12-31"
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "fiscal_year": 12}


def in_the_calendar(revision: Revision, context: Context) -> Iterator[Finding]:
    """Every partial date must be a date of the calendar."""
    # The source that says when its fiscal year ends may be in a missing release: accept any end.
    end = context.fiscal_year_end(revision.fields) or (ANY_END if context.state.lacks_releases else None)
    for name, text in _partial_dates(revision):
        try:
            dates.parse(text, end)
        except dates.ImpossibleDateError as error:
            yield Finding(name, f"{name}: {error}")


def end_of_a_fiscal_year(revision: Revision, _context: Context) -> Iterator[Finding]:
    if end := revision.fields["fiscal_year_end"]:
        try:
            dates.parse("FY2024", end)
        except dates.ImpossibleDateError as error:
            yield Finding("fiscal_year_end", str(error))


def _partial_dates(revision: Revision) -> Iterator[tuple[str, str]]:
    for name, field in FIELDS[revision.resource].items():
        if field.kind == "when" and revision.fields[name]:
            yield name, revision.fields[name]
    for step in revision.fields.get("attribution", ()):
        if step.said_on:
            yield "attribution", step.said_on


def not_in_the_future(revision: Revision, context: Context) -> Iterator[Finding]:
    for name in PAST:
        if (value := revision.fields.get(name)) and _first_day(
            value, revision, context
        ) > context.published_on:
            yield Finding(name, f"{name} {value} is after the release ({context.published_on})")
    for step in revision.fields.get("attribution", ()):
        if step.said_on and _first_day(step.said_on, revision, context) > context.published_on:
            yield Finding(
                "attribution", f"said_on {step.said_on} is after the release ({context.published_on})"
            )


def appeared_before_the_release(revision: Revision, context: Context) -> Iterator[Finding]:
    """A date that names only the current year or month says when: by the day the source was read."""
    fields = revision.fields
    if not (text := fields["published_on"]):
        return
    try:
        published = dates.parse(text, context.fiscal_year_end(fields))
    except dates.ImpossibleDateError:
        return
    day = no_later_than(published, fields["retrieved_on"]).day
    if published.precision != "day" and day > context.published_on:
        error = (
            f"published_on {text} ends after the release ({context.published_on}): give the day or month, or "
            "the day it was read (retrieved_on)"
        )
        yield Finding("published_on", error)


def checked_after_it_was_read(revision: Revision, _context: Context) -> Iterator[Finding]:
    checked, read = revision.fields["checked_on"], revision.fields["retrieved_on"]
    if checked and read and checked < read:
        yield Finding("checked_on", f"checked_on {checked} is before retrieved_on {read}")


def as_of_is_over(revision: Revision, context: Context) -> Iterator[Finding]:
    """The period that as_of names must be over: charts draw it at its last day."""
    if not (text := revision.fields["as_of"]):
        return
    try:
        last, precision = dates.parse(text, context.fiscal_year_end(revision.fields))
    except dates.ImpossibleDateError:
        return
    if precision not in {"day", "month"} and last > context.published_on:
        error = (
            f"as_of {text} ends after the release ({context.published_on}): give the month, or leave it out"
        )
        yield Finding("as_of", error)


def _first_day(value: str | date, revision: Revision, context: Context) -> date:
    """Return the first day of a month, quarter or year: one that has begun is not in the future."""
    if isinstance(value, date):
        return value
    try:
        last, precision = dates.parse(value, context.fiscal_year_end(revision.fields))
    except dates.ImpossibleDateError:
        return date.min
    months = {"day": 0, "month": 1, "quarter": 3, "year": 12, "fiscal_year": 12}[precision]
    return _months_before(last + timedelta(days=1), months) if months else last


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)


def period_of_a_flow(revision: Revision, context: Context) -> Iterator[Finding]:
    fields = revision.fields
    if fields["period"] is None:
        if fields["period_start"] or fields["period_end"]:
            yield Finding("period", "period_start and period_end need a period")
        return
    metric = context.fields("metrics", fields["metric"])
    if metric and metric["nature"] == "stock":
        yield Finding("period", f"{fields['metric']} is a stock: use as_of instead of a period")
    yield from _span(fields)


def _span(fields: Fields) -> Iterator[Finding]:
    start, end, period = fields["period_start"], fields["period_end"], fields["period"]
    if not (start and end):
        return
    if start > end:
        yield Finding("period_start", f"the period starts on {start}, after its end on {end}")
    elif months := MONTHS.get(period):
        if _months_before(end + timedelta(days=1), months) != start or not _ends_a_month(end):
            yield Finding("period", f"{start} to {end} is not a {period}")
        elif period == "year" and (start.month, start.day) != (1, 1):
            yield Finding("period", f"{start} to {end} is not a calendar year: use fiscal_year")


def _ends_a_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def period_ends_before_the_release(revision: Revision, context: Context) -> Iterator[Finding]:
    end = revision.fields["period_end"]
    if end and end > context.published_on and revision.fields["modality"] not in PLANS:
        yield Finding("period_end", f"period_end {end} is after the release ({context.published_on})")


def dated_by_its_end(revision: Revision, context: Context) -> Iterator[Finding]:
    """The as_of of a flow must be its period_end, so that stocks and flows share dates. Plans are exempt."""
    fields = revision.fields
    if not (fields["as_of"] and fields["period_end"]) or fields["modality"] in PLANS:
        return
    try:
        day = dates.parse(fields["as_of"], context.fiscal_year_end(fields)).day
    except dates.ImpossibleDateError:
        return
    if day != fields["period_end"]:
        yield Finding("as_of", f"as_of {day} must equal period_end {fields['period_end']}")
