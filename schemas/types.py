"""Types that several records share: ids, numbers, dates, and the codes of the TOML vocabularies."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from msgspec import Meta

Id: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Code: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+(_[a-z0-9]+)*$", max_length=120)]
# The id of any record: metrics have codes, all other records have ids.
RecordId: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=120)]
ChangeId: TypeAlias = Annotated[str, Meta(pattern="^[1-9][0-9]*-[a-z0-9]+([-_][a-z0-9]+)*$", max_length=140)]
# An agency's id and the parts of the question, or a source's id with metric, state and year.
SeriesId: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=400)]
CoverageId: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=280)]
# An agency's id and a year.
AgencyYearId: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*-[0-9]{4}$", max_length=125)]
StateYearId: TypeAlias = Annotated[str, Meta(pattern="^[a-z]{2}-[0-9]{4}$", max_length=7)]
Geoid: TypeAlias = Annotated[str, Meta(pattern=r"^0500000US[0-9]{5}$")]
Ori: TypeAlias = Annotated[str, Meta(pattern="^[A-Z0-9]{9}$")]
# JSON numbers are written plainly: 200000, not "200000" or 2.0E+5.
Number: TypeAlias = int | float
Day: TypeAlias = date
Moment: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]


def vocabulary(name: str) -> dict[str, dict[str, Any]]:
    """Return the entries of `schemas/{name}.toml` by code."""
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return {entry["code"]: entry for entry in tomllib.loads(text)[name]}


def definitions() -> dict[str, dict[str, dict[str, str]]]:
    """Return vocabulary → code → its definition, and the URL of a record that has the code, if one has."""
    return tomllib.loads((Path(__file__).parent / "definitions.toml").read_text(encoding="utf-8"))


DEFINITIONS = definitions()
SUBSETS = vocabulary("subsets")
ELIGIBILITIES = vocabulary("eligibilities")
Subset: TypeAlias = Annotated[
    str, Meta(title="Subset", extra_json_schema={"enum": sorted(SUBSETS)}, pattern="^[a-z0-9_]+$")
]
Eligibility: TypeAlias = Annotated[
    str, Meta(title="Eligibility", extra_json_schema={"enum": sorted(ELIGIBILITIES)}, pattern="^[a-z0-9_]+$")
]
