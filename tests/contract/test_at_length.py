"""Every operation against its own promises, at length: 200 examples; every case of pages and CSV files."""

import pytest

from tests.contract.examining import OPERATIONS, PAGES_AND_CSV, SMALL, included, run

pytestmark = [pytest.mark.extra, pytest.mark.timeout(3000)]
MANY = ("--max-examples", "200")


@pytest.mark.parametrize("part", [0, 1])
def test_many_examples_of_every_operation(service, part):
    run(service, "--phases", "examples,fuzzing", *MANY, *included([*OPERATIONS][part::2]))


def test_many_walks_between_operations(service):
    run(service, "--phases", "stateful", *MANY)


def test_every_case_of_pages_and_csv_files(service):
    run(service, "--phases", "coverage", *included([name for name in PAGES_AND_CSV if name not in SMALL]))
