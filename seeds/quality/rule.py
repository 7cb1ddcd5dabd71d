"""All flags of an agency's figures. A rule is one function from an agency to marks."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias, get_args

from schemas import vocabularies as v
from seeds.quality.figures import Agency, Mark
from seeds.quality.inferred_date import inferred_date
from seeds.quality.jump import jumps
from seeds.quality.old import old
from seeds.quality.rates import few_residents, population_is_remainder
from seeds.quality.recount import recounts
from seeds.quality.repeats import repeats
from seeds.quality.zero_staff import zero_staff

Rule: TypeAlias = Callable[[Agency], Iterable[Mark]]
RULES: Final[tuple[Rule, ...]] = (
    jumps, recounts, repeats, zero_staff, population_is_remainder, few_residents, old, inferred_date,
)  # fmt: skip
ORDER: Final = get_args(v.Flag)


def flags(agency: Agency) -> dict[str, list[Mark]]:
    """Map the ids of flagged figures to their marks, one a flag, in the order of the vocabulary."""
    found: defaultdict[str, dict[str, Mark]] = defaultdict(dict)
    for rule in RULES:
        for mark in rule(agency):
            found[mark.id].setdefault(mark.flag, mark)
    return {key: [marks[flag] for flag in ORDER if flag in marks] for key, marks in found.items()}
