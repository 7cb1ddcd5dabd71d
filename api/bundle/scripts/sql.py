"""`load.sql`: the tables in DuckDB or PostgreSQL, with their types, closed lists of codes and comments."""

from collections.abc import Iterator

from api.bundle.tables import Field, Table

NAME = "load.sql"
HEAD = """\
-- The tables of this folder, in DuckDB:   duckdb muster.duckdb -c ".read load.sql"
-- and in PostgreSQL:                       sed 's/^copy /\\\\copy /' load.sql | psql muster
-- Both in this folder. Lists and JSON stay the texts they are in the CSV: string_split(channels, '; ') in
-- DuckDB, string_to_array(channels, '; ') in PostgreSQL.
"""
TYPES = {
    "integer": "integer",
    "number": "double precision",
    "boolean": "boolean",
    "date": "date",
    "datetime": "timestamp with time zone",
}
DIALECT = """(format csv, header, delimiter ',', quote '"', escape '"')"""


def written(tables: list[Table]) -> bytes:
    return "\n".join([HEAD, *(line for table in tables for line in lines(table))]).encode()


def lines(table: Table) -> Iterator[str]:
    name = named(table.name.replace("-", "_"))
    columns = [declared(field) for field in table.fields]
    key = ", ".join(named(column) for column in table.key)
    yield f"create table {name} (\n  " + ",\n  ".join([*columns, f"primary key ({key})"]) + "\n);"
    yield f"comment on table {name} is {quoted(table.about)};"
    for field in table.fields:
        yield f"comment on column {name}.{named(field.name)} is {quoted(field.column.description)};"
    yield f"copy {name} from {quoted(table.file)} {DIALECT};\n"


def declared(field: Field) -> str:
    parts = [named(field.name), TYPES.get(field.type, "text")]
    if field.required:
        parts.append("not null")
    if field.column.codes:
        codes = ", ".join(quoted(code) for code in field.column.codes)
        parts.append(f"check ({named(field.name)} in ({codes}))")
    return " ".join(parts)


def named(name: str) -> str:
    return f'"{name}"'


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
