"""Derives the kind and level of an agency from the FBI's type and, if that is vague, from its name."""

import re

from schemas.vocabularies import AgencyKind, AgencyLevel

Rule = tuple[str, AgencyKind, AgencyLevel]

# The first pattern that matches the name decides. The last pattern of each type matches every name.
RULES: dict[str, list[Rule]] = {
    "City": [
        (r"County Police Department", "county_police", "county"),
        (r"Sheriff", "sheriff", "municipal"),
        (r"Marshal's", "marshal", "municipal"),
        (r"", "police_department", "municipal"),
    ],
    # In some counties, the sheriff is not the police: Hawaii, St. Louis County, Nassau.
    "County": [
        (r"Police|Public Safety", "county_police", "county"),
        (r"", "sheriff", "county"),
    ],
    "University or College": [(r"", "campus_police", "campus")],
    "State Police": [(r"", "state_police", "state")],
    "Tribal": [(r"", "tribal_police", "tribal")],
    "Federal": [
        (r"Resident Office", "field_office", "federal"),
        (r"", "federal_agency", "federal"),
    ],
    "Other State Agency": [
        (r"^United States", "federal_agency", "federal"),
        (r"Correction|Department of Criminal Justice", "corrections", "state"),
        (r"Attorney General|State Attorney", "prosecutor", "state"),
        (r"Port Authority of New York", "transit_police", "special_district"),
        (r"Transit|Transportation (Authority|District)", "transit_police", "state"),
        (r"Municipal", "other", "municipal"),
        (r"", "state_agency", "state"),
    ],
    "Other": [
        (r"^Guam|^Puerto Rico|^U\.S\. Virgin Islands", "police_department", "territory"),
        (r"County (Rural |Safety )?Police|Special County Police", "county_police", "county"),
        (r"Hospital|Medical|Health|WakeMed", "other", "campus"),
        (r"\bConstable\b", "constable", "county"),
        (r"County.*(Fire|Arson)|(Fire|Arson).*County", "other", "county"),
        (r"\bFire\b|Arson", "other", "municipal"),
        (r"(City|Municipal).*Marshal|Marshal's Office", "marshal", "municipal"),
        (r"\bMarshal\b", "marshal", "county"),
        (r"Florida School|North Carolina General Assembly|North Carolina Museum", "state_agency", "state"),
        (r"School|Board of Education|Campus", "school_police", "special_district"),
        (r"Rail|Amtrak|Metra |Transit|Transportation|Airport|Aviation|Airpark", "transit_police",
         "special_district"),
        (r"Prosecutor|District Attorney|County Attorney|County Detective:|State's Attorney", "prosecutor",
         "county"),
        (r"Drug|Narcotic|Task Force|Strike Force|HIDTA|Crime|Enforcement (Team|Unit|Group)|Investigation",
         "other", "special_district"),
        (r"(Park|Conservation|Conservancy|Water|Levee|Supply|Reclamation) District|Forest Preserve|Metropark",
         "special_district", "special_district"),
        (r"Authority|\bPort\b|Bridge Commission|Regional", "special_district", "special_district"),
        (r"County|Parish", "other", "county"),
        (r"City|Municipal", "other", "municipal"),
        (r"", "other", "special_district"),
    ],
}  # fmt: skip


def is_known(agency_type: str) -> bool:
    return agency_type in RULES


def kind_and_level(agency_type: str, name: str) -> tuple[AgencyKind, AgencyLevel]:
    """By the rules of the type; an agency of a type that is not known is one of the FBI's "Other"."""
    for pattern, kind, level in RULES.get(agency_type, RULES["Other"]):
        if re.search(pattern, name):
            return kind, level
    raise ValueError(f"no rule for {name!r} of type {agency_type!r}")
