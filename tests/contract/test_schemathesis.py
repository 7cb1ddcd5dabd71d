"""Every operation against its own promises: examples, and every case that smaller operations define.

10 examples where a parameter or a form of answer is new, a few where both are known from other operations;
of known parameters each operation gets a few. tests/contract/test_at_length.py gives each all of them.
"""

import pytest

from tests.contract.examining import FOLLOWING, LEADING, SMALL, included, run, walk
from tests.effort import FEWEST, examples

pytestmark = pytest.mark.timeout(1800)
EXAMPLES = ("--phases", "examples,fuzzing")
FEW = "tests.contract.few_parameters"


def test_examples_of_every_parameter_and_form(service):
    some = ("--max-examples", "10")
    run(service, *EXAMPLES, *some, *included(LEADING), SCHEMATHESIS_HOOKS=FEW)


def test_a_few_examples_of_every_other_operation(service):
    few = ("--max-examples", str(FEWEST))
    run(service, *EXAMPLES, *few, *included(FOLLOWING), SCHEMATHESIS_HOOKS=FEW)


def test_walks_between_operations(service, tmp_path):
    assert walk(service, examples(40), tmp_path)


def test_every_case_of_the_smaller_operations(service):
    run(service, "--phases", "coverage", *included(SMALL))
