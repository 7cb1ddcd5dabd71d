"""`muster verify` and damage of any kind, anywhere: it is told as a problem, and never ends the telling."""

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from api.bundle import archive
from api.cli import main
from api.verify import run, source
from api.verify.source import Unusable
from tests.effort import part

# One that Muster writes: no other is run.
PATTERN = "^[a-z0-9]+(-[a-z0-9]+)*$"
CODES = {"required": True, "pattern": PATTERN}
TABLES = {
    "states": (
        b"id,name\nca,California\nny,New York\n",
        [{"name": "id", "constraints": CODES}, {"name": "name"}],
    ),
    "cities": (
        b"id,state,people\nla,ca,3898747\nsf,ca,873965\nnyc,ny,8804190\n",
        [{"name": "id", "constraints": CODES}, {"name": "state"}, {"name": "people", "type": "integer"}],
    ),
}
REFERENCE = {"fields": ["state"], "reference": {"resource": "states", "fields": ["id"]}}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def described(name: str) -> dict[str, object]:
    data, fields = TABLES[name]
    known = {"bytes": len(data), "hash": f"sha256:{sha256(data)}", "rows": data.count(b"\n") - 1}
    keys = {"foreignKeys": [REFERENCE]} if name == "cities" else {}
    return {
        "name": name,
        "path": f"{name}.csv",
        **known,
        "schema": {"fields": fields, "primaryKey": ["id"], **keys},
    }


@pytest.fixture(scope="module")
def bundle(tmp_path_factory) -> Path:
    """A release of two tables, in all their forms: small, so that it is looked at a thousand times."""
    folder = tmp_path_factory.mktemp("bundle")
    for name, (data, _) in TABLES.items():
        (folder / f"{name}.csv").write_bytes(data)
        (folder / f"{name}.csv.gz").write_bytes(gzip.compress(data, mtime=0))
        pyarrow.parquet.write_table(pyarrow.csv.read_csv(folder / f"{name}.csv"), folder / f"{name}.parquet")
    package = {"resources": [described(name) for name in TABLES]}
    (folder / "datapackage.json").write_text(json.dumps(package))
    (folder / "LICENSE").write_text("Free.\n")
    sums = [f"{sha256(path.read_bytes())}  {path.name}\n" for path in sorted(folder.iterdir())]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return folder


@pytest.fixture(scope="module")
def zipped(bundle, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("zipped") / "x.zip"
    archive.write(path, [*bundle.iterdir()], lambda _: None)
    return path


def verify(path: Path) -> Result:
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    return done


def told(path: Path) -> list[str]:
    try:
        return run.problems(path, lambda *_: None).lines
    except Unusable as unusable:
        return [str(unusable)]


def contents(path: Path) -> dict[str, bytes] | None:
    """What a zip holds, if it can be read at all."""
    try:
        with zipfile.ZipFile(path) as found:
            return {name: found.read(name) for name in found.namelist()}
    except Exception:  # noqa: BLE001 - how it fails is the concern of the code under test
        return None


def damaged(data: bytes, step: int = 1) -> Iterator[bytes]:
    """One byte changed, here by a bit and there altogether."""
    for place in range(0, len(data), step):
        for change in (1 << place % 8, 255):
            yield data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]


def test_the_bundle_is_whole(bundle, zipped):
    assert verify(bundle).exit_code == verify(zipped).exit_code == 0


@pytest.mark.property
def test_a_zip_with_any_byte_damaged_is_told_if_it_holds_something_else(zipped, tmp_path):
    whole, seen = contents(zipped), set()
    for data in part(damaged(zipped.read_bytes(), 3)):
        (tmp_path / "x.zip").write_bytes(data)
        found, same = told(tmp_path / "x.zip"), contents(tmp_path / "x.zip") == whole
        assert found or same, "what differs is taken for whole"
        seen.add(same)
    assert seen == {True, False}


def members(zipped: Path) -> dict[str, tuple[int, int]]:
    """Where in the zip the packed bytes of each are."""
    with zipfile.ZipFile(zipped) as found:
        infos = {info.filename: info for info in found.infolist()}
    start = {name: info.header_offset + 30 + len(name) for name, info in infos.items()}
    return {name: (start[name], start[name] + info.compress_size) for name, info in infos.items()}


def test_every_member_is_told_by_its_name_wherever_it_is_damaged(bundle, zipped, tmp_path):
    data = zipped.read_bytes()
    places = members(zipped)
    assert places.keys() == {path.name for path in bundle.iterdir()}
    for name, (first, end) in places.items():
        for place in range(first, end, max((end - first) // 6, 1)):
            (tmp_path / "x.zip").write_bytes(data[:place] + bytes([data[place] ^ 255]) + data[place + 1 :])
            done = verify(tmp_path / "x.zip")
            assert done.exit_code == 1
            assert f"{name}: cannot be read: " in done.stdout, (name, place)


@pytest.mark.property
def test_a_folder_with_any_byte_damaged_is_told_by_the_name_of_the_file(bundle, tmp_path):
    """Nothing but the digests stands between the damage and who reads tables, packages and packed files."""
    for path in bundle.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for path in sorted(bundle.iterdir()):
        whole = path.read_bytes()
        for data in part(damaged(whole)):
            (tmp_path / path.name).write_bytes(data)
            assert any(path.name in problem for problem in told(tmp_path)), path.name
        (tmp_path / path.name).write_bytes(whole)
    assert told(tmp_path) == []


NAMES = ["SHA256SUMS", "datapackage.json", "states.csv", "states.csv.gz", "states.parquet", "LICENSE"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_may_not_be_read_is_told_and_the_others_are_checked(name, bundle, monkeypatch):
    opened = source.Folder.open

    def refusing(self, asked):
        if asked == name:
            raise PermissionError(13, "Permission denied", asked)
        return opened(self, asked)

    monkeypatch.setattr(source.Folder, "open", refusing)
    done = verify(bundle)
    assert done.exit_code == 1
    for line in done.stdout.splitlines():
        assert line.startswith(f"{name}: "), line
        assert line.endswith(f"[Errno 13] Permission denied: '{name}'")


def test_a_folder_that_may_not_be_listed_is_told(bundle, monkeypatch):
    def refused(_):
        raise PermissionError(13, "Permission denied", "bundle")

    monkeypatch.setattr(source.Folder, "sizes", refused)
    done = verify(bundle)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "cannot be read: [Errno 13] Permission denied" in done.stderr
