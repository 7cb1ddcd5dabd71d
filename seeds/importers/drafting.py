"""The texts of a drafted release: release.toml and sources.toml, written so that a reviewer can read them."""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import msgspec

from seeds.importers.writing import Row

RELEASE, SOURCES = "release.toml", "sources.toml"


def write_sources(folder: Path, sources: list[Row], retrieved_on: date | None) -> None:
    """Write sources.toml; a `coverage` may be the tally's list.

    Without `retrieved_on` a source keeps the day that an earlier draft gives it; without one it has none.
    """
    drafted = _read(folder / SOURCES).get("sources", [])
    known = {source["id"]: source.get("retrieved_on") for source in drafted}
    dated = [{**source, "retrieved_on": retrieved_on or known.get(source["id"])} for source in sources]
    _write_text(folder / SOURCES, "\n".join(f"[[sources]]\n{_pairs(source)}" for source in dated))


def write_release(folder: Path, title: str, notes: str, files: Mapping[str, Row]) -> None:
    """Write release.toml. Its number is the folder's; an earlier draft's date, version and seal are kept."""
    head = {**_draft(folder), "title": title, "notes": notes.strip() + "\n"}
    tables = [f'[files."{name}"]\n{_pairs(table)}' for name, table in sorted(files.items())]
    _write_text(folder / RELEASE, "\n".join([f"[release]\n{_pairs(head)}", *tables]))


def _draft(folder: Path) -> dict[str, Any]:
    number = int(folder.name.split("-")[0])
    fresh = {
        "number": number,
        "version": f"0.{number}.0",
        "published_at": datetime.now(UTC).replace(microsecond=0),
        "previous_sha256": "",
    }
    kept = _read(folder / RELEASE).get("release", {})
    return {key: kept.get(key, value) for key, value in fresh.items()} | {"number": number}


def _read(file: Path) -> dict[str, Any]:
    """What the file says; nothing if there is none."""
    try:
        return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    except ValueError as error:
        said = f"{file.parent.name}/{file.name} is there already and cannot be read: {error}"
        raise click.ClickException(said) from error


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _pairs(table: Row) -> str:
    return "".join(f"{key} = {toml(value)}\n" for key, value in table.items() if value is not None)


def toml(value: object) -> str:
    """One value in TOML; a text of several lines stays readable, a list of records has a line each."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float() | Decimal():
            return str(value)
        case date():  # a datetime, too
            return value.isoformat().replace("+00:00", "Z")
        case str():
            return _multiline(value) if "\n" in value else json.dumps(value, ensure_ascii=False)
        case list() | tuple():
            return _array([toml(item) for item in value])
        case _:
            table = msgspec.to_builtins(value)
            return "{ " + ", ".join(f"{k} = {toml(v)}" for k, v in table.items() if v is not None) + " }"


def _multiline(text: str) -> str:
    return '"""\n' + text.replace("\\", "\\\\").replace('"""', '""\\"') + '"""'


def _array(items: list[str]) -> str:
    if any(item.startswith("{") for item in items):
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    return "[" + ", ".join(items) + "]"
