"""Every operation against its own promises, at length; every case of every parameter.

25 examples where a parameter or a form of answer is new, 5 where both are known from other operations.
`make fuzz` tries many times as many.
"""

import pytest

from tests.contract.examining import FOLLOWING, LEADING, PAGES_AND_CSV, SMALL, included, run, walk
from tests.contract.links import ENOUGH, names

pytestmark = [pytest.mark.extra, pytest.mark.timeout(3000)]
MANY, SOME = ("--max-examples", "25"), ("--max-examples", "5")
FEW = "tests.contract.few_parameters"


@pytest.mark.parametrize("part", [0, 1])
def test_many_examples_of_every_parameter_and_form(service, part):
    run(service, "--phases", "examples,fuzzing", *MANY, *included(LEADING[part::2]))


def test_examples_of_every_other_operation(service):
    run(service, "--phases", "examples,fuzzing", *SOME, *included(FOLLOWING))


def test_many_walks_between_operations_follow_at_least_150_links(service, tmp_path):
    every = names()
    followed = walk(service, 200, tmp_path) & every
    assert len(followed) >= ENOUGH, f"not followed: {sorted(every - followed)}"


def test_every_case_of_every_parameter_of_pages_and_csv_files(service):
    """Each parameter with one operation: what it may be and what it may not is written once for all."""
    larger = [name for name in PAGES_AND_CSV if name not in SMALL]
    run(service, "--phases", "coverage", *included(larger), SCHEMATHESIS_HOOKS=FEW)
