"""The title of a record: what it states, in words."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from msgspec import Struct

from api.cite.dates import Day, partial_day
from schemas import types
from schemas.agreement import Agreement
from schemas.area_figure import AreaFigure
from schemas.citation import Citation
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.series import Series
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure

Stated: TypeAlias = StaffingFigure | Incentive
OfAgency: TypeAlias = Stated | Agreement | IncentiveProgram

SEXES = {"all": None, "male": "men", "female": "women"}
# Modalities that titles omit, because they are the default or the value states them.
UNSAID = {"observed", "offered", "not_offered"}


def figure(record: StaffingFigure) -> str:
    """Write `Hires (Officers), U.S. Immigration and Customs Enforcement, total to January 2026: 12,000`."""
    target = partial_day(record.target_date, record.target_date_precision)
    when = (covered(record), f"for {target.words}" if target else None)
    return f"{joined(counted(record), agency(record), *when)}: {value(record)}"


def counted(record: StaffingFigure) -> str:
    """Write `Hires (Officers)`."""
    subset = types.SUBSETS[record.subset]["label"] if record.subset else None
    return with_details(record.metric_label, subset, SEXES[record.sex], modality(record))


def area_figure(record: AreaFigure) -> str:
    """Write `Mean annual wage (Detectives …; estimated), California, May 2025: $108,280`."""
    day = partial_day(record.as_of, record.as_of_precision)
    return f"{joined(estimated(record), record.area_name, day and day.words)}: {record.value_text}"


def estimated(record: AreaFigure) -> str:
    """Write `Mean annual wage (Detectives …; estimated)`."""
    subset = types.SUBSETS[record.subset]["label"] if record.subset else None
    vintage = f"vintage {record.vintage}" if record.vintage else None
    return with_details(record.metric_label, subset, vintage, spaced(record.modality))


def series(record: Series) -> str:
    """Write `Sworn officers, New York City Police Department, NY, 1971 to 2025: 57 figures`."""
    years = [day.year for day in (record.first_as_of, record.last_as_of) if day]
    when = " to ".join(dict.fromkeys(map(str, years)))
    figures = "1 figure" if record.figures == 1 else f"{record.figures:,} figures"
    return f"{joined(record.label, record.agency_label, when)}: {figures}"


def incentive(record: Incentive) -> str:
    """Write `Signing bonus (for experienced officers), U.S. Immigration …, November 10, 2025: $50,000`."""
    day = partial_day(record.as_of, record.as_of_precision)
    return f"{joined(offered(record), agency(record), day and day.words)}: {value(record)}"


def offered(record: Incentive) -> str:
    """Write `Signing bonus (for experienced officers)`."""
    kind = None if record.audience_kind == "unspecified" else spaced(record.audience_kind)
    audience = record.audience or kind
    tier = record.eligibility_as_stated
    if tier is None and record.eligibility:
        tier = str(types.ELIGIBILITIES[record.eligibility]["label"])
    return with_details(
        spaced(record.kind).capitalize(), f"for {audience}" if audience else None, tier, modality(record)
    )


def program(record: IncentiveProgram) -> str:
    day = partial_day(record.announced_on, record.announced_on_precision)
    return joined(record.name, agency(record), f"announced {day.words}" if day else None)


def agreement(record: Agreement) -> str:
    status = None if record.status == "active" else record.status
    day = partial_day(record.signed_on)
    name = with_details("287(g) agreement", spaced(record.model), status)
    return joined(name, agency(record), f"signed {day.words}" if day else None)


def words(day: Day) -> str:
    return day.words


def covered(record: StaffingFigure, write: Callable[[Day], str] = words) -> str | None:
    """Write the day or period of the figure, as far as it is known. `write` puts a date into words."""
    day, start = partial_day(record.as_of, record.as_of_precision), partial_day(record.period_start)
    match record.period:
        case None:
            return write(day) if day else None
        case "to_date":
            since = f"from {write(start)} to" if start else "total to"
            return f"{since} {write(day) if day else 'date'}"
        case "span":
            end = partial_day(record.period_end) or day
            ends = [f"from {write(start)}" if start else None, f"to {write(end)}" if end else None]
            return " ".join(part for part in ends if part) or None
        case period:
            whole = partial_day(record.as_of or record.period_end, period)
            return write(whole) if whole else None


def value(record: Stated) -> str:
    """Write the value with its unit of time, else the source's words, else `no number stated`."""
    if record.value_text is None:
        return f"“{record.as_stated}”" if record.as_stated else "no number stated"
    per = record.per if record.per not in {None, "total"} and record.modality != "not_offered" else None
    return record.value_text + (f" per {spaced(per)}" if per else "")


def modality(record: Stated) -> str | None:
    return None if record.modality in UNSAID else spaced(record.modality)


def agency(record: OfAgency) -> str:
    """Write the agency's name with its state, because places share names."""
    return record.agency_name + (f", {record.agency_state}" if record.agency_state else "")


def with_details(name: str, *parts: str | None) -> str:
    stated_parts = [part for part in parts if part]
    return f"{name} ({'; '.join(stated_parts)})" if stated_parts else name


def joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def spaced(code: str) -> str:
    return code.replace("_", " ")


# Type of record within the collection → its genre, and the function that writes its title.
WITHIN: Final[dict[type[Struct], tuple[str, Callable[[Any], str]]]] = {
    StaffingFigure: ("Staffing figure", figure),
    Incentive: ("Incentive", incentive),
    IncentiveProgram: ("Incentive program", program),
    Agreement: ("287(g) agreement", agreement),
    AreaFigure: ("Area figure", area_figure),
    Series: ("Series", series),
}


def of_record(record: Any) -> str:
    """Write the title of any record: what it states, else its name."""
    if type(record) in WITHIN:
        return WITHIN[type(record)][1](record)
    if isinstance(record, Citation):
        return joined(record.publisher or record.source_id, f"“{record.quote}”")
    if isinstance(record, Source):
        return joined(record.title or record.id, record.publisher)
    names = (getattr(record, name, None) for name in ("label", "name", "id"))
    return next(str(name) for name in names if name)
