"""release.toml: the release's number, version and title, and the settings of its files."""

import re
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta, Struct

from schemas.seed_parts import Change, Code, Id
from seeds.folder.encoding import read_bytes, text_of
from seeds.folder.limits import check_toml
from seeds.folder.toml_positions import NO_LINES, Lines, table_lines
from seeds.problems import Problem, UnreadableError

VERSION: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
TOML_LINE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
T = TypeVar("T", bound=Struct)
WHERE: Final = re.compile(r" - at `\$(.*)`$")


class ReleaseHeader(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=9999)]
    version: Annotated[str, Meta(pattern=f"^{VERSION.pattern}$")]
    published_at: datetime
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    previous_sha256: Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")] = ""
    notes: str | None = None

    @property
    def parts(self) -> tuple[int, int, int]:
        major, minor, patch = self.version.split(".")
        return int(major), int(minor), int(patch)


class Measure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column of a wide table that holds figures."""

    column: str
    metric: Code
    fields: dict[str, Any] = {}


class FileSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The settings of one file, which apply to each of its rows."""

    mode: Annotated[str, Meta(pattern="^merge$")] | None = None
    change: Change | None = None
    overwrite: list[str] = []
    source_id: Id | None = None
    family: Id | None = None
    locator: str | None = None
    extra: list[str] = []
    common: dict[str, Any] = {}
    measures: list[Measure] = []


class Header(Struct, frozen=True, kw_only=True):
    """A release.toml, with the lines of its tables."""

    release: ReleaseHeader
    files: dict[str, FileSettings]
    file: str
    lines: dict[tuple[str, int], Lines]

    def line(self, key: str) -> int:
        return self.lines.get(("release", 0), NO_LINES).of(key)

    def file_line(self, name: str) -> int:
        return self.lines.get((f"files.{name}", 0), NO_LINES).header

    def problem(self, key: str, text: str) -> Problem:
        return Problem(file=self.file, line=self.line(key), column=key, text=text)


def read_header(folder: Path) -> Header:
    """Read a folder's release.toml. Raises UnreadableError if it is missing or wrong."""
    name = f"{folder.name}/release.toml"
    if not (folder / "release.toml").is_file():
        raise UnreadableError(Problem(file=folder.name, text="is not a release: it has no release.toml"))
    text = text_of(read_bytes(folder / "release.toml", name), name)
    tables = load_toml(text, name)
    lines = table_lines(text)
    if unknown := sorted(tables.keys() - {"release", "files"}):
        raise UnreadableError(Problem(file=name, text=f"unknown table {', '.join(unknown)}"))
    release = convert(tables.get("release", {}), ReleaseHeader, name, lines.get(("release", 0), NO_LINES))
    files = {
        file: convert(table, FileSettings, name, lines.get((f"files.{file}", 0), NO_LINES))
        for file, table in tables.get("files", {}).items()
    }
    return Header(release=_in_utc(release, name, lines), files=files, file=name, lines=lines)


def load_toml(text: str, name: str) -> dict[str, Any]:
    check_toml(text, name)
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        match = TOML_LINE.search(str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        raise UnreadableError(Problem(file=name, line=line, text=f"is not valid TOML: {error}")) from error
    except (ValueError, ArithmeticError, RecursionError) as error:
        # The grammar allows dates and numbers beyond Python's range, and any depth of lists.
        raise UnreadableError(Problem(file=name, text=f"is not valid TOML: {error}")) from error


def convert(value: object, kind: type[T], name: str, lines: Lines) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        text, where = WHERE.sub("", str(error)), WHERE.search(str(error))
        key = where[1].strip(".").split("[")[0].split(".")[0] if where else ""
        raise UnreadableError(
            Problem(file=name, line=lines.of(key), column=key or None, text=text)
        ) from error


def _in_utc(header: ReleaseHeader, name: str, lines: dict[tuple[str, int], Lines]) -> ReleaseHeader:
    if header.published_at.tzinfo is None:
        line = lines["release", 0].of("published_at")
        text = "needs a time zone, for example Z at its end"
        raise UnreadableError(Problem(file=name, line=line, column="published_at", text=text))
    return msgspec.structs.replace(header, published_at=header.published_at.astimezone(UTC))
