"""Where a source can be seen and by when it had appeared, from what its row states."""

import re
from datetime import date
from typing import Final

from seeds.values.dates import PartialDate
from seeds.values.fields import Fields

# "owner/name on GitHub, commit 0517b81" and "GitHub, owner/name, data/file.csv".
COMMIT: Final = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+) on GitHub, commits? (?P<commit>[0-9a-f]{7,40})")
FOLDER: Final = re.compile(r"GitHub, (?P<repository>[\w.-]+/[\w.-]+)(?:, (?P<path>[\w./-]+))?")


def url_of(source: Fields) -> str | None:
    """Return the source's own URL, else the URL of the copy that was read."""
    return source["url"] or copy_url(source["via"] or "")


def copy_url(via: str) -> str | None:
    """Return the URL of a copy on GitHub: of the commit, or of the newest state where no commit is named."""
    if found := COMMIT.search(via):
        return f"https://github.com/{found['repository']}/tree/{found['commit']}"
    if found := FOLDER.match(via):
        place = f"/tree/HEAD/{found['path']}" if found["path"] else ""
        return f"https://github.com/{found['repository']}{place}"
    return None


def no_later_than(published: PartialDate, retrieved_on: date | None) -> PartialDate:
    """Return the date with the day it was read as upper bound: "2026", read in November, is no December."""
    if retrieved_on is None or published.precision == "day":
        return published
    return published._replace(day=min(published.day, retrieved_on))
