"""The Census of State and Local Law Enforcement Agencies: its columns, source and release notes."""

from seeds.importers.shared.write import Row, Tally

FULL_TIME = {
    "FTSWORN": ("sworn_headcount", "all", None),
    "FTSWORN_MALE": ("sworn_headcount", "male", None),
    "FTSWORN_FEMALE": ("sworn_headcount", "female", None),
    "FTNON": ("civilian_headcount", "all", None),
    "TOTFTEMP": ("total_headcount", "all", None),
    "FTLIM": ("total_headcount", "all", "limited_power_officers"),
}
PART_TIME = {
    "PTSWORN": ("sworn_headcount", "all", "part_time"),
    "PTNON": ("civilian_headcount", "all", "part_time"),
    "TOTPTEMP": ("total_headcount", "all", "part_time"),
    "PTLIM": ("total_headcount", "all", "limited_power_officers_part_time"),
}
# Column → metric, sex and subset.
COUNTS = {**FULL_TIME, **PART_TIME}
STATED = {
    "part_time": "part-time",
    "limited_power_officers": "full-time with limited powers of arrest",
    "limited_power_officers_part_time": "part-time with limited powers of arrest",
}
NO_ANSWER = "agencies without an answer"
REPEATED_ORI = "agencies with an ORI that fits several agencies of the file"
ZEROS = "agencies with nothing but zeros (did not answer)"

TITLE = "Officers and civilians of 2018, from the Bureau of Justice Statistics"
SOURCE: Row = {
    "id": "bjs-csllea-2018",
    "kind": "dataset",
    "title": "Census of State and Local Law Enforcement Agencies (CSLLEA), 2018 (ICPSR 38771)",
    "publisher": "Bureau of Justice Statistics",
    "via": "appelson/Tracking_287g on GitHub, commit 1946c79",
    "url": "https://bjs.ojp.gov/data-collection/census-state-and-local-law-enforcement-agencies-csllea",
    "retrieved_on": None,
    "language": "en",
    "license": "The counts are a US government work, public domain in the United States (17 U.S.C. 105). "
    "ICPSR distributes the file under terms of use that forbid passing the file on, so Muster holds only "
    "figures.",
    "quality": "primary",
    "counting_rule": "Employees in the pay period that included 30 June 2018, full-time and part-time told "
    "apart. Sworn officers have full powers of arrest. Officers with limited powers, such as jailers, are "
    "neither sworn nor civilian; all employees include them.",
    "note": "Counts without a subset are of full-time employees. Men and women are loaded as stated: they do "
    "not add up to the sworn officers of every agency. POPULATION is not loaded: it is the population of "
    "the whole city or county, not of the area policed.",
}
TABLES: dict[str, Row] = {
    "staffing-figures.csv.gz": {
        "source_id": "bjs-csllea-2018",
        "family": "bjs-csllea",
        "locator": "ORI9={ORI9}, {column}",
        "extra": ["ORI9"],
        "common": {"modality": "observed", "qualifier": "exact", "date_basis": "stated"},
        "measures": [
            {
                "column": column,
                "metric": metric,
                "fields": {"sex": sex}
                | ({"subset": subset, "subset_as_stated": STATED[subset]} if subset else {}),
            }
            for column, (metric, sex, subset) in COUNTS.items()
        ],
    },
}
_NOTES = """\
Full-time and part-time officers, officers with limited powers, civilians and all employees in June 2018, and men and women among full-time sworn officers: {loaded:,} agencies of the Census of State and Local Law Enforcement Agencies. An agency of the FBI's register now has 2005, 2018 and a recent year where it reported.
{reasons}
A row of the census is an agency of the register if the ORI is one of the row's state, the kinds are compatible, the names share a word of their own and no other row fits it. {by_hand} pairs with different names were compared by hand. The census prints some agencies with the ORI of another one: the police of Umatilla with that of the Umatilla tribe.
"""  # noqa: E501 -- a paragraph a line


def notes(tally: Tally, by_hand: int) -> str:
    reasons = "\n".join(f"Not loaded: {number:,} {why}." for why, number in tally.reasons().most_common())
    return _NOTES.format(loaded=tally.loaded, reasons=reasons, by_hand=by_hand)
