"""What pages and embeds of a stated value say first: the value, what it counts, its date and source."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.cite import titles
from api.cite.dates import Day, partial_day
from api.site.facts import Cell
from api.site.links import Links
from api.site.passages import origin
from api.site.words import BASES_IN_BRIEF, MODALITIES
from schemas.area_figure import AreaFigure
from schemas.incentive import Incentive
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure

# What each kind of record counts, in words.
COUNTED: Final[dict[type[Struct], Callable[[Any], str]]] = {
    StaffingFigure: titles.counted,
    Incentive: titles.offered,
    AreaFigure: titles.estimated,
}
STATED: Final[tuple[Resource, ...]] = tuple(each for each in CATALOG if each.record in COUNTED)


class Stated(Struct, frozen=True, kw_only=True):
    """The first screen of a page."""

    value: str
    counted: str
    whom: Cell
    when: str
    source: Cell | None
    marks: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The same as one line of text, for titles, previews and alternative texts."""
        return f"{self.whom.text}: {self.value}, {self.counted} ({self.when})"


def stated(record: Any, source: Source | None, links: Links) -> Stated:
    place = "area" if isinstance(record, AreaFigure) else "agency"
    key = getattr(record, f"{place}_id")
    return Stated(
        value=record.value_text if isinstance(record, AreaFigure) else titles.value(record),
        counted=COUNTED[type(record)](record),
        whom=Cell(
            text=record.area_name if isinstance(record, AreaFigure) else titles.agency(record),
            href=links.record("areas" if place == "area" else "agencies", key),
        ),
        when=when(record),
        source=source_line(source, links),
        marks=tuple(marks(record)),
    )


def when(record: Any) -> str:
    """Write the date or period with its basis, and the day that a plan is for."""
    covered = titles.covered(record, ap) if hasattr(record, "period") else as_of(record)
    target = partial_day(getattr(record, "target_date", None), getattr(record, "target_date_precision", None))
    basis = BASES_IN_BRIEF[record.date_basis] if covered and record.date_basis else None
    undated = "no date stated" if record.as_of is None and not target else None
    parts = [covered, undated, basis, f"for {target.ap}" if target else None]
    return titles.joined(*parts)


def as_of(record: Any) -> str | None:
    day = partial_day(record.as_of, record.as_of_precision)
    return day.ap if day else None


def ap(day: Day) -> str:
    return day.ap


def source_line(source: Source | None, links: Links) -> Cell | None:
    if source is None:
        return None
    return Cell(text=origin(source), href=links.record("sources", source.id))


def marks(record: Any) -> Iterator[str]:
    """Yield what an editor must see before printing the value."""
    if getattr(record, "rank", None) == "deprecated":
        yield "Deprecated: known to be wrong or doubtful"
    if getattr(record, "disputed", False):
        yield "Disputed: another statement cannot be true with this one"
    if record.modality not in titles.UNSAID:
        yield MODALITIES[record.modality].rstrip(".")
    if getattr(record, "computed", None):
        yield "Computed by Muster, not printed in the source"
    if getattr(record, "agency_aggregate", False):
        yield "A total of agencies: never add it to agencies"
