"""Rules for codes whose vocabularies are TOML files, and for coordinates."""

from collections.abc import Iterator

from schemas.types import ELIGIBILITIES, SUBSETS
from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values.conversion import Finding


def known_subset(revision: Revision, _context: Context) -> Iterator[Finding]:
    code = revision.fields["subset"]
    if code is not None and code not in SUBSETS:
        yield Finding("subset", f"unknown subset {code}: schemas/subsets.toml lists them")


def known_eligibility(revision: Revision, _context: Context) -> Iterator[Finding]:
    code = revision.fields["eligibility"]
    if code is not None and code not in ELIGIBILITIES:
        yield Finding("eligibility", f"unknown eligibility {code}: schemas/eligibilities.toml lists them")


def place_on_earth(revision: Revision, _context: Context) -> Iterator[Finding]:
    for name, limit in (("county_latitude", 90), ("county_longitude", 180)):
        value = revision.fields[name]
        if value is not None and abs(value) > limit:
            yield Finding(name, f"{value} is not between -{limit} and {limit} degrees")
