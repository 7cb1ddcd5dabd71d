"""Who said it to whom, and what a source is, as parts of a sentence."""

from api.citing.days import Day, known
from api.citing.titles import listed, spaced
from api.citing.work import quoted_title
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
    """Said by Brian Marvel (president, …); reported by Los Angeles Times; published by Patch."""
    return "; ".join(step(each) for each in reversed(steps) if each.name) or None


def step(given: Step) -> str:
    role = f" ({given.role})" if given.role else ""
    day = known(given.said_on, given.said_on_precision)
    return f"{BY[given.verb]} {given.name}{role}" + (f" {on(day)}" if day else "")


def on(day: Day) -> str:
    if day.precision == "day":
        return f"on {day.words}"
    return f"in the {day.words}" if day.precision == "quarter" else f"in {day.words}"


def origin(source: Source) -> str:
    """“Title,” publisher, date: a source in words. What is unknown of it is left out, but for the date."""
    day = known(source.published_on, source.published_on_precision)
    via = f"via {source.via}" if source.via else None
    rest = listed(source.author, source.publisher, via, day.words if day else "undated")
    if source.title is None:
        return f"{spaced(source.kind)} without a known title, {rest}"
    return f"{quoted_title(source.title)} {rest}"
