"""`muster verify`: what is whole passes, whatever else is told by its name, all of it at once."""

import csv
import gzip
import hashlib
import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from api.cli import main
from tests.conftest import files_of


@pytest.fixture(scope="module")
def published(settings, database, tmp_path_factory) -> Path:
    """The files of the newest release, in a folder from which no server answers."""
    apart = tmp_path_factory.mktemp("releases")
    return files_of(database, msgspec.structs.replace(settings, release_files_dir=apart))


@pytest.fixture
def copy(published: Path, tmp_path: Path) -> Path:
    """A copy as a reader has it: the unpacked zip."""
    folder = tmp_path / "copy"
    [packed] = published.glob("*.zip")
    with zipfile.ZipFile(packed) as zipped:
        zipped.extractall(folder)
    return folder


def verify(path: Path) -> list[str]:
    """The problems, after checking that the exit code agrees with them."""
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    if done.exit_code == 0:
        assert done.stdout == f"{path}: complete and unchanged.\n"
        return []
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert f"{len(lines)} problem" in done.stderr
    return lines


def test_the_folder_of_a_server_the_zip_and_a_copy_are_whole(published, copy, tmp_path):
    assert verify(published) == []
    assert verify(copy) == []
    for packed in published.glob("*.zip"):
        assert verify(packed) == []
        (tmp_path / "renamed").write_bytes(packed.read_bytes())
    assert verify(tmp_path / "renamed") == []


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def reseal(folder: Path) -> None:
    """Sums, lengths and digests as if the files had been published like this: only what they say is wrong."""
    package = json.loads((folder / "datapackage.json").read_text())
    for table in package["resources"]:
        path = folder / table["path"]
        if path.exists():
            table |= {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}
            if (packed := folder / f"{table['path']}.gz").exists():
                packed.write_bytes(gzip.compress(path.read_bytes()))
    (folder / "datapackage.json").write_text(json.dumps(package))
    reseal_sums(folder)


def reseal_sums(folder: Path) -> None:
    files = sorted(path for path in folder.iterdir() if path.name != "SHA256SUMS")
    (folder / "SHA256SUMS").write_text("".join(f"{sha256(path)}  {path.name}\n" for path in files))


def table(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def write(path: Path, rows: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


# Files


def test_a_file_that_is_missing_is_named(copy):
    (copy / "agencies.parquet").unlink()
    (copy / "metrics.csv").unlink()
    assert verify(copy) == [
        "agencies.parquet: is missing; SHA256SUMS names it",
        "metrics.csv: is missing; SHA256SUMS names it",
        "metrics.csv: is missing; the data package names it",
    ]


def test_a_file_that_was_added_is_named(copy):
    (copy / "notes.txt").write_text("mine")
    (copy / "folder").mkdir()
    assert verify(copy) == ["folder: is not a file", "notes.txt: is not in SHA256SUMS"]


@pytest.mark.parametrize("name", ["LICENSE", "agencies.csv", "agencies.csv.gz", "agencies.parquet", "load.R"])
def test_one_changed_byte_is_found_in_any_file(name, copy):
    data = bytearray((copy / name).read_bytes())
    place = random.Random(name).randrange(len(data))
    data[place] ^= 1
    (copy / name).write_bytes(data)
    found = verify(copy)
    assert f"{name}: was changed: its SHA-256 is not the one in SHA256SUMS" in found
    assert all(line.startswith(name.partition(".")[0]) for line in found), found


@pytest.mark.parametrize("keep", [0, 1, 0.5])
def test_a_file_that_was_cut_is_found(keep, copy):
    names = ["agencies.csv", "agencies.csv.gz", "agencies.parquet"]
    for name in names:
        data = (copy / name).read_bytes()
        (copy / name).write_bytes(data[: int(len(data) * keep) if keep < 1 else len(data) - 1])
    found = "\n".join(verify(copy))
    for name in names:
        assert f"{name}: was changed" in found
    if keep:  # nothing at all, packed, is nothing
        assert "agencies.csv.gz: cannot be unpacked" in found
    assert "agencies.parquet: is not a complete Parquet file" in found


def test_two_files_that_changed_places_are_both_found(copy):
    (copy / "agencies.csv").rename(copy / "x")
    (copy / "metrics.csv").rename(copy / "agencies.csv")
    (copy / "x").rename(copy / "metrics.csv")
    found = verify(copy)
    for name in ("agencies.csv", "metrics.csv"):
        assert f"{name}: was changed: its SHA-256 is not the one in SHA256SUMS" in found
        assert f"{name}: its SHA-256 is not the one in the data package" in found
    assert any(line.startswith("agencies.csv: the header lacks the column") for line in found)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "..", "a\\b", "\x1b[2J"])
