"""Finds the agency of a row of the census: by its ORI, and only if kind and name agree.

The census prints some agencies with the ORI of another one, so the ORI alone is not enough.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from schemas.vocabularies import AgencyKind

# Census code → kinds that such an agency has in the register. All other codes are special agencies.
KINDS: dict[str, set[AgencyKind]] = {
    "001": {"sheriff"},
    "003": {"police_department", "county_police", "marshal"},
    "004": {"county_police", "police_department", "sheriff"},
    "005": {"state_police"},
    "007": {"constable"},
    "010": {"marshal"},
    "091": {"tribal_police"},
    "093": {"tribal_police"},
    "611": {"campus_police"},
    "612": {"campus_police"},
    "613": {"school_police"},
    "615": {"campus_police"},
}
SPECIAL: set[AgencyKind] = {
    "campus_police", "corrections", "marshal", "other", "prosecutor", "special_district", "state_agency",
    "transit_police",
}  # fmt: skip
# The same agency under another kind or another name, compared by hand.
SAME = {
    "CA0012100": "BART is the San Francisco Bay Area Rapid Transit",
    "CA0120800": "Humboldt State University became a polytechnic university in 2022",
    "CA0349900": "the FBI files the whole California Highway Patrol under Sacramento County",
    "DCMPD0000": "the Metropolitan Police is the police of Washington",
    "FL0130000": "the Miami-Dade Police Department became a sheriff's office in 2025",
    "FL0550700": "the Florida School for the Deaf and Blind is a state agency",
    "MT0120000": "Anaconda-Deer Lodge County has one force",
    "MT0470100": "Butte-Silver Bow has one force",
    "NB0282400": "the college stands under its county",
    "NC0921600": "NC State University is North Carolina State University",
    "NY232UN00": "the SUNY Polytechnic Institute is at Utica and Rome",
    "OK0601000": "O.S.U. is Oklahoma State University",
    "SD0560000": "Shannon County became Oglala Lakota County in 2015",
    "TX1740400": "Stephen F. Austin State University joined the University of Texas in 2023",
    "UT0271300": "Dixie State became Utah Tech University in 2022",
    "VA0340400": "Lord Fairfax became Laurel Ridge Community College in 2022",
    "VA0980000": "York and Poquoson share a sheriff",
}
# Alike in kind and name, and yet another agency.
OTHER = {"NY0300000": "the sheriff of New York City serves five counties, the register's one of them"}
# Words that many agencies have in common.
GENERIC = {
    "agency", "and", "area", "borough", "bureau", "campus", "city", "college", "community", "conservation",
    "constable", "constables", "county", "department", "dept", "district", "division", "enforcement",
    "highway", "independent", "isd", "law", "marshal", "marshals", "metro", "metropolitan", "of", "office",
    "parish", "park", "parks", "patrol", "police", "precinct", "public", "regional", "safety", "saint",
    "school", "schools", "services", "sheriff", "sheriffs", "st", "state", "the", "town", "township",
    "troopers", "university", "village",
}  # fmt: skip
# How alike two names must be if no word is the same, as OPEILKA and Opelika.
ALIKE = 0.8
# From this length on, a word within another one is the same: "Sullivan" in a damaged name.
LONG = 5
OTHER_STATES = {"NE": "NB"}

NO_ORI = "agencies without an ORI"
OTHER_STATE = "agencies with an ORI of another state"
UNKNOWN = "agencies whose ORI no agency of the register has"
OTHER_KIND = "agencies whose ORI belongs to an agency of another kind"
OTHER_NAME = "agencies whose ORI belongs to an agency with another name"


class Row(Struct, frozen=True, kw_only=True):
    """What the census says about who an agency is. `printed` is its ORI, `code` its type: "003"."""

    name: str
    state: str
    printed: str
    code: str

    @property
    def ori(self) -> str:
        return self.printed.upper()


class Register:
    """The agencies of earlier releases by ORI."""

    def __init__(self, agencies: Iterable[Mapping[str, str]]) -> None:
        known = {row["id"]: row for row in agencies if not row["replaced_by"]}
        self._by_ori: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
        for row in known.values():
            if row["ori"]:
                self._by_ori[row["ori"]].append(row)
        held = set(self._by_ori)
        for row in known.values():
            for ori in {*_former_oris(row)} - held:
                self._by_ori[ori].append(row)

    def find(self, row: Row) -> str | None:
        """Return the agency's id, or None."""
        return None if self.reason(row) else self._by_ori[row.ori][0]["id"]

    def reason(self, row: Row) -> str | None:
        """Return why a row is no agency of the register; None if it is one."""
        agencies = self._by_ori.get(row.ori, [])
        if len(row.ori) != 9:
            return NO_ORI
        if row.ori[:2] != OTHER_STATES.get(row.state, row.state):
            return OTHER_STATE
        return _difference(row, agencies[0]) if len(agencies) == 1 else UNKNOWN


def _difference(row: Row, agency: Mapping[str, str]) -> str | None:
    if row.ori in SAME:
        return None
    if agency["kind"] not in KINDS.get(row.code, SPECIAL):
        return OTHER_KIND
    differs = row.ori in OTHER or not alike(row.name, agency["name"])
    return OTHER_NAME if differs else None


def _former_oris(row: Mapping[str, str]) -> list[str]:
    """Return the ORIs of an agency that has none of its own today: LEOKA prints only seven characters."""
    if row["ori"]:
        return []
    aliases = [alias for alias in row["aliases"].split("; ") if re.fullmatch("[A-Z0-9]{9}", alias)]
    seven = row["id"].upper()
    return [*aliases, f"{seven}00"] if re.fullmatch("[A-Z0-9]{7}", seven) else aliases


def alike(printed: str, name: str) -> bool:
    """Whether two names share a word of their own, or are almost spelled the same.

    A name of nothing but common words ("State Police") is like any name: ORI, state and kind agree already.
    """
    ours, theirs = _own_words(name), _own_words(printed)
    if not ours or set(ours) & set(theirs):
        return True
    pairs = [("".join(ours), "".join(theirs))]
    pairs += [(one, other) for one in ours for other in theirs if min(len(one), len(other)) >= LONG]
    return any(_similar(*pair) for pair in pairs)


def _similar(one: str, other: str) -> bool:
    if min(len(one), len(other)) >= LONG and (one in other or other in one):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def _own_words(name: str) -> list[str]:
    words = re.findall("[a-z0-9]+", re.sub(r"['.]", "", name.lower()))
    return [word for word in words if word not in GENERIC and len(word) > 1]
