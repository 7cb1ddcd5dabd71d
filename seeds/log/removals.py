"""removals.toml: what was removed from every release, by law or for privacy.

The file lies next to the folder of the releases. It records the new hash of each folder whose text was
redacted; the next folder still records the original hash.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from schemas.seed import SEEDS
from schemas.seed_parts import Text
from seeds.folder.encoding import read_bytes, text_of
from seeds.folder.header import convert, load_toml
from seeds.folder.toml_positions import NO_LINES, table_lines
from seeds.problems import Problem, UnreadableError
from seeds.values.fields import CHECKED_ONLY, FIELDS, ROW_FIELDS, Field

FILE: Final = "removals.toml"
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
T = TypeVar("T", bound=Struct)


class Removal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A removed record, or one removed field of it. Readers see the reason."""

    id: Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=120)]
    resource: str
    field: str | None = None
    reason: Text
    removed_on: date

    @property
    def label(self) -> str:
        return f"{self.field} of {self.id}" if self.field else self.id


class RedactedFolder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder whose text was redacted. The next folder records `original_sha256`."""

    folder: str
    original_sha256: Sha256
    sha256: Sha256


class Removals(Struct, frozen=True, kw_only=True, dict=True):
    """The content of removals.toml and its hash; empty if the file does not exist."""

    removals: list[Removal] = []
    folders: list[RedactedFolder] = []
    sha256: str = ""

    @cached_property
    def records(self) -> Mapping[str, Removal]:
        """The records that were removed as a whole, by id."""
        return {each.id: each for each in self.removals if each.field is None}

    @cached_property
    def fields(self) -> Mapping[tuple[str, str], Removal]:
        return {(each.id, each.field): each for each in self.removals if each.field is not None}

    @cached_property
    def redacted(self) -> Mapping[str, RedactedFolder]:
        return {each.folder: each for each in self.folders}


def path_of(releases: Path) -> Path:
    """Return the path of a log's removals.toml."""
    return releases.resolve().parent / FILE


def read(path: Path) -> Removals:
    """Read removals.toml. Raises UnreadableError if anything in it is wrong."""
    if not path.exists():
        return Removals()
    data = read_bytes(path, FILE)
    text = text_of(data, FILE)
    tables = load_toml(text, FILE)
    if unknown := sorted(tables.keys() - {"removals", "folders"}):
        raise UnreadableError(Problem(file=FILE, text=f"unknown table {', '.join(unknown)}"))
    removed = Removals(
        removals=_entries("removals", Removal, tables, text),
        folders=_entries("folders", RedactedFolder, tables, text),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    if problems := list(_problems(removed)):
        raise UnreadableError(*problems)
    return removed


def _entries(name: str, kind: type[T], tables: Mapping[str, Any], text: str) -> list[T]:
    entries, lines = tables.get(name, []), table_lines(text)
    if not isinstance(entries, list):
        raise UnreadableError(Problem(file=FILE, text=f"write each of the {name} as [[{name}]]"))
    return [
        convert(entry, kind, FILE, lines.get((name, ordinal), NO_LINES))
        for ordinal, entry in enumerate(entries)
    ]


def _problems(removed: Removals) -> Iterator[Problem]:
    seen: set[tuple[str, str | None]] = set()
    for each in removed.removals:
        if error := removal_error(each.resource, each.field):
            yield Problem(file=FILE, record_id=each.id, text=error)
        if (each.id, each.field) in seen:
            yield Problem(file=FILE, record_id=each.id, text="is listed twice")
        seen.add((each.id, each.field))
    if len(removed.redacted) < len(removed.folders):
        yield Problem(file=FILE, text="lists a folder twice")


def removal_error(resource: str, field: str | None) -> str | None:
    """Return why a record, or a field of a record that stays, cannot be removed; None if it can."""
    if resource not in SEEDS:
        return f"unknown resource {resource}: expected one of {', '.join(SEEDS)}"
    if field is None:
        return None
    definition: Field | None = FIELDS[resource].get(field)
    if definition is None or field in ROW_FIELDS | CHECKED_ONLY:
        return f"{resource} have no field {field}"
    if definition.required or definition.default not in (None, []):
        return f"{field} cannot be empty: remove the whole record"
    return None


def write(path: Path, removed: Removals) -> None:
    """Write removals.toml, sorted so that the same removals give the same bytes."""
    text = "# Records and fields removed from every release. Written by muster remove; see docs/seeds.md.\n"
    tables = [("folders", each) for each in sorted(removed.folders, key=lambda each: each.folder)]
    for name, each in [*tables, *(("removals", each) for each in removed.removals)]:
        values = msgspec.to_builtins(each, builtin_types=(date,))
        text += f"\n[[{name}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
    path.write_text(text, encoding="utf-8", newline="\n")


def _toml(value: object) -> str:
    """Encode a value as TOML. A JSON string is a TOML string, except for U+007F, which TOML escapes."""
    if isinstance(value, date):
        return value.isoformat()
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
