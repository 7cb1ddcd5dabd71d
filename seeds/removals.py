"""The law's exception to the log: what was removed from every release, and the folders that were cut.

`removals.toml` stands beside the folder of the releases. It vouches for the new hash of each folder whose
text was cut; the folder behind it still names the original one.
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta, Struct

from schemas.seed import SEEDS, Text
from seeds.fields import CHECKED_ONLY, FIELDS, ROW_FIELDS, Field
from seeds.headers import convert, load_toml
from seeds.problems import Problem, UnreadableError
from seeds.texts import read_bytes, text_of
from seeds.toml_positions import NOWHERE, table_lines

FILE: Final = "removals.toml"
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Removal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A record, or one field of it. The reason is told to readers."""

    id: Annotated[str, Meta(pattern="^[a-z0-9]+([-_][a-z0-9]+)*$", max_length=120)]
    resource: str
    field: str | None = None
    reason: Text
    removed_on: date

    @property
    def what(self) -> str:
        return f"{self.field} of {self.id}" if self.field else self.id


class CutFolder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A folder of the log without its removed text; `original_sha256` is what the next folder names."""

    folder: str
    original_sha256: Sha256
    sha256: Sha256


class Removals(Struct, frozen=True, kw_only=True, dict=True):
    """What removals.toml says; without the file nothing, and no hash."""

    removals: list[Removal] = []
    folders: list[CutFolder] = []
    sha256: str = ""

    @cached_property
    def records(self) -> Mapping[str, Removal]:
        """The records removed as a whole, by id."""
        return {each.id: each for each in self.removals if each.field is None}

    @cached_property
    def fields(self) -> Mapping[tuple[str, str], Removal]:
        return {(each.id, each.field): each for each in self.removals if each.field is not None}

    @cached_property
    def cut(self) -> Mapping[str, CutFolder]:
        return {each.folder: each for each in self.folders}


def place(releases: Path) -> Path:
    """Where the removals of a log stand."""
    return releases.resolve().parent / FILE


def read(path: Path) -> Removals:
    """Refuses a file in which anything is wrong."""
    if not path.exists():
        return Removals()
    data = read_bytes(path, FILE)
    text = text_of(data, FILE)
    tables, lines = load_toml(text, FILE), table_lines(text)
    if unknown := sorted(tables.keys() - {"removals", "folders"}):
        raise UnreadableError(Problem(file=FILE, text=f"unknown table {', '.join(unknown)}"))
    found: dict[str, list[Any]] = {"removals": [], "folders": []}
    for name, kind in (("removals", Removal), ("folders", CutFolder)):
        given = tables.get(name, [])
        if not isinstance(given, list):
            raise UnreadableError(Problem(file=FILE, text=f"write each of the {name} as [[{name}]]"))
        for ordinal, table in enumerate(given):
            found[name].append(convert(table, kind, FILE, lines.get((name, ordinal), NOWHERE)))
    made = Removals(**found, sha256=hashlib.sha256(data).hexdigest())
    if problems := list(_problems(made)):
        raise UnreadableError(*problems)
    return made


def _problems(made: Removals) -> Iterator[Problem]:
    known: set[tuple[str, str | None]] = set()
    for each in made.removals:
        if said := impossible(each.resource, each.field):
            yield Problem(file=FILE, record_id=each.id, text=said)
        if (each.id, each.field) in known:
            yield Problem(file=FILE, record_id=each.id, text="is removed twice")
        known.add((each.id, each.field))
    if len(made.cut) < len(made.folders):
        yield Problem(file=FILE, text="vouches twice for a folder")


def impossible(resource: str, field: str | None) -> str | None:
    """Why a field cannot be taken out of a record that stays, if it cannot."""
    if resource not in SEEDS:
        return f"there is no resource {resource}: those are {', '.join(SEEDS)}"
    if field is None:
        return None
    about: Field | None = FIELDS[resource].get(field)
    if about is None or field in ROW_FIELDS | CHECKED_ONLY:
        return f"{resource} have no field {field}"
    if about.required or about.default not in (None, []):
        return f"{field} cannot be unknown: remove the whole record"
    return None


def write(path: Path, made: Removals) -> None:
    """The same bytes for the same removals: by folder, then in the order they were made."""
    text = "# Records and fields removed from every release. Written by muster remove; see docs/seeds.md.\n"
    tables = [("folders", each) for each in sorted(made.folders, key=lambda each: each.folder)]
    for name, each in [*tables, *(("removals", each) for each in made.removals)]:
        values = msgspec.to_builtins(each, builtin_types=(date,))
        text += f"\n[[{name}]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())
    path.write_text(text, encoding="utf-8", newline="\n")


def _toml(value: object) -> str:
    """JSON's strings are TOML's, but for one character that JSON leaves as it is."""
    if isinstance(value, date):
        return value.isoformat()
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
