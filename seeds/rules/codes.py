"""Rules about codes of the vocabularies kept in TOML, and about metrics."""

from collections.abc import Iterator

from schemas.types import ELIGIBILITIES, SUBSETS
from seeds.conversion import Finding
from seeds.drafts import Draft
from seeds.world import World


def known_subset(draft: Draft, _world: World) -> Iterator[Finding]:
    code = draft.fields["subset"]
    if code is not None and code not in SUBSETS:
        yield Finding("subset", f"schemas/subsets.toml has no {code}")


def known_eligibility(draft: Draft, _world: World) -> Iterator[Finding]:
    code = draft.fields["eligibility"]
    if code is not None and code not in ELIGIBILITIES:
        yield Finding("eligibility", f"schemas/eligibilities.toml has no {code}")


def place_on_earth(draft: Draft, _world: World) -> Iterator[Finding]:
    for name, limit in (("county_latitude", 90), ("county_longitude", 180)):
        value = draft.fields[name]
        if value is not None and abs(value) > limit:
            yield Finding(name, f"{value} is beyond {limit} degrees")
