"""The files of the newest release of the small log, written once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.bundle import write as writing
from api.bundle.write import BundleConfig
from tests.api.conftest import debian, get, names, names_at, newest, records, walk  # noqa: F401 - found by name
from tests.conftest import PUBLIC_URL, Database


@pytest.fixture(scope="session")
def config(database: Database, tmp_path_factory: pytest.TempPathFactory) -> BundleConfig:
    root = tmp_path_factory.mktemp("release-files")
    return BundleConfig(database_url=database.exporter_url, root=root, public_url=PUBLIC_URL)


@pytest.fixture(scope="session")
def write() -> Callable[..., list[int]]:
    """Writes the newest release, or those numbers; answers which were missing."""

    def written(config: BundleConfig, *numbers: int) -> list[int]:
        known = writing.published(config.database_url)
        asked = numbers or [known[-1].number]
        return writing.write(config, known, asked, lambda *_: None, print)

    return written


@pytest.fixture(scope="session")
def folder(config: BundleConfig, write: Callable[..., list[int]]) -> Path:
    [number] = write(config)
    return config.root / str(number)


@pytest.fixture(scope="session")
def package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_bytes())


@pytest.fixture(scope="session")
def tables(package: dict) -> dict[str, dict]:
    """The tables as the data package describes them, by name."""
    return {table["name"]: table for table in package["resources"]}
