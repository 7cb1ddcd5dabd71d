from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.desk import Desk


@pytest.fixture(scope="session")
def desk_of(site: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Desk]:
    """The desk of a document: one for all its blocks."""
    desks: dict[Path, Desk] = {}

    def find(page: Path) -> Desk:
        if page not in desks:
            desks[page] = Desk(tmp_path_factory.mktemp(page.stem), site)
        return desks[page]

    return find
