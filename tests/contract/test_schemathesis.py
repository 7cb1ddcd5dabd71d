"""Every operation against its own promises: 25 examples, and every case that smaller operations define."""

import pytest

from tests.contract.examining import SMALL, included, run


@pytest.mark.timeout(900)
def test_examples_of_every_operation_and_walks_between_them(service):
    run(service, "--phases", "examples,fuzzing,stateful")


def test_every_case_of_the_smaller_operations(service):
    run(service, "--phases", "coverage", *included(SMALL))
