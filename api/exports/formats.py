"""The formats of files: the SQL and COPY options for PostgreSQL, and the encoder for its rows."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from msgspec import Struct

from api.catalog import values
from api.catalog.resource import Resource
from api.catalog.values import Value
from api.exports import projection
from api.exports.encoders import Array, Encoder, Features, Lines, Table
from api.exports.parquet import Parquet
from api.exports.projection import Columns
from api.exports.provenance import Description
from api.exports.xlsx import MAX_ROWS, Workbook
from api.query.sql import Statement
from api.storage.checksums import Write

# The formats of all resources ask for it when a server starts, and each time a file is read for it.
version = cache(metadata.version)


class Format(Struct, frozen=True, kw_only=True):
    """A file format.

    `library` names the package that encodes the file in a thread; its version changes the bytes.

    `buffered`: the first bytes are available only when the file is complete.
    `needs_point`: only for resources whose records have a point. `excel`: the SQL with `excel=true`.
    """

    suffix: str
    media_type: str
    about: str
    select: Callable[[Statement, Columns], str]
    copy: dict[str, Any]
    encoder: Callable[[Description, Write, Path | None], Encoder]
    excel: Callable[[Statement, Columns], str] | None = None
    parameters: Mapping[str, Value] = {}
    library: str | None = None
    max_rows: int | None = None
    buffered: bool = False
    needs_point: bool = False

    @property
    def content_type(self) -> str:
        return self.media_type + ("; charset=utf-8; header=present" if self.suffix == ".csv" else "")

    @property
    def kind(self) -> str:
        """What the bytes of a file depend on besides its rows: the media type and the library's version."""
        return self.media_type + (f" {self.library} {version(self.library)}" if self.library else "")


TABLE = {"format": "csv", "header": True}
CELLS = {"format": "csv", "header": False}
# Binary COPY escapes nothing, so `encoders.lines` can take the rows out without parsing them.
LINES = {"format": "binary"}

FORMATS = (
    Format(
        suffix=".csv",
        media_type="text/csv",
        about="Comma-separated values in UTF-8 with a header of column names. Null is empty, and lists are "
        "joined with `; `.",
        select=projection.csv_cells,
        copy=TABLE,
        encoder=Table,
        excel=projection.spreadsheet_cells,
        parameters={"bom": values.BOOLEAN, "excel": values.BOOLEAN},
    ),
    Format(
        suffix=".ndjson",
        media_type="application/x-ndjson",
        about="One JSON object per line.",
        select=projection.json_lines,
        copy=LINES,
        encoder=Lines,
    ),
    Format(
        suffix=".array.json",
        media_type="application/json",
        about="One JSON array of objects, as Vega and D3 load it.",
        select=projection.json_lines,
        copy=LINES,
        encoder=Array,
    ),
    Format(
        suffix=".parquet",
        media_type="application/vnd.apache.parquet",
        about="Typed columns: numbers as doubles, days as dates, closed lists of codes as dictionaries, "
        "lists as lists, nested lists as JSON text. The file describes its content, and each column its "
        "meaning.",
        select=projection.typed_cells,
        copy=CELLS,
        encoder=Parquet,
        library="pyarrow",
    ),
    Format(
        suffix=".xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        about=f"A workbook with the rows, the codebook and the citation. At most {MAX_ROWS:,} rows. Ids, "
        "codes and texts are text cells.",
        select=projection.json_rows,
        copy=LINES,
        encoder=Workbook,
        library="xlsxwriter",
        max_rows=MAX_ROWS,
        buffered=True,
    ),
    Format(
        suffix=".geojson",
        media_type="application/geo+json",
        about="One GeoJSON feature per record. Its point is the inner point of the county (`point_of`), "
        "never the location of the agency. A record without a county has no geometry.",
        select=projection.features,
        copy=LINES,
        encoder=Features,
        needs_point=True,
    ),
)

BY_SUFFIX = {form.suffix: form for form in FORMATS}
CSV, PARQUET = BY_SUFFIX[".csv"], BY_SUFFIX[".parquet"]


def forms_of(resource: Resource) -> list[Format]:
    return [form for form in FORMATS if resource.point is not None or not form.needs_point]
