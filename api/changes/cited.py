"""What somebody cited: the id of a record, with the release it was taken from as `id@release`."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from api.catalog import values
from api.catalog.values import InvalidValue, Value

ID = str(values.RECORD_ID.schema["pattern"]).strip("^$")
# Nine digits, so that a pattern can say what is a release.
RELEASE = values.integer_range(1, 999_999_999)
PATTERN = f"^{ID}(@[1-9][0-9]{{0,8}})?$"
LONGEST = int(values.RECORD_ID.schema["maxLength"]) + len("@999999999")


class Cited(Struct, frozen=True, kw_only=True):
    """A record, and the release it was taken from if the entry names one."""

    id: str
    release: int | None

    @property
    def text(self) -> str:
        return self.id if self.release is None else f"{self.id}@{self.release}"


def read(entry: str) -> Cited:
    key, at, release = entry.partition("@")
    return Cited(id=values.RECORD_ID.read(key), release=RELEASE.read(release) if at else None)


def read_several(text: str) -> list[Cited]:
    entries = text.split(",")
    if len(entries) > values.IN_LIMIT:
        raise InvalidValue
    return [read(each) for each in entries]


def write(entries: Iterable[Cited]) -> str:
    return ",".join(each.text for each in entries)


def without_release(entries: Iterable[Cited]) -> list[str]:
    """List the ids of the entries that name no release."""
    return [each.id for each in entries if each.release is None]


ENTRY: dict[str, Any] = {"type": "string", "pattern": PATTERN, "minLength": 1, "maxLength": LONGEST}
SEVERAL = Value(
    expected=f"1 to {values.IN_LIMIT} ids joined with commas, each with or without its release: id@release",
    schema={"type": "array", "items": ENTRY, "minItems": 1, "maxItems": values.IN_LIMIT},
    read=read_several,
    write=write,
)
