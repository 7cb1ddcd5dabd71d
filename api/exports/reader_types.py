"""The types of a CSV's columns for the programs that read it: no program guesses all of them correctly."""

from collections.abc import Sequence

from msgspec import Struct

from api.catalog.columns import Column

# Kind of a column → its type in each program. A column that is not listed is a text.
PANDAS = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
POLARS = {"integer": "Int64", "number": "Float64", "boolean": "Boolean", "day": "Date"}
DUCKDB = {
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "day": "DATE",
    "moment": "TIMESTAMPTZ",
}
PYARROW = {"integer": "int64", "number": "double", "boolean": "bool", "day": "date32"}
R = {"integer": "integer", "number": "numeric", "boolean": "logical", "day": "Date"}
# A day is parsed as midnight in the reader's time zone. Vega-Lite draws in that zone, and would otherwise
# show the day before west of Greenwich.
VEGA_LITE = {
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "day": "date:'%Y-%m-%d'",
    "moment": "date",
}

Types = dict[str, str]


class PandasOptions(Struct, frozen=True, kw_only=True):
    """Keyword arguments of `pandas.read_csv`."""

    dtype: Types
    parse_dates: list[str]
    keep_default_na: bool
    na_values: list[str]


class PolarsOptions(Struct, frozen=True, kw_only=True):
    """Keyword arguments of `polars.read_csv`. In `schema_overrides`, `Int64` stands for `polars.Int64`."""

    schema_overrides: Types
    try_parse_dates: bool
    null_values: str


class DuckdbOptions(Struct, frozen=True, kw_only=True):
    """Keyword arguments of `duckdb.read_csv`."""

    dtype: Types
    header: bool


class PyarrowOptions(Struct, frozen=True, kw_only=True):
    """Keyword arguments of `pyarrow.csv.ConvertOptions`."""

    column_types: Types
    null_values: list[str]
    strings_can_be_null: bool


R_NAMES = {"column_classes": "colClasses", "na_strings": "na.strings", "skip_blank_lines": "blank.lines.skip"}


class ROptions(Struct, frozen=True, kw_only=True, rename=R_NAMES):
    """Arguments of R's `read.csv`."""

    column_classes: Types
    na_strings: str
    skip_blank_lines: bool


class VegaLiteFormat(Struct, frozen=True, kw_only=True):
    """The `format` of the data in a Vega-Lite specification."""

    type: str
    parse: Types


class ReaderTypes(Struct, frozen=True, kw_only=True):
    """What to pass to a program that reads the CSV, so that it does not guess the types of the columns."""

    pandas: PandasOptions
    polars: PolarsOptions
    duckdb: DuckdbOptions
    pyarrow: PyarrowOptions
    r: ROptions
    vega_lite: VegaLiteFormat


def reader_types(columns: Sequence[Column]) -> ReaderTypes:
    """Build the options of each program.

    Polars and pyarrow have no name for the type of a time, but infer it: no record is without its times.
    """
    dates = [column.name for column in columns if column.kind in {"day", "moment"}]
    moments = [column.name for column in columns if column.kind == "moment"]
    return ReaderTypes(
        pandas=PandasOptions(
            dtype=types(columns, PANDAS, "string", without=dates),
            parse_dates=dates,
            keep_default_na=False,
            na_values=[""],
        ),
        polars=PolarsOptions(
            schema_overrides=types(columns, POLARS, "String", without=moments),
            try_parse_dates=True,
            null_values="",
        ),
        duckdb=DuckdbOptions(dtype=types(columns, DUCKDB, "VARCHAR"), header=True),
        pyarrow=PyarrowOptions(
            column_types=types(columns, PYARROW, "string", without=moments),
            null_values=[""],
            strings_can_be_null=True,
        ),
        r=ROptions(column_classes=r_classes(columns), na_strings="", skip_blank_lines=False),
        vega_lite=VegaLiteFormat(type="csv", parse=types(columns, VEGA_LITE, "string")),
    )


def r_classes(columns: Sequence[Column]) -> Types:
    """Return the classes of R. A file of one column has `""`, which R refuses to read as a number."""
    alone = len(columns) == 1 and columns[0].nullable
    return {} if alone else types(columns, R, "character")


def types(columns: Sequence[Column], known: Types, text: str, without: Sequence[str] = ()) -> Types:
    return {column.name: known.get(column.kind, text) for column in columns if column.name not in without}
