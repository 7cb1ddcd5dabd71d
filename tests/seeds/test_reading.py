"""Bytes, packing, and the places of tables and keys."""

import gzip
import tomllib
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seeds.folder import encoding as texts
from seeds.folder.reader import resource_of
from seeds.folder.toml_positions import table_lines
from seeds.log.state import State
from seeds.problems import UnreadableError
from seeds.validation.validate import validate

ROWS = "id,name,kind,level\nxx,Police,police_department,municipal\n"


def packed(text, **header):
    return gzip.compress(text.encode(), **({"mtime": 0} | header))


TABLE, TOML = "agencies.csv.gz", "agencies.toml"
BAD_BYTES = [
    (TOML, b"# \xff\n", "agencies.toml:1: byte 2 (0xff) is not UTF-8"),
    (TOML, b"\n# \xed\xa0\x80\n", "agencies.toml:2: byte 3 (0xed) is not UTF-8"),
    (TOML, b"\n\n# a\x00b\n", "agencies.toml:3: byte 5 is NUL"),
    (TOML, b"a = 1\r\n", "agencies.toml:1: byte 5 is a carriage return"),
    (TOML, b"\xef\xbb\xbf[[agencies]]\n", "agencies.toml:1: is not valid TOML"),
    (TOML, b"[[agencies]]\nid = 1e99999999999999999999\n", "agencies.toml: is not valid TOML"),
    (TOML, b"a = " + b"[" * 5000, TOML),
    (TOML, b"[[sources]]\nid = 'x'\n", "unexpected sources: write each record as [[agencies]]"),
    (TOML, b"agencies = 7\n", "unexpected agencies: write each record as"),
    (TABLE, packed(ROWS)[:-9], "agencies.csv.gz: is a truncated gzip file"),
    (TABLE, packed(ROWS)[:-1] + b"\xff", "agencies.csv.gz: is not a gzip file"),
    (TABLE, b"id,name\n", "agencies.csv.gz: is not a gzip file"),
    (TABLE, packed(ROWS) + b"more", "has more bytes after the end of its gzip data"),
    (TABLE, packed(ROWS) * 2, "has more bytes after the end of its gzip data"),
    (TABLE, packed(ROWS, mtime=7), "its gzip header has a name or a time"),
    (TABLE, packed("x" * 10_000_000), "decompresses to more than"),
    (TABLE, packed(ROWS.replace("Police", "Po\0lice")), "agencies.csv.gz:2: byte 24 is NUL"),
    (TABLE, packed(ROWS.replace("name", "nom")), "agencies.csv.gz:1: agencies have no column nom"),
    (TABLE, packed(ROWS + "yy,Police\n"), "agencies.csv.gz:3: the line has 2 cells, but the header has 4"),
    (TABLE, packed(ROWS.replace("level\n", "aggregate\n")), '2:aggregate: [xx] "municipal" is not a valid'),
    (TABLE, b"", "agencies.csv.gz: is a truncated gzip file"),
    ("notes.txt", b"", "notes.txt: is not a seed file"),
    ("agencies.csv", b"", "agencies.csv: is not a seed file"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), BAD_BYTES, ids=[case[2] for case in BAD_BYTES])
def test_bad_bytes_are_told_and_the_rest_is_read(log, told, name, data, said):
    sources = '[[sources]]\nid = "x"\nkind = "poem"\n'
    lines = told(log.second({name: data, "sources.toml": sources}))
    assert any(said in line for line in lines), lines
    assert any(
        line.startswith("0002-second/sources.toml:3:kind: [x] kind: Invalid enum value") for line in lines
    )


def test_no_bomb_is_unpacked_whole(monkeypatch):
    monkeypatch.setattr(texts, "LARGEST", 2**20)
    bomb = packed("\0" * 2**23)
    packer = zlib.decompressobj(wbits=31)
    assert len(packer.decompress(bomb)) == 2**23
    with pytest.raises(UnreadableError, match="decompresses to more than 1,048,576 bytes"):
        texts.unpack(bomb, "x.csv.gz")


def test_a_file_is_named_after_its_resource():
    assert resource_of("incentives.toml") == "incentives"
    assert resource_of("incentive-programs-local.toml") == "incentive-programs"
    assert resource_of("staffing-figures-flows.csv.gz") == "staffing-figures"
    assert resource_of("staffing.toml") is None


def test_positions_see_through_texts_lists_and_comments():
    text = '''# [[agencies]]
[[agencies]]
id = "a"  # id = "b"
note = """
[[agencies]]
id = "no"
"""
aliases = [
  "x = 1",  # [[agencies]]
  'y',
]
"quoted" = { name = "z", at = 1 }

  [[ agencies ]]
  id = 'b'
a.b = 1
[files."agencies.csv.gz"]
mode = "merge"
'''
    lines = table_lines(text)
    first, second = lines["agencies", 0], lines["agencies", 1]
    assert (first.header, first.keys) == (2, {"id": 3, "note": 4, "aliases": 8, "quoted": 12})
    assert (second.header, second.keys) == (14, {"id": 15, "a.b": 16})
    assert lines["files.agencies.csv.gz", 0].keys == {"mode": 18}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
KEYS = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
ITEMS = ['"[[t]]"', "'a = 1'", "2", "{ k = [1] }"]
VALUES = st.one_of(
    TEXTS.map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'),
    TEXTS.filter(lambda text: "'" not in text).map(lambda text: f"'{text}'"),
    TEXTS.map(lambda text: '"""\n' + text.replace("\\", "\\\\").replace('"', '\\"') + '\n"""'),
    st.lists(st.sampled_from(ITEMS)).map(lambda items: "[\n" + ",\n".join(items) + "\n]"),
    st.integers().map(str),
)  # fmt: skip


@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=4), min_size=1, max_size=4), st.booleans())
def test_every_table_and_key_is_found_on_its_line(tables, comments):
    text, expected = "", []
    for table in tables:
        text += "# [[t]] 'x\n" if comments else "\n"
        header = text.count("\n") + 1
        text += "[[t]]\n"
        keys = {}
        for key, value in table.items():
            keys[key] = text.count("\n") + 1
            text += f"{key} = {value} # = [\n"
        expected.append((header, keys))
    assert len(tomllib.loads(text)["t"]) == len(tables)
    found = table_lines(text)
    assert [(found["t", i].header, found["t", i].keys) for i in range(len(tables))] == expected


FILES = ["agencies.toml", "staffing-figures.toml", "incentives.toml", "citations.toml", "release.toml"]
SCRAPS = ["", "nan", "[]", '"', "\n", "=", '"2025"', "{", "\x00", 'mode = "withdraw"\n', "1e400", "é;"]
DAMAGE = st.tuples(st.sampled_from(FILES), st.floats(0, 1), st.integers(0, 40), st.sampled_from(SCRAPS))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(DAMAGE, min_size=1, max_size=3))
def test_damaged_text_is_told_and_never_a_crash(log, damages):
    files = dict(log.FIRST)
    for file, share, length, text in damages:
        begin = int(share * len(files[file]))
        files[file] = files[file][:begin] + text + files[file][begin + length :]
    checked = validate(log.write("0001-first", files), State())
    assert all(problem.file.startswith("0001-first") for problem in checked.problems)
    if not checked.problems:
        assert sum(len(chunk) for chunks in checked.database_rows.values() for chunk in chunks) > 0
