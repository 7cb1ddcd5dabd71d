"""The forms a file may have: what PostgreSQL is asked to write, and what is done to its rows."""

from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from msgspec import Struct

from api import cells, values
from api.cells import Columns
from api.columnar import Parquet
from api.description import Description
from api.resource import Resource
from api.shapes import Array, Features, Lines, Plain, Put, Table
from api.sql import Statement
from api.values import Value
from api.workbook import MAX_ROWS, Workbook


class Format(Struct, frozen=True, kw_only=True):
    """`library` makes the file in a thread and packs it; its version decides on the bytes.

    `whole`: its first bytes come with its last; `located`: only for records that have a point.
    """

    suffix: str
    media_type: str
    about: str
    select: Callable[[Statement, Columns], str]
    copy: dict[str, Any]
    shape: Callable[[Description, Put, Path | None], Plain]
    parameters: Mapping[str, Value] = {}
    library: str | None = None
    max_rows: int | None = None
    whole: bool = False
    located: bool = False

    @property
    def content_type(self) -> str:
        return self.media_type + ("; charset=utf-8; header=present" if self.suffix == ".csv" else "")

    @property
    def kind(self) -> str:
        """What the bytes of a file depend on beside its rows."""
        return self.media_type + (f" {self.library} {version(self.library)}" if self.library else "")


TABLE = {"format": "csv", "header": True}
CELLS = {"format": "csv", "header": False}
# Nothing is looked at or escaped: `lines` takes the rows out of what PostgreSQL puts around them.
LINES = {"format": "binary"}

FORMATS = (
    Format(
        suffix=".csv",
        media_type="text/csv",
        about="Comma-separated, UTF-8, a header of column names, empty for null, lists joined with `; `.",
        select=cells.csv_cells,
        copy=TABLE,
        shape=Table,
        parameters={"bom": values.BOOLEAN},
    ),
    Format(
        suffix=".ndjson",
        media_type="application/x-ndjson",
        about="One JSON object a line.",
        select=cells.json_lines,
        copy=LINES,
        shape=Lines,
    ),
    Format(
        suffix=".array.json",
        media_type="application/json",
        about="One JSON array of objects, as Vega and D3 load it.",
        select=cells.json_lines,
        copy=LINES,
        shape=Array,
    ),
    Format(
        suffix=".parquet",
        media_type="application/vnd.apache.parquet",
        about="Typed columns: numbers as doubles, days as dates, closed lists of codes as dictionaries, "
        "lists as lists, nested lists as JSON text. The file says what it holds, each column what it means.",
        select=cells.typed_cells,
        copy=CELLS,
        shape=Parquet,
        library="pyarrow",
    ),
    Format(
        suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        about=f"A workbook of the rows, the codebook and what to cite; at most {MAX_ROWS:,} rows. Ids, codes "
        "and texts are text cells.",
        select=cells.json_rows,
        copy=LINES,
        shape=Workbook,
        library="xlsxwriter",
        max_rows=MAX_ROWS,
        whole=True,
    ),
    Format(
        suffix=".geojson",
        media_type="application/geo+json",
        about="One GeoJSON feature a record. Its point is the inner point of the county (`point_of`), never "
        "the agency's own place; a record without a county has no geometry.",
        select=cells.features,
        copy=LINES,
        shape=Features,
        located=True,
    ),
)

BY_SUFFIX = {form.suffix: form for form in FORMATS}
CSV, PARQUET = BY_SUFFIX[".csv"], BY_SUFFIX[".parquet"]


def forms_of(resource: Resource) -> list[Format]:
    return [form for form in FORMATS if resource.point is not None or not form.located]
