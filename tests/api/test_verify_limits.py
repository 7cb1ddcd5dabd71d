"""`muster verify` on files that a stranger made large: a limit, a sentence, and the rest still checked."""

import gzip
import hashlib
import json
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import main
from api.verify import limits
from api.verify.directory import directory_size

MB = 2**20
DATA = b"id,name\nca,California\nny,New York\n"
FIELDS = [{"name": "id", "constraints": {"required": True}}, {"name": "name"}]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def package(data: bytes = DATA, fields: list[dict[str, object]] = FIELDS, rows: int = 2) -> dict[str, object]:
    about = {"bytes": len(data), "hash": f"sha256:{sha256(data)}", "rows": rows}
    schema = {"fields": fields, "primaryKey": ["id"]}
    return {"resources": [{"name": "states", "path": "states.csv", **about, "schema": schema}]}


def files(**others: bytes) -> dict[str, bytes]:
    """A whole release of one table, with other files added or in the place of its own."""
    given = {name.replace("__", "."): data for name, data in others.items()}
    about = json.dumps(package(given.get("states.csv", DATA))).encode()
    made = {"states.csv": DATA, "datapackage.json": about, **given}
    sums = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(made.items()) if name != "SHA256SUMS")
    return {"SHA256SUMS": sums.encode(), **made}


@pytest.fixture
def folder(tmp_path):
    def write(made: dict[str, bytes]) -> Path:
        for name, data in made.items():
            (tmp_path / name).write_bytes(data)
        return tmp_path

    return write


@pytest.fixture
def zipped(tmp_path):
    def write(made: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
        with zipfile.ZipFile(tmp_path / "x.zip", "w", packing) as target:
            for name, data in made.items():
                target.writestr(name, data)
        return tmp_path / "x.zip"

    return write


def verify(path: Path) -> tuple[list[str], str]:
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exception is None or isinstance(done.exception, SystemExit), repr(done.exception)
    assert done.exit_code in {0, 1}
    return ([] if done.exit_code == 0 else done.stdout.splitlines()), done.stderr


def test_the_release_itself_is_whole(folder, zipped):
    assert verify(zipped(files()))[0] == []
    zipped({}).unlink()
    assert verify(folder(files()))[0] == []


@pytest.mark.parametrize(
    "name", ["SHA256SUMS", "datapackage.json", "files.json", "states.csv", "states.parquet"]
)
def test_a_zip_of_zeros_takes_no_more_memory_than_a_whole_one(zipped, name):
    verify(zipped(files()))  # what is loaded once is loaded
    path = zipped({**files(), name: bytes(64 * MB)})
    assert path.stat().st_size < MB / 8
    tracemalloc.start()
    try:
        found, _ = verify(path)
        assert tracemalloc.get_traced_memory()[1] < 8 * MB
    finally:
        tracemalloc.stop()
    said = "unpacks to more than 200 times its size: no file of a release does"
    assert any(line.startswith(f"{name}: ") and line.endswith(said) for line in found), found


@pytest.mark.parametrize(
    ("name", "length", "said"),
    [
        ("SHA256SUMS", 4, "SHA256SUMS: cannot be read: is larger than 4 MB"),
        ("files.json", 4, "files.json: cannot be read: is larger than 4 MB"),
        ("datapackage.json", 16, "datapackage.json: cannot be read: is larger than 16 MB"),
        ("states.csv", 4, "states.csv: after record 0: has more than 4,194,304 characters in one record"),
    ],
)
def test_a_file_larger_than_its_kind_is_told_and_the_others_are_checked(folder, name, length, said):
    made = files(**{name.replace(".", "__"): b" " * (length * MB + 1)}, extra=b"")
    made["x.csv.sha256"] = b"nonsense\n"
    found, _ = verify(folder(made))
    assert any(line.startswith(said) for line in found), found
    assert "x.csv.sha256:1: is not a digest, two spaces and a file name" in found


def test_records_that_are_quoted_over_lines_have_the_same_limit(folder):
    data = DATA + b'tx,"' + b"Texas\n" * (MB * 5 // 6) + b'"\n'
    found, _ = verify(folder(files(states__csv=data)))
    assert found == ["states.csv: after record 2: has more than 4,194,304 characters in one record"]


def test_no_pattern_is_run_that_muster_does_not_write(folder):
    """Bounded: the cell is short, and were the pattern run, the cell would be a problem."""
    fields = [{"name": "id", "constraints": {"pattern": "^(x+)+$"}}, FIELDS[1]]
    about = package(fields=fields, rows=3)
    found, _ = verify(folder(files(datapackage__json=json.dumps(about).encode())))
    said = "datapackage.json: states: id has a pattern that this version of Muster does not write"
    assert found == [
        f"{said}: '^(x+)+$'; its cells were not compared with it",
        "states.csv: has 2 records; the data package says 3",
    ]


def test_a_packed_file_longer_than_the_plain_one_is_not_read_to_its_end(folder):
    from api.verify.checksums import Digests, check_gzip
    from api.verify.source import open_files

    path = folder(files(states__csv__gz=gzip.compress(bytes(64 * MB))))
    read: list[int] = []
    file_set = open_files(path)
    found = list(check_gzip(file_set, "states.csv.gz", file_set.sizes(), Digests(file_set, read.append)))
    assert found == ["states.csv.gz: does not match states.csv"]
    assert sum(read) <= 2 * MB


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (b"[" * 100_000, "is not the data package of a release"),
        (b'{"resources": [' + b'{"x": ' * 50_000, "is not the data package of a release"),
        (json.dumps({"resources": package()["resources"] * 201}).encode(), "of length <= 200"),
        (json.dumps(package(fields=FIELDS * 501)).encode(), "of length <= 1000"),
        (json.dumps(package(fields=[{"name": "n" * 201}])).encode(), "of length <= 200"),
        (json.dumps(package(rows=2**54)).encode(), "`int` <= "),
        (json.dumps(package()).replace("2", "9" * 5_000, 1).encode(), "is not the data package of a release"),
    ],
    ids=["deep", "deep objects", "tables", "columns", "name", "count", "digits"],
)
def test_a_package_beyond_its_limits_is_told_and_the_sums_are_checked(folder, made, said):
    found, _ = verify(folder(files(datapackage__json=made) | {"extra": b""}))
    assert found[0] == "extra: is not in SHA256SUMS"
    assert found[1].startswith("datapackage.json: is not the data package of a release")
    assert said in found[1]
    assert len(found) == 2


