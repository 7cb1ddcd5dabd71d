"""Where a source can be seen, and by when it had appeared."""

from datetime import date

import pytest

from seeds.values.dates import parse
from seeds.values.sightings import no_later_than, url_of


@pytest.mark.parametrize(
    ("via", "url"),
    [
        ("a/b-c on GitHub, commit 0517b81", "https://github.com/a/b-c/tree/0517b81"),
        ("a/b on GitHub, commits 0984708, fcc2411 and 090e86b", "https://github.com/a/b/tree/0984708"),
        ("FRED; a/b on GitHub, commit df66a9e", "https://github.com/a/b/tree/df66a9e"),
        ("GitHub, a/b, data/file.csv", "https://github.com/a/b/tree/HEAD/data/file.csv"),
        ("GitHub, a/b (to 2016) and c/d (from 2017)", "https://github.com/a/b"),
        ("a-package 1.1.5, a Python package", None),
        ("Officer.com", None),
        (None, None),
    ],
)
def test_a_source_without_a_url_of_its_own_is_seen_where_it_was_read(via, url):
    assert url_of({"url": None, "via": via}) == url
    assert url_of({"url": "https://example.org/", "via": via}) == "https://example.org/"


@pytest.mark.parametrize(
    ("published", "read", "day"),
    [
        ("2026", date(2026, 11, 22), date(2026, 11, 22)),
        ("2026-11", date(2026, 11, 22), date(2026, 11, 22)),
        ("2025", date(2026, 11, 22), date(2025, 12, 31)),
        ("2026", None, date(2026, 12, 31)),
        ("2026-05-18", date(2026, 11, 22), date(2026, 5, 18)),
    ],
)
def test_a_source_had_appeared_by_the_day_it_was_read(published, read, day):
    found = no_later_than(parse(published), read)
    assert (found.day, found.precision) == (day, parse(published).precision)
