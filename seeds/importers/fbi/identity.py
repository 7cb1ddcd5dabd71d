"""Identifies the agency of an FBI row. Curated tables correct ORIs that would mislead."""

import re

from seeds.importers.fbi.rows import Row

# Federal agencies that are certain. Every other federal row names an office, or a department whose unit was
# cut off ("United States Department of the Interior,"), and keeps its ORI as id.
FEDERAL = {
    "DCFBIWA01": "us-doj-fbi",
    "DCD0A0000": "us-usda-usfs",
    "DCDOD1000": "us-dod-dia",
    "DCTIX0000": "us-treasury-tigta",
    "DCVA00000": "us-va-police",
    "DCUSN0000": "us-dod-navy-law-enforcement",
    "MDNSA0100": "us-dod-nsa-police",
    "VACIA0000": "us-cia-sps",
    "VADPP0000": "us-dod-pfpa",
    "DEDEA0100": "us-doj-dea-wilmington",
}
PARENTS = {
    "DCDI0040X": "us-doi",
    "DCDI0050X": "us-doi",
    "DCDI0060X": "us-doi",
    "DCDI0070X": "us-doi",
    "VADI001JY": "us-doi",
    "DCDOJ1200": "us-doj",
    "DCFBIWA01": "us-doj",
    "DEDEA0100": "us-doj-dea",
    "DCCG00100": "us-dhs-uscg",
}
# "Federal" in the file, but in fact agencies of the state.
STATE_OWNED = {"FLDOA0300": "FL", "DC001015Y": "DC"}

# ORIs that the FBI reassigned, with the start of the new holder's name; the new holder's id ends in -2.
# In 2018 they were Cleona Police Department, Peralta Police Department and Tufts University: Worcester.
GIVEN_AWAY = {
    "PA0380800": "State Park Rangers",
    "NM0321000": "University of New Mexico",
    "MA014649E": "Worcester Polytechnic Institute",
}
# ORIs whose former name may be another agency's, after a merger or because a neighbor took the ORI over.
NO_FORMER_NAME = {
    *GIVEN_AWAY, "AZ0010500", "KY0565000", "PA0191000", "PA0192400", "PA0363500", "OKOHP1200",
    "TX1521300", "UT0180000", "GA0250300",
}  # fmt: skip


def agency_id(row: Row) -> str:
    given_to = GIVEN_AWAY.get(row.ori)
    if given_to and row.printed.startswith(given_to):
        return f"{row.ori.lower()}-2"
    return FEDERAL.get(row.ori, row.ori.lower())


def agency_state(row: Row) -> str | None:
    """Return the USPS code, or None for federal agencies. The FBI writes NB for Nebraska and GM for Guam."""
    own = {"NB": "NE", "GM": "GU", "FS": None}
    return STATE_OWNED.get(row.ori, own.get(row.state, row.state))


def successors(rows: list[Row]) -> dict[str, str]:
    """Map old ids to new ids where the FBI reissued ORIs: Maryland's barracks and Guam.

    Barracks pair by county, with one each: MD3xxSP00 until 2020, MDMSPxx00 from 2021.
    """
    old = {row.county: row for row in rows if re.fullmatch(r"MD3\d\dSP00", row.ori)}
    new = {row.county: row for row in rows if re.fullmatch(r"MDMSP\d\d00", row.ori)}
    pairs = {old[county].ori.lower(): new[county].ori.lower() for county in old.keys() & new.keys()}
    oris = {row.ori for row in rows}
    if {"GMTGM0000", "GM0010000"} <= oris:
        pairs["gmtgm0000"] = "gm0010000"
    return pairs
