"""`find_agency`: the agencies that a name could mean."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.catalog import values
from api.cite.work import line
from api.mcp.answers import Answer, fitted
from api.mcp.arguments import Argument
from api.mcp.calls import AGENCIES, Call
from api.mcp.declaration import STATE, Tool
from schemas import vocabularies as v
from schemas.agency import Agency

NAMED: Final = 6
ABOUT: Final = (
    "Finds agencies by the names people use: LAPD, Texas DPS, Cook County sheriff. Agencies share names, so "
    "read the state and the kind before you choose."
)


class NamedAgency(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An agency by its id, without numbers."""

    id: str
    name: str
    short_name: str | None
    kind: v.AgencyKind
    state: v.State | None
    parent_id: str | None
    aggregate: Annotated[bool, Meta(description="Whether it stands for a sum of agencies.")]
    url: Annotated[str, Meta(description="The agency in this release: it never changes.")]

    @property
    def line(self) -> str:
        of_what = ", ".join(filter(None, (self.kind.replace("_", " "), self.state)))
        sums = "; a sum of agencies, never to be added to them" if self.aggregate else ""
        return f"- {self.id}: {line(self.name)} ({of_what}{sums}) {self.url}"


class AgenciesAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The agencies, the one that most people mean first."""

    agencies: list[NamedAgency]
    list_url: Annotated[str, Meta(description="All agencies that the name could mean, as JSON.")]

    def lines(self) -> Iterator[str]:
        yield from (each.line for each in self.agencies)
        yield f"All of them: {self.list_url}"


async def find_agency(call: Call) -> AgenciesAnswer:
    named = {"q": call.arguments.texts["name"], "limit": str(NAMED)}
    page = await call.page(AGENCIES, named | call.arguments.texts_of("state"))
    found = [*await above(call, page.records), *page.records]
    agencies = [named_agency(call, each) for each in found[:NAMED]]
    list_url = call.url(AGENCIES, page.question)

    def build(shown: int) -> AgenciesAnswer:
        return AgenciesAnswer(
            sentence=sentence(call, agencies[:shown]),
            release=call.number,
            found=len(agencies),
            agencies=agencies[:shown],
            list_url=list_url if agencies else f"{call.public_url}{AGENCIES.path}?release={call.number}",
        )

    return fitted(build, len(agencies))


async def above(call: Call, found: list[Agency]) -> list[Agency]:
    """Return the agency that all others are part of, if the name is also its own: not only its sectors."""
    parents = {each.parent_id for each in found}
    parent = parents.pop() if len(found) > 1 and len(parents) == 1 else None
    if parent is None:
        return []
    words = call.arguments.texts["name"].casefold().split()
    agency: Agency | None = await call.record(AGENCIES, parent)
    return [agency] if agency and set(words) <= set(agency.name.casefold().split()) else []


def named_agency(call: Call, agency: Agency) -> NamedAgency:
    copied: dict[str, Any] = {
        name: getattr(agency, name)
        for name in ("id", "name", "short_name", "kind", "state", "parent_id", "aggregate")
    }
    return NamedAgency(**copied, url=f"{call.public_url}{AGENCIES.path}/{agency.id}?release={call.number}")


def sentence(call: Call, agencies: list[NamedAgency]) -> str:
    if not agencies:
        where = " in this state" if "state" in call.arguments.texts else ""
        return (
            f"Release {call.number} has no agency{where} that is found by this name. Try fewer words, or an "
            "abbreviation."
        )
    if len(agencies) == 1:
        return f"One agency is found by this name: {line(agencies[0].name)}, {agencies[0].id}."
    return f"The name could mean these agencies. Most people mean the first: {agencies[0].id}."


TOOL: Final = Tool(
    name="find_agency",
    title="Find an agency by name",
    about=ABOUT,
    arguments={
        "name": Argument(about="The name, or words of it.", value=values.TEXT),
        "state": STATE,
    },
    required=("name",),
    output=AgenciesAnswer,
    answer=find_agency,
)
