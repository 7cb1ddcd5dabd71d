"""What a record states, in words: the title under which it is cited."""

from typing import TypeAlias

from api.citing.days import known
from schemas import types
from schemas.agreement import Agreement
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.staffing_figure import StaffingFigure

Stated: TypeAlias = StaffingFigure | Incentive
OfAgency: TypeAlias = Stated | Agreement | IncentiveProgram

SEXES = {"all": None, "male": "men", "female": "women"}
# What goes without saying, or is said by the value itself.
UNSAID = {"observed", "offered", "not_offered"}


def figure(record: StaffingFigure) -> str:
    """Hires (Officers), U.S. Immigration and Customs Enforcement, total to January 2026: more than 12,000."""
    subset = types.SUBSETS[record.subset]["label"] if record.subset else None
    counted = named(record.metric_label, subset, SEXES[record.sex], modality(record))
    target = known(record.target_date, record.target_date_precision)
    when = (covered(record), f"for {target.words}" if target else None)
    return f"{listed(counted, agency(record), *when)}: {value(record)}"


def incentive(record: Incentive) -> str:
    """Signing bonus (for experienced officers), U.S. Immigration and …, November 10, 2025: $50,000."""
    kind = None if record.audience_kind == "unspecified" else spaced(record.audience_kind)
    audience = record.audience or kind
    tier = record.eligibility_as_stated
    if tier is None and record.eligibility:
        tier = str(types.ELIGIBILITIES[record.eligibility]["label"])
    offered = named(
        spaced(record.kind).capitalize(), f"for {audience}" if audience else None, tier, modality(record)
    )
    day = known(record.as_of, record.as_of_precision)
    return f"{listed(offered, agency(record), day and day.words)}: {value(record)}"


def program(record: IncentiveProgram) -> str:
    day = known(record.announced_on, record.announced_on_precision)
    return listed(record.name, agency(record), f"announced {day.words}" if day else None)


def agreement(record: Agreement) -> str:
    status = None if record.status == "active" else record.status
    day = known(record.signed_on)
    made = named("287(g) agreement", spaced(record.model), status)
    return listed(made, agency(record), f"signed {day.words}" if day else None)


def covered(record: StaffingFigure) -> str | None:
    """The day or the period that the figure is about, as far as it is known."""
    day, start = known(record.as_of, record.as_of_precision), known(record.period_start)
    match record.period:
        case None:
            return day.words if day else None
        case "to_date":
            since = f"from {start.words} to" if start else "total to"
            return f"{since} {day.words if day else 'date'}"
        case "span":
            end = known(record.period_end) or day
            ends = [f"from {start.words}" if start else None, f"to {end.words}" if end else None]
            return " ".join(part for part in ends if part) or None
        case period:
            whole = known(record.as_of or record.period_end, period)
            return whole.words if whole else None


def value(record: Stated) -> str:
    """The printed value with its unit of time, else the words of the source, else that there is no number."""
    if record.value_text is None:
        return f"“{record.as_stated}”" if record.as_stated else "no number stated"
    per = record.per if record.per not in {None, "total"} and record.modality != "not_offered" else None
    return record.value_text + (f" per {spaced(per)}" if per else "")


def modality(record: Stated) -> str | None:
    return None if record.modality in UNSAID else spaced(record.modality)


def agency(record: OfAgency) -> str:
    """With its state, because places share names."""
    return record.agency_name + (f", {record.agency_state}" if record.agency_state else "")


def named(name: str, *parts: str | None) -> str:
    known_parts = [part for part in parts if part]
    return f"{name} ({'; '.join(known_parts)})" if known_parts else name


def listed(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def spaced(code: str) -> str:
    return code.replace("_", " ")
