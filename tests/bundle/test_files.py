"""What lies in the folder of a release, byte for byte."""

import csv
import gzip
import hashlib
import io
import json
import subprocess
import zipfile

import pytest

from api.bundle.write import BundleConfig
from api.catalog.resources import CATALOG
from tests.api.forms import rows

NAMES = [resource.name for resource in CATALOG]
# Those that have no address of their own, only a file.
OTHERS = ["attribution-steps"]
TEXTS = {
    *(
        "CITATION.cff",
        "LICENSE",
        "README.md",
        "SHA256SUMS",
        "codebook.csv",
        "codebook.md",
        "croissant.json",
        "datapackage.json",
    ),
    *("load.R", "load.do", "load.py", "load.sql", "sources.bib", "sources.csl.json"),
}


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_it_holds_every_table_in_three_forms_and_what_explains_them(folder, newest):
    forms = {f"{name}{suffix}" for name in (*NAMES, *OTHERS) for suffix in (".csv", ".csv.gz", ".parquet")}
    wide = {"staffing-figures-wide.csv", "staffing-figures-wide.csv.gz"}
    zipped = {f"muster-release-{newest}.zip", f"muster-release-{newest}.zip.sha256"}
    assert {path.name for path in folder.iterdir()} == forms | wide | TEXTS | zipped | {"files.json"}


@pytest.mark.parametrize("name", NAMES)
async def test_a_table_has_the_bytes_of_its_address(folder, get, newest, name):
    since = f"&since={newest - 1}" if name == "changes" else ""
    for suffix in (".csv", ".parquet"):
        answer = await get(f"/v1/{name}{suffix}?release={newest}{since}")
        assert answer.status == 200
        assert (folder / f"{name}{suffix}").read_bytes() == answer.body, suffix


@pytest.mark.parametrize("name", [name for name in NAMES if name != "changes"])
def test_a_table_has_as_many_records_as_the_pages(folder, records, tables, name):
    found = rows(name, ".csv", (folder / f"{name}.csv").read_bytes())
    assert len(found) == len(records[name]) == tables[name]["rows"]


def test_changes_are_those_of_the_release(folder, records, newest):
    found = {row["id"] for row in rows("changes", ".csv", (folder / "changes.csv").read_bytes())}
    assert found == {change["id"] for change in records["changes"] if change["release_number"] == newest}
    assert found


def test_what_is_packed_is_the_file_and_has_neither_name_nor_time(folder):
    packed = sorted(folder.glob("*.gz"))
    assert len(packed) == len(NAMES) + len(OTHERS) + 1
    for path in packed:
        data = path.read_bytes()
        assert gzip.decompress(data) == path.with_suffix("").read_bytes()
        assert data[3:8] == b"\0\0\0\0\0", "flags and time"


def test_the_list_knows_every_file(folder, newest):
    listed = json.loads((folder / "files.json").read_bytes())
    assert listed["release"] == newest
    names = [file["name"] for file in listed["files"]]
    assert names == sorted(names)
    assert {*names} == {path.name for path in folder.iterdir()} - {"files.json"}
    for file in listed["files"]:
        data = (folder / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest()), file["name"]
        assert file["about"].endswith(".")
        assert "/" in file["media_type"]


def test_the_list_counts_the_records_of_tables(folder):
    for file in json.loads((folder / "files.json").read_bytes())["files"]:
        name = file["name"].removesuffix(".gz")
        if name.endswith(".csv"):
            text = (folder / name).read_text(encoding="utf-8")
            assert file["rows"] == sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
        elif not name.endswith(".parquet"):
            assert file["rows"] is None


def test_sha256sum_checks_the_sums(folder, newest):
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    names = [line[66:] for line in lines]
    assert names == sorted(names)
    apart = {
        "SHA256SUMS",
        "files.json",
        f"muster-release-{newest}.zip",
        f"muster-release-{newest}.zip.sha256",
    }
    assert {*names} == {path.name for path in folder.iterdir()} - apart
    for sums in ("SHA256SUMS", f"muster-release-{newest}.zip.sha256"):
        done = subprocess.run(
            ["sha256sum", "--check", "--strict", sums], cwd=folder, capture_output=True, check=True
        )
        assert b"FAILED" not in done.stdout


def test_the_zip_holds_the_same_files_in_order(folder, newest):
    with zipfile.ZipFile(folder / f"muster-release-{newest}.zip") as zipped:
        assert zipped.testzip() is None
        entries = zipped.infolist()
        assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
        sums = {line[66:] for line in (folder / "SHA256SUMS").read_text().splitlines()}
        assert {entry.filename for entry in entries} == sums | {"SHA256SUMS"}
        for entry in entries:
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert oct(entry.external_attr >> 16) == "0o100644"
            stored = entry.filename.endswith((".gz", ".parquet"))
            assert entry.compress_type == (zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
            assert zipped.read(entry) == (folder / entry.filename).read_bytes()


def test_written_again_elsewhere_it_has_the_same_bytes(folder, config, write, tmp_path):
    again = BundleConfig(database_url=config.database_url, root=tmp_path, public_url=config.public_url)
    [number] = write(again)
    assert contents(tmp_path / str(number)) == contents(folder)


# Say where the release is published, and what lists or holds those.
OF_THE_SERVER = {
    *("README.md", "CITATION.cff", "croissant.json", "datapackage.json", "sources.bib", "sources.csl.json")
}
MADE_OF_ALL = {"SHA256SUMS", "files.json"}


def test_a_server_of_another_public_url_writes_the_same_tables(folder, config, write, tmp_path):
    """So that a SHA-256 is a citation, wherever the file came from."""
    other = BundleConfig(
        database_url=config.database_url, root=tmp_path, public_url="http://other.example:81"
    )
    [number] = write(other)
    here, there = contents(folder), contents(tmp_path / str(number))
    assert here.keys() == there.keys()
    differing = {name for name in here if here[name] != there[name]}
    allowed = OF_THE_SERVER | MADE_OF_ALL | {name for name in here if ".zip" in name}
    assert differing <= allowed
    assert "README.md" in differing, "the public URL is written nowhere"
    assert b"muster.example" not in b"".join(here[name] for name in here.keys() - allowed)


def test_nothing_in_it_names_the_machine(folder, config):
    for name, data in contents(folder).items():
        assert str(config.root).encode() not in data, name
        assert b"localhost" not in data, name


def test_a_text_file_is_utf8_and_begins_with_no_mark(folder):
    for name, data in contents(folder).items():
        if not name.endswith((".gz", ".parquet", ".zip")):
            assert not data.startswith("\ufeff".encode())
            assert "\r" not in data.decode() or name.endswith(".csv"), name


def test_an_older_release_has_what_it_had(config, write, records, tmp_path):
    old = BundleConfig(database_url=config.database_url, root=tmp_path, public_url=config.public_url)
    assert write(old, 1) == [1]
    [release] = (each for each in records["releases"] if each["number"] == 1)
    listed = {
        file["name"]: file for file in json.loads((tmp_path / "1" / "files.json").read_bytes())["files"]
    }
    for name in ("agencies", "staffing-figures", "agreements", "sources"):
        assert listed[f"{name}.csv"]["rows"] == release[name.replace("-", "_")], name
    assert listed["changes.csv"]["rows"] == release["added"]
