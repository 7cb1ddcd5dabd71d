"""`get_series`: the figures that answer one question over time."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.catalog import values
from api.catalog.values import Value
from api.mcp import figures
from api.mcp.answers import MOST, Answer, Gap, fitted, holdings, number_lines
from api.mcp.arguments import Argument
from api.mcp.calls import FIGURES, SERIES, Call, Page
from api.mcp.cited_number import CitedNumber
from api.mcp.declaration import AGENCY, METRIC, PARTS, YEAR, Tool
from api.problems import Fault, InvalidQuery
from schemas.series import Series

# More points than fit, to see whether there are more; and the series that one may choose from.
POINTS, CHOICES = MOST + 1, 24
ABOUT: Final = (
    "Reads how a number developed, newest first. If agency and metric leave open which series is meant, the "
    "answer is the list of series: choose one and pass its series_id. Do not compare across a break."
)
SERIES_ID: Value = SERIES.columns["id"].value or values.ID


class OneSeries(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A series, without its numbers."""

    series_id: str
    what: str
    agency_id: str
    url: str


class SeriesAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The points of one series, or the series that could be meant."""

    series: Annotated[list[OneSeries], Meta(description="One, or all that could be meant.")]
    points: Annotated[list[CitedNumber], Meta(description="The figures of the one series, newest first.")]
    breaks: Annotated[list[str], Meta(description="The days from which something else was counted.")]
    csv_url: Annotated[str, Meta(description="All of them as a file.")]
    gap: Annotated[Gap | None, Meta(description="What there is instead; null = there are some.")]

    def lines(self) -> Iterator[str]:
        for each in self.series:
            yield f"- {each.series_id}: {each.what} {each.url}"
        for point in self.points:
            yield from number_lines(point)
        if self.breaks:
            yield f"Something else was counted from: {', '.join(self.breaks)}"
        if self.gap:
            yield from self.gap.lines()
        else:
            yield f"All of them: {self.csv_url}"


async def get_series(call: Call) -> SeriesAnswer:
    page = await call.page(SERIES, asked(call))
    if not page.records:
        return await nothing(call)
    if len(page.records) > 1:
        return choice(call, page)
    return await one(call, page.records[0])


def asked(call: Call) -> dict[str, str]:
    """Return the filters of series. Raises InvalidQuery without a series, or an agency and a metric."""
    limit = {"limit": str(CHOICES)}
    if "series_id" in call.arguments.values:
        return {"id": call.arguments.texts["series_id"]} | limit
    missing = [name for name in ("agency_id", "metric") if name not in call.arguments.values]
    if missing:
        expected = "required without series_id"
        raise InvalidQuery([Fault(parameter=name, given="", expected=expected) for name in missing])
    return call.arguments.texts_of("agency_id", "metric", *PARTS) | limit


def described(call: Call, each: Series) -> OneSeries:
    period = f", {each.period.replace('_', ' ')}" if each.period else ""
    return OneSeries(
        series_id=each.id,
        what=f"{each.label}{period}, {each.agency_label}",
        agency_id=each.agency_id,
        url=f"{call.public_url}{SERIES.path}/{each.id}?release={call.number}",
    )


def choice(call: Call, page: Page) -> SeriesAnswer:
    found = sorted(page.records, key=lambda each: (-each.figures, each.id))
    series = [described(call, each) for each in found]

    def build(shown: int) -> SeriesAnswer:
        return SeriesAnswer(
            sentence="Each of these series answers another question. Pass the series_id of the one you mean.",
            release=call.number,
            found=len(series),
            series=series[:shown],
            points=[],
            breaks=[],
            csv_url=call.url(SERIES, page.question, ".csv"),
            gap=None,
        )

    return fitted(build, len(series), CHOICES)


async def one(call: Call, found: Series) -> SeriesAnswer:
    years = call.arguments.texts_of("year__gte", "year__lte")
    filters = {"series_id": found.id, "sort": "-as_of", "limit": str(POINTS)} | years
    page = await call.page(FIGURES, filters)
    points = call.all_cited(page.records[:MOST], FIGURES)
    one_series = described(call, found)
    held = [] if points else await call.held(FIGURES, page.question)

    def build(shown: int) -> SeriesAnswer:
        return SeriesAnswer(
            sentence=sentence(
                one_series, points[:shown], found, is_all=shown == len(page.records) and page.is_whole
            ),
            release=call.number,
            found=found.figures,
            series=[one_series],
            points=points[:shown],
            breaks=[each.as_of.isoformat() for each in found.breaks],
            csv_url=call.url(FIGURES, page.question, ".csv"),
            gap=None if points else Gap(held=holdings(held), coverage=[], coverage_url=None),
        )

    return fitted(build, len(points))


def sentence(series: OneSeries, shown: list[CitedNumber], found: Series, *, is_all: bool) -> str:
    if not shown:
        return f"{series.what}: no figure of these years. The gap says which years there are."
    breaks = " It has breaks: do not compare across them." if found.breaks else ""
    if is_all:
        return f"{series.what}: all figures, newest first.{breaks}"
    return f"{series.what}: the newest of {found.figures} figures; the file has all.{breaks}"


async def nothing(call: Call) -> SeriesAnswer:
    """Answer as `get_figures` does: with what is held instead and with coverage."""
    filters: dict[str, Any] = call.arguments.texts_of("agency_id", "metric", *PARTS)
    if "series_id" in call.arguments.texts:
        filters = {"series_id": call.arguments.texts["series_id"]}
    page = await call.page(FIGURES, filters)
    instead = await figures.nothing(call, FIGURES, page)
    return SeriesAnswer(
        sentence=instead.sentence,
        release=call.number,
        found=0,
        series=[],
        points=[],
        breaks=[],
        csv_url=instead.csv_url,
        gap=instead.gap,
    )


TOOL: Final = Tool(
    name="get_series",
    title="Get a number over time",
    about=ABOUT,
    arguments={
        "series_id": Argument(about="The series, instead of agency and metric.", value=SERIES_ID),
        "agency_id": AGENCY,
        "metric": METRIC,
        **PARTS,
        "year__gte": Argument(about="The first calendar year. Default: since the first.", value=YEAR.value),
        "year__lte": Argument(about="The last calendar year. Default: the newest.", value=YEAR.value),
    },
    output=SeriesAnswer,
    answer=get_series,
)
