"""Matches rows of ICE's lists to agencies: by the FBI's register, by a curated table, else a new agency."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemas.vocabularies import AgreementMatch
from seeds.importers.ice_287g.lists import Listing
from seeds.importers.shared.csv_rows import read_table

COLUMNS = ("id", "name", "kind", "state", "county", "aliases", "replaced_by")
BY_HAND = Path(__file__).with_name("ice_287g_by_hand.toml")

_SPELLINGS = {
    "dept": "department", "deparment": "department", "departement": "department", "ft": "fort", "st": "saint",
    "mt": "mount", "twp": "township", "sheriff": "sheriffs", "parish": "county", "constable": "constables",
    "pct": "precinct",
}  # fmt: skip
_OF = re.compile(r"^(city|town|village|borough|township) of (?=.* police department$)")
_KIND_OF_PLACE = re.compile(r" (borough|city|town|village)(?= police department$)")
_WITH_COUNTY = re.compile(r", [^,]+ County$")


class Match(Struct, frozen=True, kw_only=True):
    """The agency that a row means. `agency_id` is None if no register has it."""

    state: str
    name: str
    agency_id: str | None
    how: AgreementMatch


def name_key(name: str) -> str:
    """Normalize a name for comparison: drop case, accents, punctuation, spaces and known misspellings."""
    return words(name).replace(" ", "")


def words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    parts = re.findall(r"[a-z0-9]+", re.sub(r"['.\"`]", "", plain.lower()))
    text = " ".join(_SPELLINGS.get(part, part) for part in parts)
    return _OF.sub("", text.replace("sheriffs department", "sheriffs office"))


def county_key(county: str) -> str:
    return re.sub(r"(county|parish|borough|censusarea|city)$", "", name_key(county))


class Register:
    """Finds the agencies of one release by state and name."""

    def __init__(self, agencies: Iterable[Mapping[str, str]]) -> None:
        self._named: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._loose: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._counties: dict[str, set[str]] = {}
        for agency in agencies:
            if not agency["replaced_by"]:
                self._add(agency)

    def _add(self, agency: Mapping[str, str]) -> None:
        state, name = agency["state"], agency["name"]
        self._counties[agency["id"]] = {
            county_key(county) for county in agency["county"].split(";") if county
        }
        self._named[state, name_key(name)].add(agency["id"])
        for known in (name, *agency["aliases"].split("; ")):
            for key in loose_keys(known, agency["kind"]):
                self._loose[state, key].add(agency["id"])

    def find(self, state: str, name: str, county: str | None) -> str | None:
        """Return the only agency of that name, or the only similar one in the county that the list prints."""
        named = self._named[state, name_key(name)]
        if len(named) == 1:
            return next(iter(named))
        alike = [
            agency
            for key in loose_keys(name, "")
            for agency in self._loose[state, key]
            if county is None or county_key(county) in self._counties[agency]
        ]
        return alike[0] if len(set(alike)) == 1 else None


def read_register(path: Path) -> Register:
    return Register(read_table(path, COLUMNS))


def loose_keys(name: str, kind: str) -> set[str]:
    """Return similar names: without kind of place or county, or with "Police Department"."""
    text = words(_WITH_COUNTY.sub("", name))
    if kind in ("police_department", "campus_police") and "police" not in text:
        text += " police department"
    return {text.replace(" ", ""), _KIND_OF_PLACE.sub("", text).replace(" ", "")}


class Matching:
    """Matches listings to agencies, and remembers each result."""

    def __init__(self, registers: Sequence[Register], table: Mapping[str, Any]) -> None:
        self._registers = registers
        own: dict[str, str] = table["states"]
        self._states = {**own, **{code: code for code in own.values()}}
        self._corrections = {
            (row["state"], name_key(row["printed"]), row.get("model")): row for row in table["mends"]
        }
        self._by_hand = {(row["state"], name_key(row["name"])): row["agency_id"] for row in table["matches"]}
        self._cache: dict[tuple[str, str, str | None, str], Match] = {}

    def match(self, listing: Listing) -> Match:
        key = (listing.state, listing.agency, listing.county, listing.model)
        if key not in self._cache:
            self._cache[key] = self._match(listing)
        return self._cache[key]

    def _match(self, listing: Listing) -> Match:
        state, name = self.corrected(listing)
        if agency_id := self._by_hand.get((state, name_key(name))):
            return Match(state=state, name=name, agency_id=agency_id, how="by_hand")
        registered = (register.find(state, name, listing.county) for register in self._registers)
        agency_id = next(filter(None, registered), None)
        how: AgreementMatch = "exact_name" if agency_id else "new_agency"
        return Match(state=state, name=name, agency_id=agency_id, how=how)

    def is_known_state(self, state: str) -> bool:
        return state.upper() in self._states

    def corrected(self, listing: Listing) -> tuple[str, str]:
        """Return the state's code and the agency's name without ICE's misspellings."""
        state = self._states[listing.state.upper()]
        printed = (state, name_key(listing.agency))
        row = self._corrections.get((*printed, listing.model)) or self._corrections.get((*printed, None))
        return (row.get("to_state", state), row["means"]) if row else (state, listing.agency)


def read_by_hand() -> dict[str, Any]:
    return tomllib.loads(BY_HAND.read_text("utf-8"))