def test_a_name_that_leads_elsewhere_is_not_followed(name, copy):
    (copy.parent / "secret").write_text("mine")
    with (copy / "SHA256SUMS").open("a") as file:
        file.write(f"{sha256(copy.parent / 'secret')}  {name}\n")
    [found] = verify(copy)
    assert found.startswith("SHA256SUMS:")
    assert found.endswith(f"{name!r} is not the name of a file in this folder")


def test_lines_that_are_no_sums_are_told(copy):
    text = (copy / "SHA256SUMS").read_text()
    (copy / "SHA256SUMS").write_text(f"{text}nonsense\n{text.splitlines()[0]}\n")
    count = len(text.splitlines())
    assert verify(copy) == [
        f"SHA256SUMS:{count + 1}: is not a digest, two spaces and a file name",
        f"SHA256SUMS:{count + 2}: {text.splitlines()[0].split()[1]} is listed twice",
    ]


def test_without_sums_or_package_nothing_is_proved(copy):
    (copy / "SHA256SUMS").unlink()
    (copy / "datapackage.json").unlink()
    assert verify(copy) == [
        "SHA256SUMS: is missing, so the files cannot be checked",
        "datapackage.json: is missing, so the tables cannot be checked",
    ]


def test_an_empty_folder_is_not_whole(tmp_path):
    assert len(verify(tmp_path)) == 2


