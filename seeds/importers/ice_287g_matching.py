"""Which agency a row of ICE's lists means: one of the FBI's register, one told by hand, else a new one."""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec import Struct

from schemas.vocabularies import AgreementMatch
from seeds.importers.ice_287g_lists import Listing
from seeds.importers.tables import read_table

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
    """`agency_id` is missing for an agency the register does not have."""

    state: str
    name: str
    agency_id: str | None
    how: AgreementMatch


def name_key(name: str) -> str:
    """A name as it is compared: case, accents, signs, spaces and known spellings make no difference."""
    return words(name).replace(" ", "")


def words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode()
    found = re.findall(r"[a-z0-9]+", re.sub(r"['.\"`]", "", plain.lower()))
    text = " ".join(_SPELLINGS.get(word, word) for word in found)
    return _OF.sub("", text.replace("sheriffs department", "sheriffs office"))


def county_key(county: str) -> str:
    return re.sub(r"(county|parish|borough|censusarea|city)$", "", name_key(county))


class Register:
    """The agencies of one release, found by state and name."""

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
        """The one agency of that name; under a name that is only alike, in the county the list prints."""
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
    """Names that may mean the same agency: without its kind of place, its county, or "Police Department"."""
    text = words(_WITH_COUNTY.sub("", name))
    if kind in ("police_department", "campus_police") and "police" not in text:
        text += " police department"
    return {text.replace(" ", ""), _KIND_OF_PLACE.sub("", text).replace(" ", "")}


class Matching:
    """Remembers what each printed state and name was found to mean."""

    def __init__(self, registers: Sequence[Register], table: Mapping[str, Any]) -> None:
        self._registers = registers
        self._states: dict[str, str] = table["states"]
        self._mends = {
            (row["state"], name_key(row["printed"]), row.get("model")): row for row in table["mends"]
        }
        self._by_hand = {(row["state"], name_key(row["name"])): row["agency_id"] for row in table["matches"]}
        self._found: dict[tuple[str, str, str | None, str], Match] = {}

    def match(self, listing: Listing) -> Match:
        key = (listing.state, listing.agency, listing.county, listing.model)
        if key not in self._found:
            self._found[key] = self._match(listing)
        return self._found[key]

    def _match(self, listing: Listing) -> Match:
        state, name = self.mended(listing)
        if agency_id := self._by_hand.get((state, name_key(name))):
            return Match(state=state, name=name, agency_id=agency_id, how="by_hand")
        asked = (register.find(state, name, listing.county) for register in self._registers)
        found = next(filter(None, asked), None)
        how: AgreementMatch = "exact_name" if found else "new_agency"
        return Match(state=state, name=name, agency_id=found, how=how)

    def mended(self, listing: Listing) -> tuple[str, str]:
        """The state's code and the agency's name, as they were meant."""
        if listing.state.upper() not in self._states:
            raise click.ClickException(f"{listing.agency}: {listing.state!r} is no state we know")
        state = self._states[listing.state.upper()]
        printed = (state, name_key(listing.agency))
        mend = self._mends.get((*printed, listing.model)) or self._mends.get((*printed, None))
        return (mend.get("to_state", state), mend["means"]) if mend else (state, listing.agency)


def read_by_hand() -> dict[str, Any]:
    return tomllib.loads(BY_HAND.read_text("utf-8"))
