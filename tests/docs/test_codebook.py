"""The guide to the codes says what the contract says of them."""

from pathlib import Path
from typing import get_args

import pytest

from schemas import vocabularies as v
from schemas.types import DEFINITIONS

GUIDE = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DEFINITIONS)
def test_each_code_of_a_defined_list_has_a_definition_in_its_order(name: str) -> None:
    assert [*DEFINITIONS[name]] == [*get_args(getattr(v, name))]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_the_guide_has_each_definition_and_example(name: str) -> None:
    for code, entry in DEFINITIONS[name].items():
        example = f"`{entry['example']}`" if "example" in entry else "no record so far"
        assert f"| `{code}` | {entry['definition']} | {example} |" in GUIDE
