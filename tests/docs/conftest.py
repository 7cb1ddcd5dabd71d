from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.request import urlretrieve

import pytest

from api.bundle import write
from api.bundle.write import BundleConfig
from tests.docs.desk import Desk
from tests.folders import open_folder

UNPACKED, STATISTICS = "muster-release-1", "muster-release-22"
# The tables of release 22 that the documents read. The whole release would take half a gigabyte.
READ = ("agency-years", "area-figures", "state-years")


@pytest.fixture(scope="session")
def release_1(log_url: str, site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the first release."""
    config = BundleConfig(
        database_url=log_url, root=tmp_path_factory.mktemp("release-files"), public_url=site
    )
    write.write(config, write.published(log_url), [1], lambda *_: None, print)
    return config.root / "1"


@pytest.fixture(scope="session")
def release_22(site: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some tables of that release: a table as a whole has the bytes of the stored file."""
    folder = tmp_path_factory.mktemp(STATISTICS)
    for name in READ:
        urlretrieve(f"{site}/v1/{name}.csv?release=22", folder / f"{name}.csv")
    return folder


@pytest.fixture(scope="session")
def desk_of(site: str, log_url: str, request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Desk]]:
    """The desk of a document: one for all its blocks, which may bring a database of their own."""
    desks: dict[Path, Desk] = {}
    folders = ExitStack()

    def find(page: Path) -> Desk:
        if page not in desks:
            desks[page] = Desk(folders.enter_context(open_folder()), site, log_url)
            text = page.read_text(encoding="utf-8")
            for name, fixture in ((UNPACKED, "release_1"), (STATISTICS, "release_22")):
                if name in text:
                    (desks[page].folder / name).symlink_to(request.getfixturevalue(fixture))
        return desks[page]

    with folders:
        yield find
