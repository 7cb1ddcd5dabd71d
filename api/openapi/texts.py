"""The texts of the contract."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api import about
from api.routes.list_feeds import AFTER_TEXT

GUIDE = f"{about.ABOUT}\n\n" + Path(__file__).with_name("guide.md").read_text(encoding="utf-8").strip()

MATCH = (
    "How a comparison reads a qualified number. `stated` compares the plain number, `certain` every number "
    "that the statement allows, and `possible` at least one of them."
)

PARAMETERS = {
    "q": "Searches names, descriptions and quotes in web-search syntax, best match first unless you pass "
    "`sort`: "
    '`bonus -police`, `"signing bonus" or relocation`.',
    "sort": "The order. A minus reverses it. Records without a value come last, and ties follow the id. "
    "Default: by {usual}.",
    "since": "Only rows of releases after this one. 0 is before the first.",
    "until": "Only rows of releases up to and including this one.",
    "limit": "The maximum number of records on a page.",
    "after": AFTER_TEXT,
    "count": "Whether `meta.count` has the total number of matching records.",
    "include": "Related records to include in each record.",
    "fields": "The columns of the file. They keep the order of the record.",
    "bom": "Whether the file begins with a byte-order mark. Without it, Excel misreads characters outside "
    "ASCII.",
    "excel": "Whether the file is safe to open in Excel. It then begins with a byte-order mark, and an "
    "apostrophe precedes a text that begins with `=`, `+`, `-` or `@`, which Excel would run as a formula.",
    "match": MATCH,
    "release": "The data as of this release.",
    "known_on": "The data as of the newest release published by the end of that day in UTC.",
}


def defined(entries: Mapping[str, Mapping[str, Any]]) -> str:
    """Write a vocabulary with its definitions, as a list."""
    return "\n".join(f"- `{code}`: {entries[code]['definition']}" for code in sorted(entries))
