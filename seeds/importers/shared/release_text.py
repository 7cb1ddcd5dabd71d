"""Writes release.toml and sources.toml of a draft release, formatted for reviewers."""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import msgspec

from seeds.importers.shared.write import Row

RELEASE, SOURCES, METRICS = "release.toml", "sources.toml", "metrics.toml"


def write_sources(folder: Path, sources: list[Row], retrieved_on: date | None) -> None:
    """Write sources.toml; a `coverage` may be the tally's list.

    Without `retrieved_on`, each source keeps the day of the earlier draft, if there is one.
    """
    draft = _read(folder / SOURCES).get("sources", [])
    before = {source["id"]: source.get("retrieved_on") for source in draft}
    dated = [{**source, "retrieved_on": retrieved_on or before.get(source["id"])} for source in sources]
    _write_text(folder / SOURCES, "\n".join(f"[[sources]]\n{_pairs(source)}" for source in dated))


def write_metrics(folder: Path, metrics: list[Row]) -> None:
    _write_text(folder / METRICS, "\n".join(f"[[metrics]]\n{_pairs(metric)}" for metric in metrics))


def write_release(folder: Path, title: str, notes: str, files: Mapping[str, Row]) -> None:
    """Write release.toml with the folder's number. Keeps date, version and seal of an earlier draft."""
    head = {**_draft(folder), "title": title, "notes": notes.strip() + "\n"}
    tables = [f'[files."{name}"]\n{_pairs(table)}' for name, table in sorted(files.items())]
    _write_text(folder / RELEASE, "\n".join([f"[release]\n{_pairs(head)}", *tables]))


def _draft(folder: Path) -> dict[str, Any]:
    number = int(folder.name.split("-")[0])
    defaults = {
        "number": number,
        "version": f"0.{number}.0",
        "published_at": datetime.now(UTC).replace(microsecond=0),
        "previous_sha256": "",
    }
    draft = _read(folder / RELEASE).get("release", {})
    return {key: draft.get(key, value) for key, value in defaults.items()} | {"number": number}


def _read(file: Path) -> dict[str, Any]:
    """Parse a file; return an empty dictionary if there is none."""
    try:
        return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    except ValueError as error:
        text = f"{file.parent.name}/{file.name} exists, but cannot be read: {error}"
        raise click.ClickException(text) from error


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _pairs(table: Row) -> str:
    return "".join(f"{key} = {toml(value)}\n" for key, value in table.items() if value is not None)


def toml(value: object) -> str:
    """Write a value as TOML. Keeps line breaks of texts, and puts each record of a list on its own line."""
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