def test_what_a_server_says_of_its_files_is_compared(published, tmp_path):
    folder = tmp_path / "server"
    shutil.copytree(published, folder)
    text = (folder / "files.json").read_text()
    (folder / "files.json").write_text(text.replace(sha256(folder / "LICENSE"), "0" * 64))
    assert verify(folder) == ["LICENSE: was changed: its SHA-256 is not the one in files.json"]
    (folder / "files.json").write_text("{")
    [found] = verify(folder)
    assert found.startswith("files.json: is not a list of files")
    (folder / "files.json").unlink()
    [packed] = folder.glob("*.zip")
    data = bytearray(packed.read_bytes())
    data[len(data) // 2] ^= 1
    packed.write_bytes(data)
    assert verify(folder) == [
        f"{packed.name}: was changed: its SHA-256 is not the one in {packed.name}.sha256"
    ]


# Zips


def packed(folder: Path, target: Path, names: Callable[[str], str] = str) -> Path:
    with zipfile.ZipFile(target, "w") as zipped:
        for path in sorted(folder.iterdir()):
            zipped.write(path, names(path.name))
    return target


def test_a_changed_byte_in_a_zip_is_found(copy, tmp_path):
    (copy / "LICENSE").write_text("none")
    assert verify(packed(copy, tmp_path / "x.zip")) == [
        "LICENSE: was changed: its SHA-256 is not the one in SHA256SUMS"
    ]


def test_a_damaged_zip_is_told_member_by_member(published, tmp_path):
    [zipped] = published.glob("*.zip")
    data = bytearray(zipped.read_bytes())
    for place in range(len(data) // 3, len(data) // 3 + 2000):
        data[place] ^= 255
    (tmp_path / "x.zip").write_bytes(data)
    done = CliRunner().invoke(main, ["verify", str(tmp_path / "x.zip")])
    assert done.exit_code == 1
    assert "cannot be read" in done.output or "was changed" in done.output


def test_a_zip_that_lacks_its_end_is_told(published, tmp_path):
    [zipped] = published.glob("*.zip")
    data = zipped.read_bytes()
    for size in (len(data) - 1, len(data) // 2, 10, 0):
        (tmp_path / "x.zip").write_bytes(data[:size])
        done = CliRunner().invoke(main, ["verify", str(tmp_path / "x.zip")])
        assert (done.exit_code, done.stdout) == (1, "")
        assert "x.zip is not a complete zip" in done.stderr


def test_members_that_lie_elsewhere_are_told_and_nothing_is_unpacked(copy, tmp_path):
    target = packed(copy, tmp_path / "x.zip")
    with zipfile.ZipFile(target, "a") as zipped:
        zipped.writestr("../outside", "mine")
        zipped.writestr("folder/inside", "mine")
    before = sorted(tmp_path.rglob("*"))
    assert verify(target) == [
        "../outside: is in a folder, or outside the zip",
        "folder/inside: is in a folder, or outside the zip",
    ]
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_that_is_there_twice_is_told(copy, tmp_path):
    target = packed(copy, tmp_path / "x.zip")
    with zipfile.ZipFile(target, "a") as zipped:
        zipped.writestr("LICENSE", (copy / "LICENSE").read_text())
    assert verify(target) == ["LICENSE: appears 2 times"]


def test_what_is_not_there_is_wrong_usage(tmp_path):
    assert CliRunner().invoke(main, ["verify", str(tmp_path / "nothing")]).exit_code == 2


# Tables


def change(path: Path, column: str, record: int, cell: str) -> None:
    rows = table(path)
    rows[record][rows[0].index(column)] = cell
    write(path, rows)


@pytest.mark.parametrize(
    ("name", "column", "cell", "said"),
    [
        ("agencies", "aggregate", "yes", "aggregate 'yes' is not true or false"),
        ("agencies", "kind", "posse", "kind 'posse' is not one of the codes"),
        ("agencies", "name", "", "name is empty"),
        ("agencies", "first_release", "1.5", "first_release '1.5' is not a whole number"),
        ("agencies", "county_geoid", "06037", "county_geoid '06037' does not match"),
        ("staffing-figures", "value", "1,5", "value '1,5' is not a number"),
        ("staffing-figures", "value", "NaN", "value 'NaN' is not a number"),
        ("staffing-figures", "as_of", "2025-02-30", "as_of '2025-02-30' is not a day such as 2025-10-31"),
        ("staffing-figures", "as_of", "2025", "as_of '2025' is not a day such as 2025-10-31"),
        ("releases", "published_at", "2025-11-22", "published_at '2025-11-22' is not a moment"),
    ],
)
def test_a_cell_that_is_not_what_its_column_holds_is_found(name, column, cell, said, copy):
    change(copy / f"{name}.csv", column, 2, cell)
    reseal(copy)
    found = verify(copy)
    assert any(line.startswith(f"{name}.csv: record 2: {said}") for line in found), found


def test_the_same_mistake_in_many_cells_is_one_problem(copy):
    rows = table(copy / "agencies.csv")
    place = rows[0].index("aggregate")
    for row in rows[1:]:
        row[place] = "no"
    write(copy / "agencies.csv", rows)
    reseal(copy)
    [found] = verify(copy)
    assert found == (
        f"agencies.csv: record 1: aggregate 'no' is not true or false, and {len(rows) - 2:,} more"
    )


def test_records_are_counted_and_not_lines(copy):
    """A quotation may hold line ends; a record that is missing is found all the same."""
    text = (copy / "staffing-figures.csv").read_text()
    rows = table(copy / "staffing-figures.csv")
    assert text.count("\n") > len(rows)
    write(copy / "staffing-figures.csv", rows[:-1])
    reseal(copy)
    assert (
        f"staffing-figures.csv: has {len(rows) - 2} records; the data package says {len(rows) - 1}"
        in verify(copy)
    )


def test_a_parquet_of_other_rows_is_found(copy):
    import pyarrow.parquet as pq

    found = pq.read_table(copy / "metrics.parquet")
    pq.write_table(found.slice(1), copy / "metrics.parquet")
    pq.write_table(pq.read_table(copy / "sources.parquet").drop(["title"]), copy / "sources.parquet")
    reseal_sums(copy)
    assert sorted(verify(copy)) == [
        f"metrics.parquet: has {len(found) - 1} records; the data package says {len(found)} of metrics.csv",
        "sources.parquet: has other columns than sources.csv",
    ]


def test_a_packed_file_of_other_content_is_found(copy):
    (copy / "metrics.csv.gz").write_bytes((copy / "sources.csv.gz").read_bytes())
    reseal_sums(copy)
    assert verify(copy) == ["metrics.csv.gz: does not match metrics.csv"]


def test_a_key_that_is_there_twice_is_found(copy):
    rows = table(copy / "metrics.csv")
    write(copy / "metrics.csv", [*rows, rows[3]])
    reseal(copy)
    found = verify(copy)
    assert f"metrics.csv: id '{rows[3][0]}' appears 2 times" in found
    assert f"metrics.csv: has {len(rows)} records; the data package says {len(rows) - 1}" in found


def test_a_reference_to_nothing_is_found_with_the_record_that_makes_it(copy):
    change(copy / "staffing-figures.csv", "agency_id", 3, "nobody")
    change(copy / "agencies.csv", "parent_id", 1, "nobody-else")
    reseal(copy)
    found = verify(copy)
    assert (
        "staffing-figures.csv: agency_id refers to records that agencies does not have: 'nobody' (record 3)"
        in found
    )
    assert (
        "agencies.csv: parent_id refers to records that agencies does not have: 'nobody-else' (record 1)"
        in found
    )


def test_a_header_of_other_columns_is_found(copy):
    rows = table(copy / "metrics.csv")
    write(copy / "metrics.csv", [["ID", *rows[0][1:]], *rows[1:]])
    other = table(copy / "sources.csv")
    write(copy / "sources.csv", [[*row[1:], row[0]] for row in other])
    reseal(copy)
    found = verify(copy)
    assert "metrics.csv: the header lacks the column id" in found
    assert "sources.csv: the columns of the header are in another order than in the data package" in found


def test_a_record_of_too_few_cells_and_bad_text_are_found(copy):
    with (copy / "metrics.csv").open("a") as file:
        file.write("one,two\n")
    with (copy / "sources.csv").open("ab") as file:
        file.write(b"\xff\xfe\n")
    rows, columns = len(table(copy / "metrics.csv")) - 1, len(table(copy / "metrics.csv")[0])
    reseal(copy)
    found = verify(copy)
    assert f"metrics.csv: record {rows}: has 2 cells, the header {columns}" in found
    assert any(line.startswith("sources.csv: after record") and "is not UTF-8" in line for line in found)


def resource(path: str, schema: dict[str, object]) -> str:
    """A package of one table."""
    table = {"name": "x", "path": path, "bytes": 1, "hash": "", "rows": 1, "schema": schema}
    return json.dumps({"resources": [table]})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not the data package of a release"),
        ("[]", "is not the data package of a release"),
        ('{"resources": [{"name": "x"}]}', "is not the data package of a release"),
        (
            resource("../x", {"fields": []}),
            "x: '../x' is not the name of a file in this folder",
        ),
        (
            resource("x", {"fields": [], "primaryKey": ["id"]}),
            "x: a key names the column id, which does not exist",
        ),
    ],
)
def test_a_package_that_cannot_be_read_is_told(text, said, copy):
    (copy / "datapackage.json").write_text(text)
    reseal_sums(copy)
    [found] = verify(copy)
    assert found.startswith(f"datapackage.json: {said}")


def test_all_problems_are_told_at_once(copy):
    (copy / "LICENSE").unlink()
    (copy / "extra").write_text("")
    change(copy / "metrics.csv", "unit", 1, "bushels")
    found = "\n".join(verify(copy))
    for said in (
        "LICENSE: is missing",
        "extra: is not in",
        "metrics.csv: was changed",
        "not one of the codes",
    ):
        assert said in found
