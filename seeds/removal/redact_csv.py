"""Removes records, fields, links and figures from CSV files."""

import csv
import gzip
import io
from collections.abc import Iterable, Mapping

from seeds.removal.redaction import Redaction


def redact_rows(text: str, redaction: Redaction) -> str:
    """Redact a table with one row for each record."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    if "id" not in header:
        return text
    position = header.index("id")
    kept = [
        [_redact_cell(name, cell, row[position], redaction) for name, cell in zip(header, row, strict=True)]
        for row in rows
        if not redaction.removes_row(row[position])
    ]
    return text if kept == rows else to_csv([header, *kept])


def _redact_cell(name: str, cell: str, record_id: str, redaction: Redaction) -> str:
    if redaction.removes_field(record_id, name):
        return ""
    return "; ".join(redaction.kept_links(name, cell.split("; ")))


def empty_cells(text: str, cells: Mapping[int, set[int]]) -> str:
    """Empty cells of a wide table, given as column positions by line."""
    rows, reader = [], csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    for row in reader:
        positions = cells.get(line, ())
        rows.append(["" if position in positions else cell for position, cell in enumerate(row)])
        line = reader.line_num + 1
    return to_csv(rows)


def to_csv(rows: Iterable[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def encode(text: str, name: str) -> bytes:
    """Encode a file's text, compressed if its name ends in .gz."""
    return gzip.compress(text.encode(), mtime=0) if name.endswith(".gz") else text.encode()
