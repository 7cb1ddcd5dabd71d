"""Names from the Census of State and Local Law Enforcement Agencies (2018), for agencies that share a name.

The census prints names in capitals. Some of its names are damaged, and some of its ORIs are another agency's.
So a name is taken only if the ORI stands once, in the same state, for the same kind of agency, and if it
holds every word of ours.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from seeds.importers.agency_names.register import Agency
from seeds.importers.shared.csv_rows import read_table

COLUMNS = ("AGENCYNAME", "STATE", "ORI9", "AGENCYSAMPTYPE")
# The census's codes of the kinds of agencies that share names.
KINDS = {
    "police_department": {"003"}, "county_police": {"003", "004"}, "sheriff": {"001"}, "constable": {"007"},
    "school_police": {"613"}, "campus_police": {"611", "612", "615"}, "marshal": {"010"},
    "tribal_police": {"091", "093"}, "state_police": {"005"},
}  # fmt: skip
SMALL = {"of", "the", "and", "at", "in", "for"}
# What every name may add or leave out.
FILLERS = {
    "police", "department", "of", "the", "and", "office", "public", "safety", "s", "campus", "security",
    "district", "emergency", "management",
}  # fmt: skip


class Census:
    """The census's names by ORI, of ORIs that stand once."""

    def __init__(self, file: Path) -> None:
        rows = list(read_table(file, COLUMNS))
        count = Counter(row["ORI9"].upper() for row in rows)
        self._rows = {ori: row for row in rows if count[ori := row["ORI9"].upper()] == 1}

    def name(self, agency: Agency) -> str | None:
        """Return a name that says more than the agency's, if the census has one for it."""
        row = self._rows.get(agency.ori or "")
        if row is None or row["STATE"] != agency.state or not is_same_kind(agency, row["AGENCYSAMPTYPE"]):
            return None
        name = row["AGENCYNAME"].strip()
        more = words(name) - words(agency.name)
        return capitalized(name) if is_whole(name) and words(agency.name) <= words(name) and more else None


def is_same_kind(agency: Agency, sample_type: str) -> bool:
    return sample_type[1:4] in KINDS.get(agency.kind, set())


def is_whole(name: str) -> bool:
    """Whether a name is in capitals throughout: damaged ones are not."""
    return bool(re.fullmatch(r"[A-Z0-9 .,'&()/-]+", name))


def words(name: str) -> set[str]:
    """The words that tell agencies apart."""
    return set(re.findall(r"[a-z0-9]+", name.lower())) - FILLERS


def capitalized(name: str) -> str:
    """Write a name in capitals as names are written: McAllen, the University of Texas at Austin."""
    spaced = re.sub(r"\s+-\s+", ", ", " ".join(name.split()))
    return re.sub(r"[A-Z0-9']+", lambda match: _word(match[0], first=match.start() == 0), spaced)


def _word(word: str, *, first: bool) -> str:
    lower = word.lower()
    if lower in SMALL and not first:
        return lower
    if lower.startswith("mc") and len(lower) > 3:
        return f"Mc{lower[2:].capitalize()}"
    return lower.capitalize()


def colliding(agencies: Iterable[Agency]) -> set[str]:
    """Return the ids of the agencies that share name and state with another."""
    listed = list(agencies)
    count = Counter((each.name.lower(), each.state) for each in listed)
    return {each.id for each in listed if count[each.name.lower(), each.state] > 1}
