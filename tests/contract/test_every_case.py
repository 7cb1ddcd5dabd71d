"""Whatever the schemas of pages and CSV files define. A file has its process: two run beside each other."""

import pytest

from tests.contract.examining import PAGES_AND_CSV, SMALL, included, run


@pytest.mark.extra
@pytest.mark.timeout(3000)
def test_every_case_of_pages_and_csv_files(service):
    run(service, "--phases", "coverage", *included([name for name in PAGES_AND_CSV if name not in SMALL]))
