"""What somebody printed: ids, `id@release` or URLs of records, as a form sends them."""

import re
from urllib.parse import parse_qs, urlsplit

from api.catalog import values
from api.catalog.values import InvalidValue, Value
from api.changes import cited
from api.changes.cited import RELEASE, Cited

BETWEEN = re.compile(r"[\s,]+")
# What the URL of a record may end in.
PARTS = frozenset({"embed", "cite", "history", "status", "summary"})


def read(text: str) -> list[Cited]:
    entries = [each for each in BETWEEN.split(text) if each]
    if not 0 < len(entries) <= values.IN_LIMIT:
        raise InvalidValue
    return [from_url(each) if "/" in each else cited.read(each) for each in entries]


def from_url(entry: str) -> Cited:
    """Read the id from the end of the path and the release from the query."""
    try:
        parts = urlsplit(entry)
    except ValueError as error:
        raise InvalidValue from error
    segments = [each for each in parts.path.split("/") if each and each not in PARTS]
    release = parse_qs(parts.query).get("release", [""])[0]
    key = segments[-1].partition(".")[0] if segments else ""
    return Cited(id=values.RECORD_ID.read(key), release=RELEASE.read(release) if release else None)


def read_release(text: str) -> int | None:
    """Read the release of entries that name none. A form sends an empty text if it was left out."""
    return RELEASE.read(text) if text else None


PRINTED = Value(
    expected=f"1 to {values.IN_LIMIT} ids, URLs of records, or id@release, one a line or joined with commas",
    schema={"type": "array", "items": {"type": "string"}},
    read=read,
    write=cited.write,
)
SINCE = Value(
    expected="the number of a release",
    schema=RELEASE.schema,
    read=read_release,
    write=lambda release: "" if release is None else str(release),
)
