"""Files of a release that a stranger made large or deep: a limit, a sentence, and the rest still checked."""

import gzip
import time
import tracemalloc
from contextlib import suppress
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.folder import csv_table, limits, reader
from seeds.folder.header import load_toml
from seeds.problems import OF_A_FILE, OF_A_KIND, Problem, Problems, UnreadableError, in_order, total

TABLE = "agencies.csv.gz"
HEADER = "id,name,kind,level\n"
ELSEWHERE = '[[sources]]\nid = "x"\nkind = "poem"\n'
TEXTS = [
    ("a." * 40 + "a = 1", 1, "a key has more than 16 parts"),
    ("\n[" + "a." * 40 + "a]\n", 2, "a key has more than 16 parts"),
    ("x = { " + "a." * 40 + "a = 1 }", 1, "a key has more than 16 parts"),
    ("x = 1\ny = " + "[" * 33 + "]" * 33, 2, "values are nested more than 32 levels deep"),
    ("y = " + "{ a = " * 33 + "1" + "}" * 33, 1, "values are nested more than 32 levels deep"),
    ("x = 0x" + "f" * 300, 1, "a number or key without quotes is longer than 200 characters"),
    ("x = " + "9" * 300, 1, "a number or key without quotes is longer than 200 characters"),
    ("k" * 300 + " = 1", 1, "a number or key without quotes is longer than 200 characters"),
    ("x = '" + "y" * limits.TOML + "'", None, "is larger than 4 MB, the limit for TOML"),
]


@pytest.mark.parametrize(("text", "line", "said"), TEXTS, ids=range(len(TEXTS)))
def test_toml_beyond_its_limits_is_told_with_its_line(log, told, text, line, said):
    lines = told(log.second({"agencies.toml": text, "sources.toml": ELSEWHERE}))
    place = "agencies.toml" if line is None else f"agencies.toml:{line}"
    assert any(found.startswith(f"0002-second/{place}: {said}") for found in lines), lines
    assert any(found.startswith("0002-second/sources.toml:3:kind: [x]") for found in lines)


ALLOWED = [
    'x = "' + "a.b[{" * 500 + '"',
    "x = '''\n" + "[" * 50 + "'\n'''",
    'x = """\n' + "a." * 50 + '\\""" ""\n"""""\ny = 1',
    "# " + "[" * 50 + "a." * 50,
    "x = [" + "1.5, " * 500 + "]",
    "x = [" + "[1], " * 500 + "]",
    ".".join("a" * 16) + " = 2025-01-01T00:00:00Z",
    "\n".join(f"k{n}.a = {n}.5" for n in range(500)),
]


@pytest.mark.parametrize("text", ALLOWED, ids=range(len(ALLOWED)))
def test_what_stands_in_texts_comments_and_lists_has_no_such_limit(text):
    assert load_toml(text, "x.toml") is not None


LONG = {
    "dots": lambda n: "a." * n + "a = 1",
    "headers": lambda n: "[" + "a." * n + "a]",
    "brackets": lambda n: "x = " + "[" * n,
    "hexadecimal": lambda n: "x = 0x" + "f" * n,
    "endless": lambda n: 'x = "' + '\\"' * n,
    "endless lines": lambda n: 'x = """' + '\\"""' * n,
    "single": lambda n: "x = '" + "\n'" * n,
    "triples": lambda n: '\'"""' * n,
}


@pytest.mark.parametrize("shape", LONG)
def test_memory_and_time_grow_no_faster_than_the_text(shape):
    def refused(count: int) -> None:
        with pytest.raises(UnreadableError):
            load_toml(LONG[shape](count), "x.toml")

    def spent(count: int) -> float:
        begun = time.process_time()
        refused(count)
        return time.process_time() - begun

    tracemalloc.start()
    try:
        refused(32_000)
        assert tracemalloc.get_traced_memory()[1] < 20 * len(LONG[shape](32_000)) + 2**20
    finally:
        tracemalloc.stop()
    # eight times the text: the square would be 64 times the time
    assert min(spent(64_000) for _ in range(3)) < 30 * max(min(spent(8_000) for _ in range(3)), 1e-3)


@given(st.text("ab.[]{}=,\n\"'\\# 19", max_size=60))
def test_no_text_stops_the_scan(text):
    with suppress(UnreadableError):
        load_toml(text, "x.toml")


