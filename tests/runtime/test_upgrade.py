"""A data folder of the version before is served by this one, and its copy by the version before."""

import csv
import io
import json
import shutil
import subprocess
import tarfile
import urllib.request
from pathlib import Path

import pytest

from tests.runtime.conftest import ROOT

pytestmark = pytest.mark.extra
# Contract version 1: what ran before the rooms were rebuilt.
BEFORE = "d2cfd41"
PINNED = (
    "/v1/agencies?release=1",
    "/v1/staffing-figures.csv?release=1",
    "/v1/incentives/us-dhs-ice-nypd-2025-signing-bonus?release=1",
    "/v1/releases/1/files/staffing-figures.csv",
)


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """The source of the version before, from this repository's history."""
    packed = subprocess.run(
        ["git", "archive", BEFORE, "api", "schemas", "seeds"], cwd=ROOT, capture_output=True, check=False
    )
    if packed.returncode != 0:
        pytest.skip(f"needs commit {BEFORE} in the history of this checkout")
    folder = tmp_path_factory.mktemp("before")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def answers(environment):
    """What the server says at each pinned URL: the rows of a list or a file, or the record."""

    def read() -> dict[str, object]:
        found = {}
        for path in PINNED:
            with urllib.request.urlopen(f"http://127.0.0.1:{environment['MUSTER_PORT']}{path}") as response:
                body = response.read()
            found[path] = rows(body) if ".csv" in path else json.loads(body)["data"]
        return found

    return read


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode())))


def of_the_columns_before(now: object, promised: object) -> object:
    """The rows without the columns that this version added."""
    if isinstance(now, list) and isinstance(promised, list):
        return [of_the_columns_before(*each) for each in zip(now, promised, strict=True)]
    if isinstance(now, dict) and isinstance(promised, dict):
        return {name: of_the_columns_before(now.get(name), value) for name, value in promised.items()}
    return now


def start(muster, source: Path):
    running = muster("serve", PYTHONPATH=str(source)).wait(seconds=120)
    return running.wait("/v1/releases/1/files/staffing-figures.csv", seconds=120)


def stop(running) -> None:
    running.process.terminate()
    assert running.end() == 0, running.words()


def test_this_version_serves_a_data_folder_of_the_one_before_and_the_one_before_its_copy(
    before, muster, home, answers
):
    old = start(muster, before)
    promised = answers()
    stop(old)
    shutil.copytree(home / "data", home / "copy", symlinks=True)

    new = start(muster, ROOT)
    found = answers()
    assert of_the_columns_before(found, promised) == promised
    assert {row["headline_of_year"] for row in found["/v1/staffing-figures.csv?release=1"]} <= {
        "true",
        "false",
    }
    stop(new)

    shutil.rmtree(home / "data")
    (home / "copy").rename(home / "data")
    back = start(muster, before)
    assert answers() == promised
    stop(back)
