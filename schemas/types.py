"""Types that several records share: ids, numbers, days, and the codes of the vocabularies kept in TOML."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from msgspec import Meta

Id: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Code: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+(_[a-z0-9]+)*$", max_length=120)]
# Of any record: metrics have codes, all others ids.
RecordId: TypeAlias = Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=120)]
ChangeId: TypeAlias = Annotated[str, Meta(pattern="^[1-9][0-9]*-[a-z0-9]+([-_][a-z0-9]+)*$", max_length=140)]
Geoid: TypeAlias = Annotated[str, Meta(pattern=r"^0500000US[0-9]{5}$")]
Ori: TypeAlias = Annotated[str, Meta(pattern="^[A-Z0-9]{9}$")]
# Never Decimal or double precision on the wire: 200000 is 200000, not "200000" or 2.0E+5.
Number: TypeAlias = int | float
Day: TypeAlias = date
Moment: TypeAlias = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]


def vocabulary(name: str) -> dict[str, dict[str, Any]]:
    """The entries of `schemas/{name}.toml` by their code."""
    text = (Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8")
    return {entry["code"]: entry for entry in tomllib.loads(text)[name]}


SUBSETS = vocabulary("subsets")
ELIGIBILITIES = vocabulary("eligibilities")
Subset: TypeAlias = Annotated[
    str, Meta(title="Subset", extra_json_schema={"enum": sorted(SUBSETS)}, pattern="^[a-z0-9_]+$")
]
Eligibility: TypeAlias = Annotated[
    str, Meta(title="Eligibility", extra_json_schema={"enum": sorted(ELIGIBILITIES)}, pattern="^[a-z0-9_]+$")
]