def test_a_deep_list_of_files_is_told(folder):
    [found], _ = verify(folder(files() | {"files.json": b'{"x": ' + b"[" * 100_000}))
    assert found.startswith("files.json: is not a list of files")


def test_a_header_of_a_hundred_thousand_columns_is_one_short_line(folder):
    header = ",".join(f"c{n}" for n in range(100_000)).encode()
    found, _ = verify(folder(files(states__csv=b"id,name," + header + b"\n")))
    assert len(found) == 1
    assert found[0].endswith("and 99,940 more")
    assert len(found[0]) < 1_000


def test_many_problems_of_a_kind_are_counted_and_the_others_still_listed(folder):
    made = files()
    made["SHA256SUMS"] += b"nonsense\n" * 5_000
    found, count = verify(folder(made | {"extra": b""}))
    assert len(found) == 102
    assert found[100:] == ["… and 4,900 more problems like this one", "extra: is not in SHA256SUMS"]
    assert "5,001 problems." in count


def test_a_folder_of_too_many_files_is_told(tmp_path):
    for n in range(limits.FILES + 1):
        (tmp_path / f"f{n}").touch()
    found, said = verify(tmp_path)
    assert found == []
    assert "holds more than 1,000 files: a release has fewer" in said


@pytest.mark.parametrize("count", [limits.FILES + 1, 30_000])
def test_a_zip_of_too_many_files_is_told(zipped, count):
    path = zipped({f"f{n}": b"" for n in range(count)})
    assert (directory_size(path) > limits.CONTENTS) == (count == 30_000)
    assert "a release has" in verify(path)[1]


def test_a_zip_whose_end_states_a_large_directory_is_refused_before_it_is_read(zipped):
    path = zipped(files())
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, len(data) - 10, limits.CONTENTS + 1)
    path.write_bytes(data)
    assert "lists more files than a release has" in verify(path)[1]
    # and by the record for large zips, which zipfile believes more
    end = bytes(data[-22:])
    large = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, limits.CONTENTS + 2, 0)
    path.write_bytes(bytes(data[:-22]) + large + struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1) + end)
    assert directory_size(path) == limits.CONTENTS + 2


def test_members_that_overlap_are_told(zipped):
    path = zipped({f"f{n}": bytes(range(256)) * 256 for n in range(4)}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    directory = data.index(b"PK\1\2")
    first = data[directory : data.index(b"PK\1\2", directory + 1)]
    entries = b"".join(bytes(first).replace(b"f0", f"f{n}".encode()) for n in range(4))
    body = bytes(data[: data.index(b"PK\3\4", 1)])  # one file, named four times
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 4, 4, len(entries), len(body), 0)
    path.write_bytes(body + entries + end)
    assert "its files overlap" in verify(path)[1]


def test_a_member_packed_in_another_way_is_told(zipped):
    found, _ = verify(zipped(files(), zipfile.ZIP_BZIP2))
    said = "cannot be read: is packed in another way than a release's files: store or deflate it"
    assert found == [f"SHA256SUMS: {said}", f"datapackage.json: {said}"]


def test_a_parquet_whose_footer_is_too_large_is_told(folder):
    data = b"PAR1" + bytes(100) + struct.pack("<L", limits.FOOTER + 1) + b"PAR1"
    [found], _ = verify(folder(files(states__parquet=data)))
    assert found.startswith("states.parquet: is not a complete Parquet file: its footer is larger than 64 MB")


def test_the_limits_leave_room_for_what_muster_writes(tmp_path):
    """Ten times the columns of the widest table, and every pattern of the catalogue."""
    from api.bundle.tables import tables
    from api.verify.package import PATTERNS

    assert max(len(table.fields) for table in tables()) * 5 < limits.COLUMNS
    written = {field.pattern for table in tables() for field in table.fields if field.pattern}
    assert written
    assert written == PATTERNS
