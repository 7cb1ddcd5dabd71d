"""`search`: records by words, without their numbers, which `fetch` reads with their sources."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.catalog import values
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.cite import titles
from api.cite.work import line
from api.mcp.answers import Answer, fitted
from api.mcp.arguments import Argument
from api.mcp.calls import AGENCIES, COVERAGE, FIGURES, INCENTIVES, Call
from api.mcp.cited_number import COUNTED
from api.mcp.declaration import Tool
from schemas import vocabularies as v
from schemas.staffing_figure import StaffingFigure

# How many records of each resource an answer may have.
SEARCHED: Final[Mapping[Resource, int]] = {
    AGENCIES: 3, FIGURES: 6, INCENTIVES: 3, BY_NAME["area-figures"]: 2, BY_NAME["sources"]: 2,
}  # fmt: skip
ABOUT: Final = (
    "Finds records by words: agencies, numbers, offers, sources. Results have no numbers: fetch reads a "
    "record with its number, quote and source. For the numbers of one agency, get_figures is better."
)


class Result(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record that the words find."""

    id: Annotated[str, Meta(description="For fetch.")]
    resource: v.ResourceName
    title: Annotated[str, Meta(description="What the record is about, without its number.")]
    as_of: Annotated[date | None, Meta(description="The day its number holds for; null = none.")]
    url: Annotated[str, Meta(description="The record in this release: it never changes.")]


class SearchAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The records, agencies first, then numbers."""

    results: list[Result]
    coverage_url: Annotated[str, Meta(description="What sources cover, by metric, state and year.")]

    def lines(self) -> Iterator[str]:
        for each in self.results:
            yield f"- {each.id}: {each.title} ({each.resource}) {each.url}"
        if not self.results:
            yield f"What sources cover: {self.coverage_url}"


async def search(call: Call) -> SearchAnswer:
    words = call.arguments.texts["query"]
    pages = await asyncio.gather(
        *(call.page(resource, {"q": words, "limit": str(most)}) for resource, most in SEARCHED.items())
    )
    found = [
        result(call, each, resource)
        for resource, page in zip(SEARCHED, pages, strict=True)
        for each in page.records
    ]

    def build(shown: int) -> SearchAnswer:
        return SearchAnswer(
            sentence=sentence(call, is_found=bool(found)),
            release=call.number,
            found=len(found),
            results=found[:shown],
            coverage_url=f"{call.public_url}{COVERAGE.path}?release={call.number}",
        )

    return fitted(build, len(found), len(found))


def sentence(call: Call, *, is_found: bool) -> str:
    if is_found:
        return "These records are found by the words. Fetch one to read its number with its source."
    return f"Release {call.number} has no record with these words, which does not mean zero. Try fewer words."


def result(call: Call, record: Any, resource: Resource) -> Result:
    return Result(
        id=record.id,
        resource=resource.name,  # type: ignore[arg-type] # the searched resources have revisions
        title=title(record),
        as_of=record.as_of if type(record) in COUNTED else None,
        url=f"{call.public_url}{resource.path}/{record.id}?release={call.number}",
    )


def title(record: Any) -> str:
    """Write the title of a record, of a number without the number."""
    if type(record) not in COUNTED:
        return line(titles.of_record(record))
    whom = record.area_name if hasattr(record, "area_name") else titles.agency(record)
    when = titles.covered(record) if isinstance(record, StaffingFigure) else None
    return line(titles.joined(COUNTED[type(record)](record), whom, when))


TOOL: Final = Tool(
    name="search",
    title="Search records",
    about=ABOUT,
    arguments={"query": Argument(about="The words, such as: ICE signing bonus.", value=values.TEXT)},
    required=("query",),
    output=SearchAnswer,
    answer=search,
)
