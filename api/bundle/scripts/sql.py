"""`load.sql`: load the tables into DuckDB or PostgreSQL, with types, checks of codes and comments."""

from collections.abc import Iterator

from api.bundle.tables import Field, Table

NAME = "load.sql"
HEAD = """\
-- Loads the tables of this folder. Run in this folder:
-- DuckDB:      duckdb muster.duckdb -c ".read load.sql"
-- PostgreSQL:  sed 's/^copy /\\\\copy /' load.sql | psql muster
-- Lists and JSON are loaded as text. Split a list with string_split(channels, '; ') in DuckDB or
-- string_to_array(channels, '; ') in PostgreSQL.
"""
TYPES = {
    "integer": "integer",
    "number": "double precision",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp with time zone",
}
DIALECT = """(format csv, header, delimiter ',', quote '"', escape '"')"""


def write(tables: list[Table]) -> bytes:
    return "\n".join([HEAD, *(line for table in tables for line in lines(table))]).encode()


def lines(table: Table) -> Iterator[str]:
    name = identifier(table.name.replace("-", "_"))
    columns = [column_definition(field) for field in table.fields]
    key = ", ".join(identifier(column) for column in table.key)
    yield f"create table {name} (\n  " + ",\n  ".join([*columns, f"primary key ({key})"]) + "\n);"
    yield f"comment on table {name} is {quoted(table.about)};"
    for field in table.fields:
        yield f"comment on column {name}.{identifier(field.name)} is {quoted(field.column.description)};"
    yield f"copy {name} from {quoted(table.file)} {DIALECT};\n"


def column_definition(field: Field) -> str:
    parts = [identifier(field.name), TYPES.get(field.type, "text")]
    if field.required:
        parts.append("not null")
    if field.column.codes:
        codes = ", ".join(quoted(code) for code in field.column.codes)
        parts.append(f"check ({identifier(field.name)} in ({codes}))")
    return " ".join(parts)


def identifier(name: str) -> str:
    return f'"{name}"'


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
