"""Every column of every table: what it means, which codes it may hold, what an empty cell says."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct, structs

from api.bundle.tables import Field, Table

CSV, MARKDOWN = "codebook.csv", "codebook.md"
# How far a table is searched for a cell that shows what a column holds, and how much of it is shown.
SEARCHED, SHOWN = 50_000, 120
NULL = re.compile(r"null (?:=|for|where|in) ([^.;]+)")
EMPTY_LIST = "no element"
HEAD = "| column | type | what it is | empty | added_in | deprecated_in |"

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
    """`examples`: table → column → a cell of it."""
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
        example=example if len(example) <= SHOWN else f"{example[:SHOWN]} …",
        added_in=field.column.added_in,
        deprecated_in=field.column.deprecated_in,
    )


def null_meaning(field: Field) -> str:
    """As the description says; an empty cell is otherwise simply unknown."""
    if field.required:
        return ""
    if field.column.kind in {"list", "nested"}:
        return EMPTY_LIST
    said = NULL.search(field.column.description)
    return said[1] if said else "unknown"


def examples(path: Path) -> dict[str, str]:
    """The first cell of each column that holds anything."""
    csv.field_size_limit(2**31 - 1)  # the differences of a large record are one cell
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        found = dict.fromkeys(names, "")
        missing = [*enumerate(names)]
        for _, row in zip(range(SEARCHED), rows, strict=False):
            for place, name in missing:
                found[name] = row[place]
            missing = [each for each in missing if not found[each[1]]]
            if not missing:
                break
    return found


def as_csv(made: list[Entry]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(structs.astuple(each) for each in made)
    return text.getvalue().encode()


def as_markdown(tables: list[Table], made: list[Entry]) -> bytes:
    parts = [
        "# Codebook\n",
        "An empty cell means what its column says; where it says nothing, no cell is empty. `added_in` and",
        "`deprecated_in` are versions of the contract, as every answer of the API names one in",
        "`Muster-Contract`.\n",
    ]
    for table in tables:
        parts += [f"## {table.file}\n", table.about + "\n", *([table.lost + "\n"] if table.lost else [])]
        parts += [HEAD, "|---|---|---|---|---|---|"]
        parts += [line(each) for each in made if each.file == table.file]
        parts.append("")
    return ("\n".join(parts)).encode()


def line(each: Entry) -> str:
    codes = f" Codes: {each.allowed_values}." if each.allowed_values else ""
    unit = f" Unit: {each.unit}." if each.unit else ""
    label = f"{each.label}. " if each.label else ""
    what = f"{label}{each.description}{unit}{codes}"
    versions = (str(each.added_in), str(each.deprecated_in or ""))
    cells = (f"`{each.column}`", each.type, what, each.null_meaning, *versions)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
