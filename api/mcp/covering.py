"""`coverage`: what sources have of a metric, so that nobody takes silence for zero."""

from collections.abc import Iterator
from typing import Annotated, Final

from msgspec import Meta

from api.check.covered import Covered as CoveredRows
from api.cite.work import line
from api.mcp.answers import Answer, CoveredRow, Holding, covered_rows, fitted, holdings
from api.mcp.calls import AGENCIES, COVERAGE, Call, Page
from api.mcp.declaration import AGENCY, METRIC, STATE, YEAR, Tool

ROWS: Final = 20
ABOUT: Final = (
    "Says how many agencies each source counts, by metric, state and year. Read it before you say that an "
    "agency has no number, that nobody counts, or that a number is the first of its kind."
)


class CoverageAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The sources that have the metric, the newest year first."""

    rows: list[CoveredRow]
    held: Annotated[
        list[Holding],
        Meta(description="For a filter that matches nothing, the values that match."),
    ]
    csv_url: Annotated[str, Meta(description="All of them as a file.")]

    def lines(self) -> Iterator[str]:
        yield from (f"- {line(each.sentence)} {each.url}" for each in self.rows)
        yield from (each.line for each in self.held)
        yield f"All of them: {self.csv_url}"


async def coverage(call: Call) -> CoverageAnswer:
    page = await read(call, await asked(call))
    held = [] if page.records else await call.held(COVERAGE, page.question)
    # Nobody is told only what there is not.
    read_page = page if page.records else await read(call, call.arguments.texts_of("metric"))
    rows = covered_rows(CoveredRows(read_page.records, ""), call.public_url, call.number)

    def build(shown: int) -> CoverageAnswer:
        is_whole = read_page.is_whole and shown == len(rows)
        return CoverageAnswer(
            sentence=sentence(call, is_asked=bool(page.records), is_whole=is_whole),
            release=call.number,
            found=len(rows),
            rows=rows[:shown],
            held=holdings(held),
            csv_url=call.url(COVERAGE, read_page.question, ".csv"),
        )

    return fitted(build, len(rows), ROWS)


async def read(call: Call, filters: dict[str, str]) -> Page:
    return await call.page(COVERAGE, filters | {"sort": "-year", "limit": str(ROWS)})


async def asked(call: Call) -> dict[str, str]:
    """Return the filters. The state of an agency stands for the agency, whose own rows coverage has not."""
    texts = call.arguments.texts_of("metric", "state", "year")
    if "agency_id" not in call.arguments.texts or "state" in texts:
        return texts
    page = await call.page(AGENCIES, {"id": call.arguments.texts["agency_id"]})
    state = page.records[0].state if page.records else None
    return texts | ({"state": state} if state else {"state__isnull": "true"})


def sentence(call: Call, *, is_asked: bool, is_whole: bool) -> str:
    more = "" if is_whole else " The file has all rows."
    if is_asked:
        return f"These sources have it, the newest year first.{more}"
    return (
        f"No source in release {call.number} has this metric there and then, which does not mean zero. The "
        f"rows are about other places and years.{more}"
    )


TOOL: Final = Tool(
    name="coverage",
    title="See what sources cover",
    about=ABOUT,
    arguments={"metric": METRIC, "state": STATE, "year": YEAR, "agency_id": AGENCY},
    required=("metric",),
    output=CoverageAnswer,
    answer=coverage,
)
