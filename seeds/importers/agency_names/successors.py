"""Finds records of one body: one follows the other under another ORI, and no year has both."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from seeds.importers.agency_names.register import Agency

LOCAL = frozenset({"municipal", "county"})
# Degrees by which two editions state the position of one county differently.
COUNTY_ROUNDING = Decimal("0.1")
BY_HAND = Path(__file__).with_name("successors.toml")


class Pair(NamedTuple):
    """Two records of one body: the older one's years are before the newer one's."""

    old: str
    new: str


def pairs(agencies: Mapping[str, Agency], years: Mapping[str, set[int]]) -> list[Pair]:
    """Return the pairs of the rule, and those decided by hand. Names must follow the naming rule.

    The rule: two agencies of a state, and no third, share a name and a kind; their counties, by name and by
    position, agree where both are known; and all years counted of one are before those of the other. Two
    that report for the same year are two bodies, however alike: constables, schools, posts.
    """
    decided = tomllib.loads(BY_HAND.read_text("utf-8"))
    apart, same = set(decided["apart"]), {old: each["new"] for old, each in decided["same"].items()}
    found = {pair.old: pair.new for pair in by_rule(agencies, years) if pair.old not in apart}
    return [Pair(old, new) for old, new in sorted((found | same).items())]


def by_rule(agencies: Mapping[str, Agency], years: Mapping[str, set[int]]) -> Iterator[Pair]:
    for group in _namesakes(agencies):
        if len(group) != 2 or not _agree(*group):
            continue
        counted = [(years.get(each.id, set()), each.id) for each in group]
        (before, old), (after, new) = sorted(counted, key=lambda each: sorted(each[0]))
        if before and after and max(before) < min(after):
            yield Pair(old, new)


def _namesakes(agencies: Mapping[str, Agency]) -> list[list[Agency]]:
    groups: defaultdict[tuple[str, str], list[Agency]] = defaultdict(list)
    for each in agencies.values():
        if each.state and not each.replaced_by:
            groups[each.name.lower(), each.state].append(each)
    return list(groups.values())


def _agree(one: Agency, other: Agency) -> bool:
    same_county = one.county == other.county or None in {one.county, other.county}
    return one.kind == other.kind and same_county and not _far_apart(one, other)


def _far_apart(one: Agency, other: Agency) -> bool:
    """Whether two local agencies lie in different counties. Those of states and tribes lie in several."""
    if not LOCAL.issuperset({one.level, other.level}):
        return False
    return _differ(one.county_latitude, other.county_latitude) or _differ(
        one.county_longitude, other.county_longitude
    )


def _differ(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and abs(one - other) > COUNTY_ROUNDING


def notice(old: Agency, new: Agency) -> str:
    """The one notice of a pair, for its figures and agreements."""
    return (
        f"{_described(old)} and {_described(new)} are records of one body: what stood under {old.id} now "
        f"stands under {new.id}. No number changes."
    )


def _described(agency: Agency) -> str:
    return agency.name if "-" in agency.number else f"{agency.name} ({agency.number})"
