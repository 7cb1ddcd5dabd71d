"""Builds records for agencies that the FBI's register lacks: constables, jails, prosecutors and others."""

import re
import unicodedata

from schemas.vocabularies import AgencyKind, AgencyLevel
from seeds.importers.ice_287g.matching import Match, name_key
from seeds.importers.shared.counties import Counties
from seeds.importers.shared.write import Row

COLUMNS = ["id", "name", "kind", "level", "parent_id", "state", "county", "county_geoid"]
TERRITORIES = ("GU", "MP")
# The first pattern that matches the name decides.
KINDS: tuple[tuple[str, AgencyKind, AgencyLevel], ...] = (
    (r"Constable.*(Township|Ward|Twp)|(Township|Borough|Ward|Twp|TWP).*Constable", "constable", "municipal"),
    (r"Constable", "constable", "county"),
    (r"Ward \d+ Marshal", "marshal", "county"),
    (r"Marshal's", "marshal", "municipal"),
    (r"Sheriff", "sheriff", "county"),
    (r"Regional Jail|District Jail", "corrections", "special_district"),
    (r"County.*(Correction|Detention|Jail|Prison)|Miami-Dade Corrections", "corrections", "county"),
    (r"Correction|DOC ", "corrections", "state"),
    (r"Attorney General|Judicial Circuit|Eighth District", "prosecutor", "state"),
    (r"Task Force", "other", "special_district"),
    (r"Attorney|Prosecutor", "prosecutor", "county"),
    (r"Highway Patrol", "state_police", "state"),
    (r"Police (Department|Cooperative)", "police_department", "municipal"),
    (r"", "state_agency", "state"),
)  # fmt: skip
# Two divisions of one department sign agreements of their own.
PARENTS = {
    "tx-texas-department-of-public-safety-criminal-investigations-division": "tx0000000",
    "tx-texas-department-of-public-safety-texas-highway-patrol": "tx0000000",
}


class NewAgencies:
    """Gives each new agency an id, and keeps the name and county of the newest list that has it."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        self._seen: dict[str, tuple[Match, str | None]] = {}

    def agency_id(self, match: Match, county: str | None) -> str:
        new_id = self._ids.setdefault((match.state, name_key(match.name)), new_agency_id(match))
        _, known = self._seen.get(new_id, (match, None))
        self._seen[new_id] = (match, county or known)
        return new_id

    def rows(self, counties: Counties) -> list[Row]:
        return [self._row(new_id, counties) for new_id in sorted(self._seen)]

    def _row(self, new_id: str, counties: Counties) -> Row:
        match, printed = self._seen[new_id]
        kind, level = kind_and_level(match)
        place = counties.find(match.state, printed) if printed and level != "state" else None
        return {
            "id": new_id,
            "name": match.name,
            "kind": kind,
            "level": level,
            "parent_id": PARENTS.get(new_id),
            "state": match.state,
            "county": place.name if place and place.geoid else None,
            "county_geoid": place.geoid if place else None,
        }


def new_agency_id(match: Match) -> str:
    text = unicodedata.normalize("NFKD", match.name).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"['.]", "", text).replace("&", " and ")
    return "-".join([match.state.lower(), *re.findall(r"[a-z0-9]+", text)])


def kind_and_level(match: Match) -> tuple[AgencyKind, AgencyLevel]:
    kind, level = next((kind, level) for pattern, kind, level in KINDS if re.search(pattern, match.name))
    return kind, "territory" if match.state in TERRITORIES else level
