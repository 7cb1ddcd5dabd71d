"""croissant.json: the Parquet tables of a release, with their hashes, as mlcroissant loads them."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from api.bundle import croissant
from api.catalog.resources import CATALOG

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "build" / "tools" / "croissant" / "bin" / "python"
READER = Path(__file__).with_name("read_croissant.py")
TABLES = [*(resource.name for resource in CATALOG), "attribution-steps"]


@pytest.fixture(scope="module")
def data_set(folder):
    return json.loads((folder / croissant.NAME).read_bytes())


def test_it_names_every_parquet_file_with_its_hash_size_and_url(data_set, folder, newest):
    assert [each["@id"] for each in data_set["distribution"]] == [f"{name}.parquet" for name in TABLES]
    for each in data_set["distribution"]:
        data = (folder / each["@id"]).read_bytes()
        assert each["sha256"] == hashlib.sha256(data).hexdigest()
        assert each["contentSize"] == f"{len(data)} B"
        url = f"https://muster.example/v1/releases/{newest}/files/{each['@id']}"
        assert each["contentUrl"] == url


def test_it_describes_every_column_as_the_codebook_does(data_set, tables):
    assert data_set["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert data_set["isLiveDataset"] is False
    for each in data_set["recordSet"]:
        fields = tables[each["name"]]["schema"]["fields"]
        assert [(field["name"], field["description"]) for field in each["field"]] == [
            (field["name"], field["description"]) for field in fields
        ]
        assert [field["name"] for field in each["field"] if field.get("isArray")] == [
            field["name"] for field in fields if field["type"] == "list"
        ]


@pytest.mark.extra
def test_mlcroissant_loads_what_the_parquet_files_hold(folder):
    if not PYTHON.exists():
        raise RuntimeError("mlcroissant is missing: `make check-all` installs it")
    done = subprocess.run([PYTHON, READER, folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "not standard" not in done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    assert [*counts] == TABLES
    assert min(counts.values()) > 0
