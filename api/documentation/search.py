"""Search in the documentation: every name, code and section with the page that explains it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from api.documentation.reference import Family
from api.pages import guides
from api.problems.kinds import KINDS
from schemas.metric import Metric

MOST = 40


class Entry(Struct, frozen=True, kw_only=True, dict=True):
    """Something that can be found. `kind`: what it is, in a word or two. `url`: relative to the server.

    `also`: another name of it.
    """

    kind: str
    title: str
    text: str
    url: str
    also: str = ""

    @cached_property
    def everything(self) -> str:
        return f"{self.title} {self.text} {self.also}".lower()

    def rank(self, words: Sequence[str]) -> int | None:
        """Return how well it matches, 0 best, or None if it lacks a word."""
        if not all(word in self.everything for word in words):
            return None
        name = self.title.lower()
        phrase = " ".join(words)
        grades = (
            phrase in {name, self.also},
            name.startswith(phrase),
            phrase in name,
            all(word in name for word in words),
        )
        return next((grade for grade, matches in enumerate(grades) if matches), len(grades))


def search(words: str, entries: Iterable[Entry]) -> list[Entry]:
    """Find the entries that contain all words, the best first."""
    wanted = [*dict.fromkeys(words.lower().split())]
    ranked = [(rank, each) for each in entries if (rank := each.rank(wanted)) is not None]
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


def entries(families: Collection[Family], public_url: str) -> Iterator[Entry]:
    """List everything but the metrics, which are data."""
    for family in families:
        yield from of_family(family)
    yield from columns(families)
    yield from parameters(families)
    yield from codes(families)
    yield from (problem(slug) for slug in KINDS)
    yield from sections(public_url)


def of_family(family: Family) -> Iterator[Entry]:
    page = f"docs/{family.slug}"
    yield Entry(kind="resource", title=family.title, text=family.about, url=page, also=family.singular)
    for operation in family.operations:
        yield Entry(
            kind="operation",
            title=operation.path,
            text=f"{operation.summary}. {operation.id}",
            url=f"{page}#{operation.id}",
        )


def parameters(families: Iterable[Family]) -> Iterator[Entry]:
    for family in families:
        for each in family.parameters:
            yield Entry(
                kind=f"parameter of {family.title}",
                title=each.name,
                text=each.description,
                url=f"docs/{family.slug}#parameter-{each.name}",
            )


def columns(families: Iterable[Family]) -> Iterator[Entry]:
    for family in families:
        for each in family.columns:
            yield Entry(
                kind=f"column of {family.title}",
                title=each.name,
                text=each.description,
                url=f"docs/{family.slug}#column-{each.name}",
            )


def codes(families: Iterable[Family]) -> Iterator[Entry]:
    """List each code once for each column that has it."""
    for family in families:
        for column in family.columns:
            for code in column.codes:
                yield Entry(
                    kind=f"code of {column.name}, {family.title}",
                    title=code,
                    text="",
                    url=f"docs/{family.slug}#column-{column.name}",
                )


def problem(slug: str) -> Entry:
    kind = KINDS[slug]
    title = f"{kind.status} {slug}"
    return Entry(kind="problem", title=title, text=f"{kind.title}. {kind.about}", url=f"problems/{slug}")


def sections(public_url: str) -> Iterator[Entry]:
    """List the sections of the guides. The introduction of a guide has the URL of the guide."""
    for guide in guides.GUIDES.values():
        document = guides.document(guide, public_url)
        for section in document.sections:
            first = section is document.sections[0]
            yield Entry(
                kind="guide" if first else f"guide “{document.title}”",
                title=section.heading,
                text=section.text,
                url=f"guides/{guide.name}" + ("" if first else f"#{section.anchor}"),
            )


def metric(each: Metric) -> Entry:
    return Entry(
        kind="metric", title=each.id, text=f"{each.label}. {each.definition}", url=f"v1/metrics/{each.id}"
    )
