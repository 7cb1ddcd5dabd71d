"""Finds the agency of a seven-character LEOKA ORI, and describes agencies that no newer file has."""

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from schemas.vocabularies import AgencyKind, AgencyLevel
from seeds.importers.fbi.agencies import Agency, Point
from seeds.importers.fbi.kinds import kind_and_level
from seeds.importers.fbi.names import Edited, Names
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.csv_rows import read_table

# ORIs that belonged to other agencies in 2004 and 2005 than in the employees file: the port at Newport News,
# a university before its village, and towns whose police merged or were taken over by a neighbor.
OTHER_THEN = {"VA11603", "NC08408", "AZ00105", "KY05650", "PA01910", "PA01924", "PA03635", "TX15213"}

# For names that the FBI never edited: in capitals, abbreviated, and cut at 24 letters.
RULES: list[tuple[str, AgencyKind, AgencyLevel]] = [
    (r"TRIBAL|TRIBE\b|PUEBLO", "tribal_police", "tribal"),
    (r"UNIV|COLL?\b|COLLEGE|POLYTECHNIC|INST OF TECH|\bCC$", "campus_police", "campus"),
    (r"^SP\b|^HP\b|STATE POLICE|HIGHWAY PATROL|STATE TROOPERS", "state_police", "state"),
    (r"SCHOOL|\bISD\b|\bSD\b", "school_police", "special_district"),
    (
        r"AIRPORT|TRANSIT|TRAN$|RAIL|UPRR|\bRR\b|MTA\b|CSX|RWY|INTL A$|PRT AUTH",
        "transit_police",
        "special_district",
    ),
    (r"CONSTBL|CNSTBL|CONSTABLE", "constable", "county"),
    (r"\bAG:", "prosecutor", "state"),
    (r"DEV CENTER|DEVELOPM|TRAINING CT|ALCOHOL|STATE HOSP", "state_agency", "state"),
]

# Federal police with a curated record.
FEDERAL = {"DCPPD00": "us-doi-nps-uspp"}
_ACRONYMS = {"Ag", "Bci", "Cc", "Csx", "Nycmta", "Rr", "Rwy", "Sp", "Uprr", "Va"}


class Report(Struct, frozen=True, kw_only=True):
    """One agency-year of LEOKA."""

    ori7: str
    group: str
    year: int
    name: str
    population: int
    counts: dict[str, int]


class Finder:
    """Finds agencies of an earlier release by ORI, and the FBI's edited names of 2018 for the others."""

    def __init__(self, agencies: Iterable[dict[str, str]], names: Names) -> None:
        self._names = names
        # In 2004, a reassigned ORI still belonged to its former holder.
        holders = [agency for agency in agencies if agency["ori"] and not agency["id"].endswith("-2")]
        self._known = {agency["ori"]: agency for agency in holders}
        self._by_start: dict[str, list[dict[str, str]]] = {}
        for agency in holders:
            self._by_start.setdefault(agency["ori"][:7], []).append(agency)

    def agency_id(self, report: Report) -> str:
        """Return the agency with this ORI and "00", or the only one whose ORI and name start alike."""
        if report.ori7 in OTHER_THEN or report.ori7 in FEDERAL:
            return FEDERAL.get(report.ori7, report.ori7.lower())
        if known := self._known.get(f"{report.ori7}00"):
            return known["id"]
        alike = self._by_start.get(report.ori7, [])
        if len(alike) == 1 and alike_names(report.name, alike[0]["name"]):
            return alike[0]["id"]
        return report.ori7.lower()

    def edited(self, report: Report) -> Edited | None:
        """Return the FBI's edited name of 2018 if it belongs to this agency."""
        edited = None if report.ori7 in OTHER_THEN else self._names.former_holder(f"{report.ori7}00")
        return edited if edited and alike_names(report.name, edited.name) else None


class Places:
    """Finds counties and their points in the FBI's registry of 2018 and list of 2012."""

    def __init__(self, registry: Path, counties: Counties, points: dict[str, Point]) -> None:
        rows = read_table(registry, ("ori", "county_name"))
        self._counties_of = {row["ori"]: row["county_name"] for row in rows}
        self._counties = counties
        self._points = points

    def place(self, ori7: str) -> Agency:
        state = {"NB": "NE", "GM": "GU"}.get(ori7[:2], ori7[:2])
        county = self._counties.find(state, self._counties_of.get(f"{ori7}00", ""))
        point = (None, None) if state == "CT" else self._points.get(f"{ori7}00", (None, None))
        return {
            "state": state,
            "county": county.name,
            "county_geoid": county.geoid,
            "county_latitude": point[0],
            "county_longitude": point[1],
        }


def describe(report: Report, edited: Edited | None) -> Agency:
    """Return name, kind, level and aliases. LEOKA prints seven letters, so the ORI of 2018 is an alias."""
    aliases = [report.ori7]
    if edited is None:
        kind, level = kind_of(report)
        return {"name": titled(report.name), "kind": kind, "level": level, "aliases": aliases}
    kind, level = kind_and_level(edited.type, edited.name)
    aliases.append(f"{report.ori7}00")
    return {"name": edited.name, "kind": kind, "level": level, "aliases": aliases}


def kind_of(report: Report) -> tuple[AgencyKind, AgencyLevel]:
    """Derive the kind from the name, else from the population group: 1 to 7 are cities, 8 and 9 counties."""
    for pattern, kind, level in RULES:
        if re.search(pattern, report.name):
            return kind, level
    if report.group[:1] not in {*"123456789"}:
        return "other", "county" if report.ori7.endswith("00") else "municipal"
    city = report.group[0] in "1234567"
    if city:
        return ("police_department" if report.population else "other"), "municipal"
    return ("sheriff" if report.population and report.ori7.endswith("00") else "other"), "county"


def titled(name: str) -> str:
    words = " ".join(name.split()).title().replace("'S", "'s")
    words = re.sub(r"\w+", lambda word: word[0].upper() if word[0] in _ACRONYMS else word[0], words)
    return re.sub(r"(?<=\w )(Of|And|The|At)\b", lambda word: word[0].lower(), words)


_COMMON = {"county", "police", "department", "dept", "city", "town", "township", "village", "the", "state"}


def alike_names(printed: str, name: str) -> bool:
    """Whether a word of the abbreviated name occurs in the other name, or starts like a word there."""
    ours, theirs = _words(printed), _words(name)
    if not ours or not theirs:
        return _letters(printed) == _letters(name)
    return any(a[:4] == b[:4] or a in b or b in a for a in ours for b in theirs)


def _words(text: str) -> set[str]:
    return set(re.findall("[a-z]{3,}", text.lower())) - _COMMON


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", text.lower())
