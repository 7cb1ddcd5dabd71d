"""Finds counties by the names that publishers print, and spells them like the Census Bureau."""

import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from seeds.importers.shared.csv_rows import read_table

STATES = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT", "10": "DE",
    "11": "DC", "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL", "18": "IN", "19": "IA",
    "20": "KS", "21": "KY", "22": "LA", "23": "ME", "24": "MD", "25": "MA", "26": "MI", "27": "MN",
    "28": "MS", "29": "MO", "30": "MT", "31": "NE", "32": "NV", "33": "NH", "34": "NJ", "35": "NM",
    "36": "NY", "37": "NC", "38": "ND", "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI",
    "45": "SC", "46": "SD", "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA",
    "54": "WV", "55": "WI", "56": "WY",
}  # fmt: skip

_KIND = re.compile(
    r" (County|Parish|City and Borough|Borough|Census Area|Municipality|Planning Region|city)$"
)
_UNKNOWN = {"", "NOT SPECIFIED", "UNMAPPED COUNTY"}


class County(NamedTuple):
    name: str | None
    geoid: str | None


class Counties:
    """The counties of a Census population file (`co-est2023-alldata.csv`)."""

    def __init__(self, file: Path) -> None:
        self._whole: dict[tuple[str, str], County] = {}
        self._bare: dict[tuple[str, str], County] = {}
        for row in read_table(file, ("SUMLEV", "STATE", "COUNTY", "CTYNAME")):
            if int(row["SUMLEV"]) == 50 and f"{int(row['STATE']):02}" in STATES:
                self._add(row)

    def _add(self, row: dict[str, str]) -> None:
        state, name = f"{int(row['STATE']):02}", row["CTYNAME"]
        county = County(name, f"0500000US{state}{int(row['COUNTY']):03}")
        self._whole[STATES[state], _key(name)] = county
        bare = (STATES[state], _key(_KIND.sub("", name)))
        # "RICHMOND" means Richmond County: the FBI prints "RICHMOND CITY" for the independent city.
        if bare not in self._bare or not name.endswith(" city"):
            self._bare[bare] = county

    def find(self, state: str | None, printed: str) -> County:
        """Find a county. For several ("FORT BEND, HARRIS"), return all names and no geoid."""
        names = [name.strip() for name in re.split("[,;]", printed) if name.strip() not in _UNKNOWN]
        counties = [self._find_one(state, name) for name in names]
        if not counties:
            return County(None, None)
        geoid = counties[0].geoid if len(counties) == 1 else None
        return County("; ".join(county.name or "" for county in counties), geoid)

    def _find_one(self, state: str | None, name: str) -> County:
        key = (state or "", _key(name))
        # A former county (Valdez-Cordova, New Haven) keeps its name and has no geoid.
        return self._whole.get(key) or self._bare.get(key) or County(name.title(), None)


def _key(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]", "", ascii_name.lower().replace("&", "and"))
