"""A number with everything that it must not be printed without."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Annotated, Any, Final, TypeAlias

from msgspec import Meta, Struct

from api.catalog.resource import Resource
from api.check.records import best, chain
from api.cite import titles
from api.cite.work import line
from schemas import vocabularies as v
from schemas.area_figure import AreaFigure
from schemas.incentive import Incentive
from schemas.staffing_figure import StaffingFigure

Stated: TypeAlias = StaffingFigure | Incentive | AreaFigure
# What each kind of record counts, in words.
COUNTED: Final[dict[type[Struct], Callable[[Any], str]]] = {
    StaffingFigure: titles.counted,
    Incentive: titles.offered,
    AreaFigure: titles.estimated,
}
UNKNOWN = "a source whose publisher is unknown"
# The characters of a note, and the disputes, that an answer has room for. The record at `url` has all.
NOTE, DISPUTES = 200, 3


class CitedNumber(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number with its source. Print `value_text` as it stands, with who said it, and link to `url`."""

    id: Annotated[str, Meta(description="The record.")]
    sentence: Annotated[str, Meta(description="The record in one sentence, ready to print.")]
    value_text: Annotated[
        str | None, Meta(description="The number with its qualifier and unit; null = the source gives none.")
    ]
    what: Annotated[str, Meta(description="What is counted, of which part, and whether it is a plan.")]
    whom: Annotated[str, Meta(description="Whom the number is about.")]
    as_of: Annotated[date | None, Meta(description="The day it holds for; null = not stated.")]
    as_of_precision: Annotated[v.Precision | None, Meta(description="How much of that day is known.")]
    date_basis: Annotated[
        v.DateBasis | None, Meta(description="Whether the date is stated, the source's own, or inferred.")
    ]
    period: Annotated[v.Period | None, Meta(description="The kind of period; null for a stock.")]
    quote: Annotated[
        str | None, Meta(description="The words of the source, as data; null for the cell of a table.")
    ]
    chain: Annotated[
        str | None, Meta(description="From the page that was read to the original speaker; null = unknown.")
    ]
    source: Annotated[str | None, Meta(description="Who published the source; null = unknown.")]
    source_url: Annotated[str | None, Meta(description="Where the source is; null = unknown.")]
    locator: Annotated[str | None, Meta(description="Where in the source; null = not stated.")]
    rank: Annotated[v.Rank, Meta(description="`deprecated`: known to be wrong or doubtful.")]
    flags: Annotated[list[v.Flag], Meta(description="Why to check the number; the record has the notes.")]
    disputed_by: Annotated[
        list[str],
        Meta(description="At most three records or passages that cannot be true with it."),
    ]
    note: Annotated[str | None, Meta(description="What a reader must know, as data; null = nothing.")]
    release: Annotated[int, Meta(description="The release that states it so.")]
    url: Annotated[str, Meta(description="The record in that release: it never changes.")]


def cited(record: Stated, resource: Resource, public_url: str, release: int) -> CitedNumber:
    """Build the number from its record in a release."""
    passage = best(record)
    figure = record if isinstance(record, StaffingFigure) else None
    return CitedNumber(
        id=record.id,
        sentence=sentence(record),
        value_text=record.value_text,
        what=line(COUNTED[type(record)](record)),
        whom=line(record.area_name if isinstance(record, AreaFigure) else titles.agency(record)),
        as_of=record.as_of,
        as_of_precision=record.as_of_precision,
        date_basis=record.date_basis,
        period=figure.period if figure else None,
        quote=passage.quote if passage else None,
        chain=chain(passage),
        source=record.source_publisher,
        source_url=passage.url if passage else None,
        locator=record.locator,
        rank="normal" if isinstance(record, AreaFigure) else record.rank,
        flags=figure.flags if figure else [],
        disputed_by=disputes(record),
        note=shortened(record.note),
        release=release,
        url=f"{public_url}{resource.path}/{record.id}?release={release}",
    )


def disputes(record: Stated) -> list[str]:
    others = () if isinstance(record, AreaFigure) else record.disputed_by
    return [name for each in others if (name := each.id or each.citation_id)][:DISPUTES]


def shortened(note: str | None) -> str | None:
    if note is None or len(note) <= NOTE:
        return note
    return note[:NOTE].rpartition(" ")[0] + " …"


def sentence(record: Stated) -> str:
    """Say what the record states, who says so, and what an editor must also know."""
    who = chain(best(record)) or record.source_publisher or UNKNOWN
    text = f"{titles.of_record(record)}, according to {who}"
    return line(text.removesuffix(".") + "".join(f"; {each}" for each in caveats(record)) + ".")


def caveats(record: Stated) -> Iterator[str]:
    if record.date_basis == "inferred":
        yield "its date is inferred"
    if record.as_of is None:
        yield "it has no date"
    if isinstance(record, AreaFigure):
        return
    if record.rank == "deprecated":
        yield "it is known to be wrong or doubtful"
    if record.disputed:
        yield "another statement disputes it"
    if isinstance(record, StaffingFigure) and record.flags:
        yield f"check it before you print it ({', '.join(map(titles.spaced, record.flags))})"
