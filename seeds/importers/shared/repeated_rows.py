"""Reads tables that repeat rows: counts and skips equal rows, and rejects rows that contradict each other."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

import click

from seeds.importers.shared.csv_rows import current_line, current_position, read_table

Cells = dict[str, str]
REPEATED = "rows that the file prints twice"


def read_distinct(  # noqa: PLR0913, PLR0917 -- the parameters of `read_table`, and two more
    path: Path,
    columns: Collection[str],
    key: Sequence[str],
    repeated: Callable[[Cells], object],
    optional: Collection[str] = (),
    spellings: Mapping[str, str] = {},
) -> Iterator[Cells]:
    """Yield the rows of a table without repetitions; call `repeated` with each repeated row.

    Raises ClickException with both lines if rows with the same `key` differ in any of `columns` and
    `optional`. Other columns, such as an index, may differ. Keeps two hashes for each row in memory.
    """
    read = sorted({*columns, *optional})
    seen: dict[int, tuple[int, int]] = {}
    for cells in read_table(path, columns, optional, spellings):
        content = hash(tuple(_cell(cells, name) for name in read))
        line, row_key = current_line(), hash(tuple(_cell(cells, name) for name in key))
        first, first_content = seen.setdefault(row_key, (line, content))
        if first == line:
            yield cells
        elif first_content == content:
            repeated(cells)
        else:
            position = current_position()
            earlier = _row_at(first, read_table(path, columns, optional, spellings))
            raise click.ClickException(f"{position}: {_contradiction(earlier, cells, first, key, read)}")


def _cell(cells: Cells, name: str) -> str:
    return cells.get(name, "").strip()


def _row_at(line: int, rows: Iterator[Cells]) -> Cells:
    return next(cells for cells in rows if current_line() == line)


def _contradiction(earlier: Cells, cells: Cells, first: int, key: Sequence[str], read: Sequence[str]) -> str:
    values = ", ".join(_cell(cells, name) for name in key)
    differ = [name for name in read if _cell(cells, name) != _cell(earlier, name)]
    differences = "; ".join(
        f"{name} is {_cell(earlier, name)!r} there and {_cell(cells, name)!r} here" for name in differ
    )
    return f"{values} is also on line {first}, with other values: {differences}"
