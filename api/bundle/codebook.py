"""The codebook: each column of each table with its meaning, codes, unit and the meaning of an empty cell."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, structs

from api.bundle.tables import Field, Table
from schemas.types import DEFINITIONS

CSV, MARKDOWN = "codebook.csv", "codebook.md"
# The rows searched for an example of each column, and the characters of the example that are printed.
MAX_ROWS, MAX_CHARACTERS = 50_000, 120
NULL = re.compile(r"null (?:=|for|where|in) ([^.;]+)")
EMPTY_LIST = "no element"
HEAD = "| column | type | meaning | empty cell | added_in | deprecated_in |"

CODES_HEAD = "| code | meaning | example |"

Examples = Mapping[str, str]


class Entry(Struct, frozen=True, kw_only=True):
    """A line of the codebook; its fields are the columns."""

    file: str
    column: str
    position: int
    type: str
    label: str
    description: str
    unit: str
    allowed_values: str
    null_meaning: str
    example: str
    added_in: int
    deprecated_in: int | None


COLUMNS = Entry.__struct_fields__


def entries(tables: list[Table], examples: Mapping[str, Examples]) -> Iterator[Entry]:
    """Describe the columns of all tables. `examples`: table → column → an example cell."""
    for table in tables:
        for position, field in enumerate(table.fields, 1):
            yield entry(table, position, field, examples.get(table.name, {}).get(field.name, ""))


def entry(table: Table, position: int, field: Field, example: str) -> Entry:
    return Entry(
        file=table.file,
        column=field.name,
        position=position,
        type=field.type,
        label=field.label or "",
        description=field.column.description,
        unit=field.unit or "",
        allowed_values="; ".join(field.column.codes),
        null_meaning=null_meaning(field),
        example=example if len(example) <= MAX_CHARACTERS else f"{example[:MAX_CHARACTERS]} …",
        added_in=field.column.added_in,
        deprecated_in=field.column.deprecated_in,
    )


def null_meaning(field: Field) -> str:
    """Extract the meaning of null from the description. Default: `unknown`."""
    if field.required:
        return ""
    if field.column.kind in {"list", "nested"}:
        return EMPTY_LIST
    match = NULL.search(field.column.description)
    return match[1] if match else "unknown"


def examples(path: Path) -> dict[str, str]:
    """Read the first nonempty cell of each column."""
    csv.field_size_limit(2**31 - 1)  # One cell of changes.csv holds all differences of a record.
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        cells = dict.fromkeys(names, "")
        missing = [*enumerate(names)]
        for _, row in zip(range(MAX_ROWS), rows, strict=False):
            for index, name in missing:
                cells[name] = row[index]
            missing = [each for each in missing if not cells[each[1]]]
            if not missing:
                break
    return cells


def as_csv(entries: list[Entry]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(structs.astuple(each) for each in entries)
    return text.getvalue().encode()


def as_markdown(tables: list[Table], entries: list[Entry]) -> bytes:
    parts = [
        "# Codebook\n",
        "The third column from the right says what an empty cell means. If it is blank, no cell is empty.",
        "`added_in` and `deprecated_in` are contract versions. Every response of the API names the current",
        "one in its `Muster-Contract` header.\n",
    ]
    for table in tables:
        parts += [
            f"## {table.file}\n",
            table.about + "\n",
            *([table.omissions + "\n"] if table.omissions else []),
        ]
        parts += [HEAD, "|---|---|---|---|---|---|"]
        parts += [line(each) for each in entries if each.file == table.file]
        parts.append("")
    return ("\n".join([*parts, *codes()])).encode()


def codes() -> Iterator[str]:
    """Yield the definitions of the codes that are easiest to misread, as tables."""
    for name, entries in DEFINITIONS.items():
        yield f"## Codes: {name}\n"
        yield CODES_HEAD
        yield "|---|---|---|"
        for code, entry in entries.items():
            yield f"| `{code}` | {entry['definition']} | {entry.get('example', '')} |"
        yield ""


def line(entry: Entry) -> str:
    codes = f" Codes: {entry.allowed_values}." if entry.allowed_values else ""
    unit = f" Unit: {entry.unit}." if entry.unit else ""
    label = f"{entry.label}. " if entry.label else ""
    what = f"{label}{entry.description}{unit}{codes}"
    versions = (str(entry.added_in), str(entry.deprecated_in or ""))
    cells = (f"`{entry.column}`", entry.type, what, entry.null_meaning, *versions)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
