"""The attribution of a citation and the description of a source, as parts of a sentence."""

from api.cite.dates import Day, partial_day
from api.cite.titles import joined, spaced
from api.cite.work import quoted_title
from schemas.source import Source
from schemas.step import Step
from schemas.vocabularies import Verb

BY: dict[Verb, str] = {
    "published": "published by",
    "said": "said by",
    "wrote": "written by",
    "posted": "posted by",
    "reported": "reported by",
    "cited": "cited by",
    "called_for": "called for by",
    "enacted": "enacted in",
    "proposed": "proposed by",
    "advertised": "advertised by",
}


def chain(steps: list[Step]) -> str | None:
    """Write the steps from speaker to page: `said by Brian Marvel (president, …); published by Patch`."""
    return "; ".join(step(each) for each in reversed(steps) if each.name) or None


def step(source_step: Step) -> str:
    role = f" ({source_step.role})" if source_step.role else ""
    day = partial_day(source_step.said_on, source_step.said_on_precision)
    return f"{BY[source_step.verb]} {source_step.name}{role}" + (f" {dated(day)}" if day else "")


def dated(day: Day) -> str:
    if day.precision == "day":
        return f"on {day.words}"
    return f"in the {day.words}" if day.precision == "quarter" else f"in {day.words}"


def origin(source: Source) -> str:
    """Describe a source: `“Title,” publisher, date`. Unknown parts are left out, except `undated`."""
    day = partial_day(source.published_on, source.published_on_precision)
    via = f"via {source.via}" if source.via else None
    rest = joined(source.author, source.publisher, via, day.words if day else "undated")
    if source.title is None:
        return f"{spaced(source.kind)} without a known title, {rest}"
    return f"{quoted_title(source.title)} {rest}"
