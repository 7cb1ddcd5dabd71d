"""Every operation against its own promises, at length. A file has its process: two run beside each other."""

import pytest

from tests.contract.examining import run


@pytest.mark.extra
@pytest.mark.timeout(3000)
def test_many_examples_of_every_operation(service):
    run(service, "--phases", "fuzzing,stateful", "--max-examples", "200")
