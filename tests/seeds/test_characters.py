"""Characters that make a text look like another: refused with their place, wherever they stand."""

import gzip
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds.folder.characters import BIDI_CONTROL, misleading

AGENCY = '[[agencies]]\nid = "xx"\nkind = "police_department"\nlevel = "municipal"\nname = '
TABLE = "id,name,kind,level\nxx,{},police_department,municipal\n"
REFUSED = [
    ('"Po\u202elice"', "character 11 is U+202E RIGHT-TO-LEFT OVERRIDE"),
    ('"Po\\u202Elice"', "character 11 is U+202E RIGHT-TO-LEFT OVERRIDE"),
    ('"Po\\U0000202elice"', "character 11 is U+202E RIGHT-TO-LEFT OVERRIDE"),
    ('"Po\\\\\\u2066lice"', "character 13 is U+2066 LEFT-TO-RIGHT ISOLATE"),
    ('"Police" # \u200f', "character 19 is U+200F RIGHT-TO-LEFT MARK"),
    (
        '"San Jose\u0301"',
        "character 16 is not in Unicode's normal form C: write U+00E9 instead of U+0065 U+0301",
    ),
    ('"San Jose\\u0301"', "character 16 is not in Unicode's normal form C"),
    (
        '"\u212bngstr\u00f6m"',
        "character 9 is not in Unicode's normal form C: write U+00C5 instead of U+212B",
    ),
]


@pytest.mark.parametrize(("name", "said"), REFUSED)
def test_a_misleading_character_in_toml_is_refused_with_its_place(log, told, name, said):
    lines = told(log.second({"agencies.toml": f"{AGENCY}{name}\n"}))
    assert [line for line in lines if line.startswith(f"0002-second/agencies.toml:5: {said}")], lines


@pytest.mark.parametrize("name", ["Po\u2067lice", "San Jose\u0301"])
def test_a_misleading_character_in_a_table_is_refused_with_its_place(log, told, name):
    packed = gzip.compress(TABLE.format(name).encode(), mtime=0)
    lines = told(log.second({"agencies.csv.gz": packed}))
    assert any(line.startswith("0002-second/agencies.csv.gz:2: character ") for line in lines), lines


def test_every_one_is_told_and_the_first_stretch_of_each_line():
    text = "\u202aa\u202c\nfine\ne\u0301 e\u0301\n"
    assert [(found.line, found.text[:12]) for found in misleading(text, "x.csv.gz")] == [
        (1, "character 1 "),
        (1, "character 3 "),
        (3, "character 1 "),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "San José",
        "Ångström",
        "“quoted” — and so on",
        "'a\\\\u202e'",
        "\\uZZZZ",
        "\\UFFFFFFFF",
        "日本語",
        "👮🏽‍♀️",
    ],
)
def test_ordinary_text_of_any_script_is_taken(text):
    assert list(misleading(text, "x.toml")) == []


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n\r\0"), max_size=30))
def test_what_is_taken_is_normal_and_has_no_control(text):
    taken = not list(misleading(text, "x.csv.gz"))
    assert taken == (unicodedata.is_normalized("NFC", text) and not BIDI_CONTROL.search(text))


def test_the_controls_are_all_that_unicode_knows():
    """Bidi_Control of Unicode's PropList: the explicit formatting characters, and three marks."""
    classes = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    explicit = {chr(point) for point in range(0x110000) if unicodedata.bidirectional(chr(point)) in classes}
    marks = {"\u061c", "\u200e", "\u200f"}
    assert {chr(point) for point in range(0x110000) if BIDI_CONTROL.match(chr(point))} == explicit | marks
