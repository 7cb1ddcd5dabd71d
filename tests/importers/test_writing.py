"""The files an importer writes are the same bytes each time and say what was left out."""

import csv
import gzip
import tomllib
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.seed_parts import Coverage
from seeds.importers.shared import write as writing
from seeds.importers.shared.release_text import toml, write_release, write_sources
from seeds.importers.shared.write import Tally, cell, write_table

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
ROWS = st.lists(st.fixed_dictionaries({"id": TEXT, "note": TEXT | st.none()}), max_size=30)


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@given(ROWS, st.randoms())
def test_order_clock_and_folder_do_not_change_the_bytes(tmp_path_factory, rows, random):
    first, second = tmp_path_factory.mktemp("a"), tmp_path_factory.mktemp("b")
    write_table(first, "agencies.csv.gz", ["id", "note"], rows)
    write_table(second, "other.csv.gz", ["id", "note"], random.sample(rows, len(rows)))
    assert (first / "agencies.csv.gz").read_bytes() == (second / "other.csv.gz").read_bytes()


@given(ROWS)
def test_what_is_written_is_read_back_sorted(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("rows")
    assert write_table(folder, "t.csv.gz", ["id", "note"], rows) == len(rows)
    wanted = sorted([row["id"], row["note"] or ""] for row in rows)
    assert [[row["id"], row["note"]] for row in read(folder / "t.csv.gz")] == wanted


def test_rows_beyond_one_chunk_are_sorted_through_files(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "CHUNK", 3)
    rows = [{"id": f"{n * 7 % 11}", "note": "two\nlines"} for n in range(11)]
    assert write_table(tmp_path, "t.csv.gz", ["id", "note"], iter(rows)) == 11
    assert [row["id"] for row in read(tmp_path / "t.csv.gz")] == sorted(row["id"] for row in rows)


def test_the_gzip_header_names_neither_time_nor_file(tmp_path):
    write_table(tmp_path, "t.csv.gz", ["id"], [{"id": "a"}])
    header = (tmp_path / "t.csv.gz").read_bytes()[:10]
    assert header[3] == 0  # no name, no comment
    assert header[4:8] == b"\0\0\0\0"


def test_a_key_without_a_column_is_an_error(tmp_path):
    with pytest.raises(KeyError) as error:
        write_table(tmp_path, "t.csv.gz", ["id"], [{"id": "a", "colour": "red"}])
    assert "colour" in str(error.value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (Decimal("2.10"), "2.10"),
        (date(2025, 10, 31), "2025-10-31"),
        (["a", "b"], "a; b"),
        ([Coverage(year=2025, loaded=1)], '[{"year":2025,"loaded":1,"skipped":0,"reason":null}]'),
    ],
)
def test_cells_are_spelt_as_the_log_wants(value, text):
    assert cell(value) == text


@given(st.lists(st.tuples(st.sampled_from([2020, 2021, None]), st.sampled_from(["", "zeros", "no year"]))))
def test_loaded_and_skipped_are_all_rows(rows):
    tally = Tally()
    for year, reason in rows:
        if reason:
            tally.skip(year, reason)
        else:
            tally.load(year)
    assert tally.loaded + tally.skipped == len(rows)
    assert tally.reasons() == Counter(reason for _, reason in rows if reason)
    dated = [row for row in rows if row[0]]
    assert sum(year.loaded + year.skipped for year in tally.coverage()) == len(dated)


def test_the_report_names_each_reason(capsys):
    tally = Tally()
    tally.load(2024, 1200)
    tally.skip(2024, "did not report", 3)
    tally.report()
    assert capsys.readouterr().out == "1,200 rows loaded, 3 skipped\n  3 did not report\n"
    assert tally.coverage() == [Coverage(year=2024, loaded=1200, skipped=3, reason="3 did not report")]


@given(
    st.text(
        st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cc"]) | st.just("\n")
    )
)
def test_texts_survive_toml(text):
    assert tomllib.loads(f"a = {toml(text)}")["a"] == text


def test_a_source_is_written_with_its_coverage(tmp_path):
    source = {"id": "fbi-lee-2026", "url": None, "retrieved_on": None}
    write_sources(
        tmp_path,
        [{**source, "coverage": [Coverage(year=2025, loaded=2, skipped=1, reason='1 "zero"')]}],
        date(2026, 11, 22),
    )
    (read_back,) = tomllib.loads((tmp_path / "sources.toml").read_text())["sources"]
    assert read_back == {
        "id": "fbi-lee-2026",
        "retrieved_on": date(2026, 11, 22),
        "coverage": [{"year": 2025, "loaded": 2, "skipped": 1, "reason": '1 "zero"'}],
    }


def test_a_release_is_numbered_by_its_folder_and_keeps_its_draft(tmp_path):
    folder = tmp_path / "0042-somewhere"
    measures = [{"column": "officer_ct", "metric": "sworn_headcount", "fields": {"sex": "all"}}]
    files = {"staffing-figures.csv.gz": {"family": "fbi-lee", "measures": measures}}
    write_release(folder, "First", "a note", files)
    first = tomllib.loads((folder / "release.toml").read_text())
    assert first["release"]["number"] == 42
    assert first["release"]["published_at"] <= datetime.now(UTC)
    assert first["files"] == files
    write_release(folder, "Second", "a note", files)
    second = tomllib.loads((folder / "release.toml").read_text())
    assert second["release"] == first["release"] | {"title": "Second"}
