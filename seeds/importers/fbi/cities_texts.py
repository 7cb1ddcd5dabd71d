"""LEOKA counts of large departments: columns, source, settings of the tables and release notes."""

from collections.abc import Sequence

from seeds.importers.fbi.leoka_tables import tables
from seeds.importers.shared.write import Row, Tally

_METRICS = {"officers": "sworn_headcount", "civilians": "civilian_headcount", "total": "total_headcount"}
# Column → metric and sex.
COUNTS = {
    **{role: (metric, "all") for role, metric in _METRICS.items()},
    **{f"{sex}_{role}": (metric, sex) for role, metric in _METRICS.items() for sex in ("male", "female")},
}
ZEROS = "agency-years of nothing but zeros (did not report)"
REPEATS = "agency-years that repeat every number of an earlier year (an error of the source)"
STATED = "agency-years that an earlier release states"

TITLE = "New York, Chicago, Houston and San Francisco: police employees over decades"
SOURCE: Row = {
    "id": "fbi-leoka-cities-1971-2023",
    "kind": "dataset",
    "title": "Law Enforcement Officers Killed and Assaulted (LEOKA): police of New York, Chicago, Houston "
    "and San Francisco, 1971 to 2023",
    "publisher": "Federal Bureau of Investigation",
    "author": "Cleaned by Jacob Kaplan",
    "via": "jacobkap/crimedatatool_helper on GitHub, commits 0984708, fcc2411 and 090e86b",
    "url": "https://github.com/jacobkap/crimedatatool_helper/tree/0984708928b48ccbceeef56f596ea2c1bfc61eb9/data/police",
    "retrieved_on": None,
    "language": "en",
    "license": "Public domain in the United States (17 U.S.C. 105)",
    "quality": "primary",
    "counting_rule": "Full-time law-enforcement employees on 31 October of the year; officers are those with "
    "powers of arrest.",
    "note": "Chicago's 2013 and 2015 and Houston's 2013 repeat every number of 1998 and are not loaded. "
    "Chicago's 2021 is all zeros and is not loaded. There is no row for San Francisco in 1996 and 2001. "
    "New York counts no women among its civilians in 1973, 1975, 1977 and 1979, and none among its officers "
    "in 1977: the number of men includes them, so neither number is loaded.",
}
TABLES = tables(
    {
        "source_id": "fbi-leoka-cities-1971-2023",
        "family": "fbi-leoka",
        "locator": "{source_path}, year={year}, {column}",
        "extra": ["ori7", "year", "source_path"],
    },
    COUNTS,
)
_NOTES = """\
Officers, civilians and all employees on 31 October, men and women by role, and the population covered: {loaded:,} years of four departments, New York 1971 to 2021, Chicago 1990 to 2023, Houston 1990 to 2021 and San Francisco 1990 to 2018.
{reasons}
The figures belong to the same family as LEOKA 2004 and 2005. Of these two years only men and women by role are new; what the earlier release states is not loaded again.
Men and women are left out where one sex of a role of 100 people or more is 0, because the report did not tell them apart: {unsplit}.
"""  # noqa: E501 -- a paragraph a line


def notes(tally: Tally, unsplit: Sequence[str]) -> str:
    reasons = "\n".join(f"Not loaded: {number:,} {why}." for why, number in tally.reasons().most_common())
    return _NOTES.format(loaded=tally.loaded, reasons=reasons, unsplit=", ".join(unsplit) or "nowhere")
