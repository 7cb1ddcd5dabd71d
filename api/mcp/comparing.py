"""`compare`: the same question, asked of several agencies."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.catalog import values
from api.cite import titles
from api.mcp import figures
from api.mcp.answers import Answer, Gap, fitted_beside, number_lines
from api.mcp.arguments import Argument
from api.mcp.calls import FIGURES, Call, Page
from api.mcp.cited_number import CitedNumber
from api.mcp.declaration import METRIC, PARTS, YEAR, Tool
from api.mcp.figures import OtherQuestion
from api.mcp.questions import distance, question

AT_MOST: Final = 6
READ: Final = 200
ABOUT: Final = (
    "Sets the numbers of two to six agencies side by side, only where they answer the same question: the "
    "same metric, part, sex, modality and period. It names the agencies without a number, and never computes "
    "a difference or a sum."
)


class Comparison(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question, and what each agency has to say to it."""

    what: str
    figures: list[CitedNumber]
    missing: Annotated[list[str], Meta(description="The agencies without a number, which is not zero.")]
    same_time: Annotated[bool, Meta(description="Whether all numbers hold for the same day.")]

    def lines(self) -> Iterator[str]:
        times = "" if self.same_time else " (of different days: say so)"
        yield f"# {self.what}{times}"
        for each in self.figures:
            yield from number_lines(each)
        if self.missing:
            yield f"No number: {', '.join(self.missing)}"


class ComparisonAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The questions that most of the agencies have an answer to come first."""

    comparisons: list[Comparison]
    other_questions: Annotated[
        list[OtherQuestion], Meta(description="Other questions, without the numbers: fetch reads each.")
    ]
    csv_url: Annotated[str, Meta(description="All numbers as a file.")]
    gap: Annotated[Gap | None, Meta(description="What there is instead; null = there are some.")]

    def lines(self) -> Iterator[str]:
        for each in self.comparisons:
            yield from each.lines()
        if self.other_questions:
            yield "Fetch these for their numbers:"
            yield from (each.line for each in self.other_questions)
        if self.gap:
            yield from self.gap.lines()
        yield f"All numbers: {self.csv_url}"


async def compare(call: Call) -> ComparisonAnswer:
    page = await call.page(FIGURES, filters(call))
    groups = grouped(page)
    if not groups:
        return await nothing(call, page)
    agencies: list[str] = call.arguments.values["agency_id__in"]
    count = sum(map(len, groups))

    numbers: dict[str, CitedNumber] = {}

    def cited(record: Any) -> CitedNumber:
        """Build the number once, for all trials of what fits."""
        if record.id not in numbers:
            numbers[record.id] = call.cited(record, FIGURES)
        return numbers[record.id]

    def build(shown: int, named: int) -> ComparisonAnswer:
        kept = [*first(groups, shown)]
        left_out = [each for group in groups[len(kept) :] for each in group]
        return ComparisonAnswer(
            sentence=sentence(kept, groups, agencies),
            release=call.number,
            found=count,
            comparisons=[compared(cited, each, groups[n], agencies) for n, each in enumerate(kept)],
            other_questions=figures.others(left_out[:named]),
            csv_url=call.url(FIGURES, page.question, ".csv"),
            gap=None,
        )

    return fitted_beside(build, count, figures.OTHERS)


def first(groups: list[list[Any]], count: int) -> Iterator[list[Any]]:
    """Yield whole groups of at most `count` records together. The first one is cut if it does not fit."""
    for n, group in enumerate(groups):
        if n and count < len(group):
            return
        yield group[:count]
        count -= len(group)


def filters(call: Call) -> dict[str, str]:
    texts = call.arguments.texts_of("agency_id__in", "metric", "year", *PARTS)
    which = "headline_of_year" if "year" in texts else "headline"
    return texts | {which: "true", "limit": str(READ)}


def grouped(page: Page) -> list[list[Any]]:
    """Group the newest number of each agency by question; those with most agencies come first."""
    groups: dict[Any, dict[str, Any]] = defaultdict(dict)
    for record in sorted(page.records, key=distance):
        groups[question(record)].setdefault(record.agency_id, record)
    found = [[*each.values()] for each in groups.values()]
    return sorted(found, key=lambda group: (-len(group), distance(group[0])))


def compared(
    cited: Callable[[Any], CitedNumber], shown: list[Any], group: list[Any], agencies: list[str]
) -> Comparison:
    have = {each.agency_id for each in group}
    return Comparison(
        what=label(group[0]),
        figures=[cited(each) for each in shown],
        missing=[each for each in agencies if each not in have],
        same_time=len({each.as_of for each in group}) == 1,
    )


def label(record: Any) -> str:
    counted = titles.counted(record)
    return f"{counted}, {titles.spaced(record.period)}" if record.period else counted


def sentence(kept: list[list[Any]], groups: list[list[Any]], agencies: list[str]) -> str:
    first = groups[0]
    if len(first) == 1:
        return "No question has an answer of more than one of these agencies, so nothing can be compared."
    cut = "" if len(kept[0]) == len(first) else " Not all numbers fit: the file has the others."
    count = "all" if len(first) == len(agencies) else f"{len(first)} of {len(agencies)}"
    return f"The first question has an answer of {count} agencies. Compare only within one question.{cut}"


async def nothing(call: Call, page: Page) -> ComparisonAnswer:
    instead = await figures.nothing(call, FIGURES, page)
    return ComparisonAnswer(
        sentence=instead.sentence,
        release=call.number,
        found=0,
        comparisons=[],
        other_questions=[],
        csv_url=instead.csv_url,
        gap=instead.gap,
    )


TOOL: Final = Tool(
    name="compare",
    title="Compare agencies",
    about=ABOUT,
    arguments={
        "agency_id__in": Argument(
            about="Two to six ids of agencies.", value=values.list_of(values.ID, AT_MOST)
        ),
        "metric": METRIC,
        "year": YEAR,
        **PARTS,
    },
    required=("agency_id__in", "metric"),
    output=ComparisonAnswer,
    answer=compare,
)
