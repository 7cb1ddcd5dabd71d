"""`get_figures`: the numbers that an agency is asked about, as the set of questions that could be meant."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from api.catalog.resource import Resource
from api.check import claims
from api.cite import titles
from api.cite.work import line
from api.mcp.answers import (
    MOST,
    Answer,
    Gap,
    covered_rows,
    evidence_lines,
    fitted_beside,
    holdings,
    number_lines,
)
from api.mcp.arguments import Argument
from api.mcp.calls import FIGURES, INCENTIVES, Call, Page
from api.mcp.cited_number import COUNTED, CitedNumber, Stated
from api.mcp.declaration import AGENCY, METRIC, PARTS, YEAR, Tool
from api.mcp.questions import most_likely_first
from api.problems import Fault, InvalidQuery
from schemas import vocabularies as v

# The questions without their numbers that an answer has room for.
OTHERS: Final = 6
ABOUT: Final = (
    "Reads the numbers of one agency: of a metric, or of a kind of offer. A question that leaves open the "
    "part, the period or the modality gets one number for each question that it could be. Never merge them. "
    "If nothing is held, the answer says what sources cover instead; never fill the gap with a guess."
)
KIND: Final = Argument(
    about="What is offered, such as signing_bonus, instead of a metric.", value=claims.COLUMNS["kind"]
)


class OtherQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that did not fit, without the number: fetch reads it."""

    id: str
    what: str
    as_of: date | None
    period: v.Period | None

    @property
    def line(self) -> str:
        when = self.as_of.isoformat() if self.as_of else "no date"
        period = titles.spaced(self.period) if self.period else None
        return f"- {self.id}: {titles.joined(self.what, period, when)}"


class FiguresAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The numbers, each of another question, those that are most likely meant first."""

    figures: list[CitedNumber]
    other_questions: Annotated[
        list[OtherQuestion], Meta(description="What did not fit, without the numbers: fetch reads each.")
    ]
    csv_url: Annotated[str, Meta(description="All of them as a file.")]
    gap: Annotated[Gap | None, Meta(description="What there is instead of numbers; null = there are some.")]

    def lines(self) -> Iterator[str]:
        for each in self.figures:
            yield from number_lines(each) if self.found > 1 else evidence_lines(each)
        if self.other_questions:
            yield "Fetch these for their numbers:"
            yield from (each.line for each in self.other_questions)
        if self.gap:
            yield from self.gap.lines()
        elif self.found > len(self.figures):
            yield f"All of them: {self.csv_url}"


async def get_figures(call: Call) -> FiguresAnswer:
    resource = asked_resource(call)
    page = await call.page(resource, filters(call, resource))
    if not page.records:
        return await nothing(call, resource, page)
    records = most_likely_first(page.records)
    numbers, found = call.all_cited(records[:MOST], resource), len(records)
    questions = len({each.series for each in records})
    csv_url = call.url(resource, page.question, ".csv")

    def build(shown: int, named: int) -> FiguresAnswer:
        return FiguresAnswer(
            sentence=sentence(numbers[0], found, shown, questions),
            release=call.number,
            found=found,
            figures=numbers[:shown],
            other_questions=others(records[shown : shown + named]),
            csv_url=csv_url,
            gap=None,
        )

    return fitted_beside(build, found, OTHERS)


def asked_resource(call: Call) -> Resource:
    """Return the resource of a metric or a kind of offer. Raises InvalidQuery unless one is given."""
    given = [name for name in ("metric", "kind") if name in call.arguments.values]
    if len(given) != 1:
        raise InvalidQuery(
            [Fault(parameter="metric", given="", expected="either a metric or a kind of offer")]
        )
    if "kind" in given:
        wrong = [name for name in PARTS if name in call.arguments.values and name != "modality"]
        if wrong:
            raise InvalidQuery([of_figures(call, name) for name in wrong])
    return FIGURES if "metric" in given else INCENTIVES


def of_figures(call: Call, name: str) -> Fault:
    expected = "nothing, because an offer has no such part"
    return Fault(parameter=name, given=call.arguments.texts[name], expected=expected)


def filters(call: Call, resource: Resource) -> dict[str, str]:
    """The headlines: of a year by the rule of years, or the newest. Offers of a year are all shown."""
    texts = call.arguments.texts_of("agency_id", "metric", "kind", "year", *PARTS)
    if "year" not in texts:
        return texts | {"headline": "true"}
    return texts | {"headline_of_year": "true"} if resource is FIGURES else texts


def sentence(first: CitedNumber, found: int, shown: int, questions: int) -> str:
    if found == 1:
        return first.sentence
    whom = f"{found} records about {first.whom} answer"
    each = ", each another question" if questions == found else f", to {questions} questions"
    left_out = f"; {shown} are shown" if shown < found else ""
    return f"{whom}{each}{left_out}. Say which one you print."


def others(left_out: list[Stated]) -> list[OtherQuestion]:
    return [
        OtherQuestion(
            id=each.id,
            what=line(COUNTED[type(each)](each)),
            as_of=each.as_of,
            period=getattr(each, "period", None),
        )
        for each in left_out
    ]


async def nothing(call: Call, resource: Resource, page: Page) -> FiguresAnswer:
    coverage = await call.coverage_of(resource, page.question)
    return FiguresAnswer(
        sentence=f"Release {call.number} holds no record that answers this, which does not mean zero. Do not "
        "guess a number.",
        release=call.number,
        found=0,
        figures=[],
        other_questions=[],
        csv_url=call.url(resource, page.question, ".csv"),
        gap=Gap(
            held=holdings(await call.held(resource, page.question)),
            coverage=covered_rows(coverage, call.public_url, call.number),
            coverage_url=coverage.url if coverage else None,
        ),
    )


TOOL: Final = Tool(
    name="get_figures",
    title="Get the numbers of an agency",
    about=ABOUT,
    arguments={"agency_id": AGENCY, "metric": METRIC, "kind": KIND, "year": YEAR, **PARTS},
    required=("agency_id",),
    output=FiguresAnswer,
    answer=get_figures,
)
