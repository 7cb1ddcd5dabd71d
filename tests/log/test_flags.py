"""The flags of the real data: how many there are, and examples by name."""

from typing import get_args

import pytest

from schemas import types
from schemas import vocabularies as v
from tests.log.conftest import Ask, Rows

# docs/quality.md has the same numbers: a new release that moves one is read there again.
COUNTS = {
    "jump": 168,
    "recount": 196,
    "repeats_another_year": 1055,
    "zero_staff": 41,
    "population_is_remainder": 17761,
    "few_residents": 2037,
    "old": 15684,
    "inferred_date": 983,
}
CHECK = "check what was counted."
EXAMPLES = {
    "kskhp0000-sworn-headcount-2025-10-31-fbi-lee": {
        "jump": f"30 in 2025, but 559 (2018) and 533 (2005): {CHECK}"
    },
    "ar0601700-sworn-headcount-2025-10-31-fbi-lee": {
        "jump": f"44 in 2025, but 22 (2018) and 19 (2005): {CHECK}"
    },
    "fl0060000-sworn-headcount-2005-10-31-fbi-leoka": {
        "jump": f"347 in 2005, but 1,551 (2004) and 1,794 (2025): {CHECK}"
    },
    "la0100000-sworn-headcount-2009-10-31-fbi-lee": {
        "recount": "424 of 834 employees are officers in 2009, but 697 of 797 in 2008: "
        "check who is counted as an officer."
    },
    "ny0582200-sworn-headcount-2025-10-31-fbi-lee": {
        "zero_staff": "No officers in 2025, 1 civilian: check whether another agency polices here."
    },
    "nj0043300-employees-per-1000-2023-10-31-fbi-lee": {
        "few_residents": "7 residents here: do not rank by a rate of them.",
        "old": "The newest figure here is of 2023: say the year, and look for a newer one.",
    },
}


async def test_each_flag_marks_as_many_figures_as_the_guide_says(rows: Rows) -> None:
    found = await rows(
        "select flag, count(*) from api.staffing_figures cross join unnest(flags) flag group by 1"
    )
    assert dict(found) == COUNTS  # type: ignore[arg-type]


async def test_each_flag_has_a_sentence_and_only_once(rows: Rows) -> None:
    wrong = await rows(
        """select id from api.staffing_figures where cardinality(flags) <> cardinality(flag_notes)
        or cardinality(flags) <> (select count(distinct flag) from unnest(flags) flag)"""
    )
    assert wrong == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_doubtful_figure_says_why(ask: Ask, name: str) -> None:
    figure = ask(f"/v1/staffing-figures/{name}")
    assert dict(zip(figure["flags"], figure["flag_notes"], strict=True)) == EXAMPLES[name]


def test_figures_are_found_by_their_flags(ask: Ask) -> None:
    def found(**query: str) -> set[str]:
        return {each["id"] for each in ask("/v1/staffing-figures", agency_id="kskhp0000", **query)}

    jump = {"kskhp0000-sworn-headcount-2025-10-31-fbi-lee"}
    assert found(flags="jump") == found(flags__in="jump,zero_staff") == jump
    assert jump <= found(flags__isnull="false")
    assert found() - found(flags__isnull="false") == found(flags__isnull="true")


CODES = [
    (name, code, entry["example"])
    for name, codes in types.DEFINITIONS.items()
    for code, entry in codes.items()
    if "example" in entry
]
COLUMNS = {
    "Modality": "modality",
    "Rank": "rank",
    "Period": "period",
    "DateBasis": "date_basis",
    "Flag": "flags",
}
STATEMENTS = ("staffing_figures", "incentives")
# The tables that have each of them.
TABLES = {
    name: STATEMENTS if name in {"Modality", "Rank", "DateBasis"} else STATEMENTS[:1] for name in COLUMNS
}


@pytest.mark.parametrize(("name", "code", "example"), CODES)
def test_the_example_of_a_code_has_it(ask: Ask, name: str, code: str, example: str) -> None:
    value = ask(example)[COLUMNS[name]]
    assert code in (value if name == "Flag" else [value])


async def test_no_record_has_a_code_without_an_example(rows: Rows) -> None:
    for name, column in COLUMNS.items():
        defined = types.DEFINITIONS[name]
        without = {code for code in get_args(getattr(v, name)) if "example" not in defined[code]}
        of = "unnest(flags)" if name == "Flag" else column
        for table in TABLES[name]:
            assert not without & {code for (code,) in await rows(f"select distinct {of} from api.{table}")}


def test_a_status_tells_of_a_flag_that_came_with_a_later_release(ask: Ask) -> None:
    """Release 2 has the count of 2025, release 15 the one of 2018 that it is compared with."""
    path = "/v1/staffing-figures/kskhp0000-sworn-headcount-2025-10-31-fbi-lee/status"
    assert ask(path, since_release=2)["flags_gained"] == ["jump"]
    assert ask(path, since_release=15)["flags_gained"] == []