def test_a_header_of_too_many_columns_is_one_short_line(log, told):
    columns = ",".join(f"c{n}" for n in range(20_000))
    lines = told(log.second({TABLE: columns + "\n", "sources.toml": ELSEWHERE}))
    assert f"0002-second/{TABLE}:1: the header has 20,000 columns: the limit is 1,000" in lines
    assert max(map(len, lines)) < 1_100
    assert any("sources.toml:3:kind" in line for line in lines)


def test_a_header_whose_name_is_endless_is_told(log, told):
    lines = told(log.second({TABLE: "x" * 200_000 + "\n"}))
    assert any(line.startswith(f"0002-second/{TABLE}:1: ") for line in lines)
    assert max(map(len, lines)) < 1_100


def test_a_table_of_too_many_records_is_read_up_to_the_limit(log, told, monkeypatch):
    monkeypatch.setattr(reader, "RECORDS", 10)
    lines = told(log.second({TABLE: HEADER + "".join(f"a{n},A,posse,county\n" for n in range(20))}))
    assert f"0002-second/{TABLE}:11: has more than 10 lines: the rest was not read" in lines
    assert sum(":kind: " in line for line in lines) == 9


def test_a_wide_table_of_too_many_rows_is_read_up_to_the_limit(log, told, monkeypatch):
    monkeypatch.setattr(csv_table.CsvTable.rows, "__defaults__", (10,))
    rows = "agency_id,as_of,row,men,women\n" + "us-dhs-ice,2025-09,1,x,2\n" * 20
    lines = told(log.wide(rows))
    file = "0002-second/staffing-figures.csv.gz"
    assert f"{file}:11: has more than 10 lines: the rest was not read" in lines
    assert any(line.startswith(f"{file}:2:men: ") for line in lines)


def test_a_cell_of_lists_within_lists_is_told(log, told):
    rows = f"id,agency_id,kind,payments\ni,us-dhs-ice,signing_bonus,{'[' * 5_000}\n"
    assert any("is not a valid json" in line for line in told(log.second({"incentives.csv.gz": rows})))


def test_a_chain_of_agencies_without_end_is_told(log, told):
    rows = "".join(f"a{n},A{n},other,county,a{n + 1}\n" for n in range(120)) + "a120,A,other,county,\n"
    lines = told(log.second({TABLE: f"id,name,kind,level,parent_id\n{rows}"}))
    assert len(lines) == 120 - limits.GENERATIONS
    assert all("parent_id goes up more than 50 levels" in line for line in lines)


def many(count: int) -> list[Problem]:
    return [
        Problem(file="a", line=n, column="kind", record_id=f"r{n}", text=f'"{n}" is none')
        for n in range(count)
    ]


def test_of_a_kind_a_hundred_are_kept_and_every_other_kind_beside_them():
    found = in_order([*many(5_000), Problem(file="a", line=9_000, text="is something else")])
    assert len(found) == OF_A_KIND + 2
    assert str(found[-2]) == "a:99:kind: … and 4,900 more like this one"
    assert total(found) == 5_001
    assert in_order(in_order(found)) == found


def test_of_a_file_a_number_is_kept_whatever_their_kinds():
    names = ("".join(letters) for letters in product("abcdefghijklmnopqrst", repeat=3))
    found = Problems(Problem(file="a", text=f"has a {name}") for name in names)
    assert len(found) == OF_A_FILE
    assert total(in_order(found)) == 8_000
    assert [problem.count for problem in in_order(found) if problem.count > 1] == [3_000]


def test_a_sentence_is_cut_where_nobody_reads_on():
    assert str(Problem(file="a", text="x" * 5_000)).endswith("xxx… (5,003 characters)")


def test_the_limits_leave_room_for_the_log(log):
    """Whatever the log holds is at most a tenth of a limit."""
    from tests.importers.remade import LOG

    assert max(path.stat().st_size for path in LOG.glob("*/*.toml")) * 10 < limits.TOML
    tables = [gzip.decompress(path.read_bytes()) for path in LOG.glob("*/*.csv.gz")]
    assert max(map(len, tables)) * 10 < limits.LARGEST
    assert max(table.count(b"\n") for table in tables) * 7 < limits.RECORDS
