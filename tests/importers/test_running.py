"""What all importers have in common: a whole folder or none, and a sentence for what cannot be read."""

import gzip
import tomllib
import tracemalloc
from datetime import date

import pytest
from click.testing import CliRunner

from seeds.importers import IMPORTERS

HEADER = "sector,fiscal_year,number_of_agents\n"
YUMA = f"{HEADER}yuma,2004,5\n".encode()


@pytest.fixture
def importing(tmp_path):
    """Runs an importer on files given by name and content; answers what it printed."""

    def run(content, *options, out="releases/0009-patrol", name="agents.csv"):
        (tmp_path / name).write_bytes(content)
        words = [str(tmp_path / name), "--out", str(tmp_path / out), *options]
        return CliRunner().invoke(IMPORTERS["border-patrol"], words)

    return run


def left(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}


def test_a_folder_that_is_not_named_as_releases_are_is_refused_before_anything_is_written(
    importing, tmp_path
):
    answer = importing(YUMA, out="patrol")
    assert answer.exit_code == 2
    assert "'patrol' is not a release name" in answer.output
    assert not (tmp_path / "patrol").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEADER.encode() + b"yuma,2004,5\n\xe9l paso,2004,5\n", "agents.csv, line 3: not UTF-8"),
        ("é".encode("utf-16"), "agents.csv, line 1: not UTF-8"),
        (f'{HEADER}yuma,2004,5\nyuma,2005,"5\nyuma,2006,5\n'.encode(), "agents.csv, line 3: invalid CSV"),
        # how it is told depends on what else the process has read: others raise the limit of CSV for all
        (f"{HEADER}yuma,2004,{'5' * 140_000}\n".encode(), "agents.csv, line 2: "),
        (
            f"{HEADER}yuma,2004,5\nyuma,2005\n".encode(),
            "agents.csv, line 3: has more or fewer cells than the header",
        ),
        (
            f"{HEADER}yuma,2004,5\nyuma,twelve,5\n".encode(),
            "agents.csv, line 3: 'twelve' is not a whole number",
        ),
        (f"{HEADER}yuma,20040,5\n".encode(), "agents.csv, line 2: '20040' is not a year"),
        (f"{HEADER}yuma,2004,many\n".encode(), "agents.csv, line 2: 'many' is not a whole number"),
        (b"", "agents.csv: missing column fiscal_year, number_of_agents, sector"),
        (b"sector,fiscal year,SECTOR,number_of_agents\n", "agents.csv: the header repeats sector"),
        (
            f"{HEADER[:-1]}{',x' * 998}\n".encode(),
            "agents.csv: the header has 1,001 columns: the limit is 1,000",
        ),
        (HEADER.encode() + b"x" * (2**20 + 1), "agents.csv: a line has more than 1,048,576 characters"),
        (f"{HEADER}yuma,2004,{'9' * 5_000}\n".encode(), f"agents.csv, line 2: '{'9' * 60}' is not a whole"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_broken_file_is_told_in_a_line_and_leaves_nothing(importing, tmp_path, content, said):
    answer = importing(content)
    assert (answer.exit_code, answer.output.count("\n")) == (1, 1), answer.output
    assert answer.output.startswith(f"Error: {said}")
    assert list((tmp_path / "releases").iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"plain", "not a complete gzip file"),
        (gzip.compress(b"sector\n" * 9, mtime=0)[:-9], "not a complete gzip file"),
        (b"", "missing column"),
    ],
    ids=["not packed", "cut short", "empty"],
)
def test_a_file_that_is_not_a_whole_gzip_file_is_told(importing, content, said):
    answer = importing(content, name="agents.csv.gz")
    assert answer.exit_code == 1
    assert f"agents.csv.gz: {said}" in answer.output


def test_a_packed_file_without_line_ends_is_not_read_to_its_end(importing):
    packed = gzip.compress(HEADER.encode() + b"x" * 2**26)
    tracemalloc.start()
    try:
        answer = importing(packed, name="agents.csv.gz")
        assert tracemalloc.get_traced_memory()[1] < 2**25
    finally:
        tracemalloc.stop()
    assert "agents.csv.gz: a line has more than 1,048,576 characters" in answer.output


def test_a_packed_file_is_read_as_it_is(importing):
    answer = importing(gzip.compress(YUMA), name="agents.csv.gz")
    assert (answer.exit_code, answer.output) == (0, "1 rows loaded, 0 skipped\n")


def test_a_file_that_fails_leaves_the_folder_of_before_as_it_was(importing, tmp_path):
    assert importing(YUMA).exit_code == 0
    before = left(tmp_path / "releases")
    assert importing(f"{HEADER}yuma,2004,6\nhavre,2004,many\n".encode()).exit_code == 1
    assert left(tmp_path / "releases") == before


def test_an_import_over_a_folder_keeps_its_draft_and_files_of_others(importing, tmp_path):
    folder = tmp_path / "releases/0009-patrol"
    importing(YUMA)
    release = (folder / "release.toml").read_text()
    (folder / "release.toml").write_text(release.replace('version = "0.9.0"', 'version = "1.0.0"'))
    (folder / "notices.toml").write_text("# by hand\n")
    assert importing(f"{HEADER}yuma,2004,6\n".encode()).exit_code == 0
    assert 'version = "1.0.0"' in (folder / "release.toml").read_text()
    assert (folder / "notices.toml").read_text() == "# by hand\n"
    assert b"6" in gzip.decompress((folder / "staffing-figures.csv.gz").read_bytes())
    assert [path.name for path in (tmp_path / "releases").iterdir()] == ["0009-patrol"]


def retrieved_on(folder):
    (source,) = tomllib.loads((folder / "sources.toml").read_text())["sources"]
    return source.get("retrieved_on")


def test_when_a_file_was_fetched_is_what_the_person_says_and_is_kept_by_the_next_import(importing, tmp_path):
    folder = tmp_path / "releases/0009-patrol"
    importing(YUMA, "--retrieved-on", "2027-02-03")
    assert retrieved_on(folder) == date(2027, 2, 3)
    importing(YUMA)
    assert retrieved_on(folder) == date(2027, 2, 3)
    importing(YUMA, "--retrieved-on", "2027-04-05")
    assert retrieved_on(folder) == date(2027, 4, 5)


def test_when_a_file_was_fetched_is_not_made_up(importing, tmp_path):
    assert importing(YUMA).exit_code == 0
    assert retrieved_on(tmp_path / "releases/0009-patrol") is None
    answer = importing(YUMA, "--retrieved-on", "yesterday")
    assert answer.exit_code == 2
    assert "'yesterday' does not match the format" in answer.output


# These are made from earlier releases: their folders have no source of their own.
FROM_THE_LOG = {"agency-names", "statewide-bodies"}


@pytest.mark.parametrize("name", [name for name in IMPORTERS if name not in FROM_THE_LOG])
def test_every_importer_asks_when_its_files_were_fetched(name):
    assert "--retrieved-on YYYY-MM-DD" in CliRunner().invoke(IMPORTERS[name], ["--help"]).output


@pytest.mark.parametrize("name", ["release.toml", "sources.toml"])
def test_a_draft_that_cannot_be_read_is_not_overwritten(importing, tmp_path, name):
    folder = tmp_path / "releases/0009-patrol"
    importing(YUMA)
    (folder / name).write_text("half = ")
    answer = importing(YUMA)
    assert answer.exit_code == 1
    assert f"0009-patrol/{name} exists, but cannot be read" in answer.output
    assert (folder / name).read_text() == "half = "
