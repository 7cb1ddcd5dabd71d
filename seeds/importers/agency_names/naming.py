"""The naming rule: the name that people use, made from the name that a publisher printed."""

import re

from schemas.states import STATES
from seeds.importers.agency_names.register import Agency

# A name with one of these words says itself what the agency is.
UNIT = re.compile(
    r"\b(police|safety|sheriff|marshals?|patrol|enforcement|department|constable|troopers?|rangers?|agency|"
    r"commission|authority|bureau|division|office|service|detective|unit|security|precinct)\b",
    re.IGNORECASE,
)
# "Springfield Township, Burlington County": the county only tells places of one name apart.
PLACE = re.compile(r"(?P<place>.+?)(?P<county>, [^,]+ County)?")
DOUBLED = re.compile(r"\b((?:[A-Z][\w']+ )?(?:Department|Office|Bureau|Police)) \1$")
TWO_KINDS = re.compile(r"(?P<place>.+?) Police Department County Sheriff's Office")
STATE_UNIT = re.compile(
    r"(State Police|State Patrol|State Troopers|Highway Patrol|Department of (Public )?Safety)\b"
)
BUREAU = re.compile(r"SP BCI: ")


def name_of(agency: Agency) -> str:
    """Return the agency's name by all rules. A name that breaks none stays as it is."""
    return with_state(agency, with_unit(agency, in_parish(agency, once(agency.name))))


def once(name: str) -> str:
    """Leave out what a publisher printed twice: "Police Department Police Department"."""
    if both := TWO_KINDS.fullmatch(name):
        return f"{both['place']} County Police Department"
    return DOUBLED.sub(r"\1", name)


def in_parish(agency: Agency, name: str) -> str:
    """Louisiana has parishes: the FBI calls them counties."""
    in_louisiana = agency.state == "LA" and agency.kind == "sheriff"
    return name.replace(" County Sheriff's Office", " Parish Sheriff's Office") if in_louisiana else name


def with_unit(agency: Agency, name: str) -> str:
    """Say what a bare place is: "Menifee" is the Menifee Police Department."""
    if UNIT.search(name) or not (match := PLACE.fullmatch(name)):
        return name
    if agency.kind == "police_department":
        return f"{match['place']} Police Department{match['county'] or ''}"
    if agency.kind == "sheriff":
        return f"{county_name(name)} Sheriff's Office"
    return name


def county_name(place: str) -> str:
    """The county of a sheriff. A hyphen joins a county with a city: Miami-Dade, Butte-Silver Bow."""
    return place if place.endswith(" County") or "-" in place else f"{place} County"


def with_state(agency: Agency, name: str) -> str:
    """State police carry their state: "State Police" of PA is the Pennsylvania State Police."""
    if agency.kind != "state_police" or agency.state is None:
        return name
    spelled = BUREAU.sub("State Police Bureau of Criminal Investigation: ", name)
    state = STATES[agency.state]  # type: ignore[index]
    return f"{state} {spelled}" if STATE_UNIT.match(spelled) else spelled
