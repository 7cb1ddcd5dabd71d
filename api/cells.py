"""What PostgreSQL is asked to write for each column of a file, form by form."""

from api.sql import Statement, related_name

# Stands between the elements of a list where a library takes them apart again; no text holds it.
BETWEEN = "\x1f"
Columns = tuple[str, ...]


def expression(statement: Statement, name: str) -> str:
    resource = statement.resource
    for key, label in resource.named.items():
        if name == label:
            return related_name(statement, key)
    return "x." + resource.file_expressions.get(name, name)


def kind(statement: Statement, name: str) -> str:
    return statement.resource.file_schema[name].kind


def csv_cells(statement: Statement, columns: Columns) -> str:
    cells = [csv_cell(statement, name) for name in columns]
    if len(columns) == 1:  # readers skip a blank line, so a lonely null is written as ""
        cells = [f"coalesce(({cells[0]})::text, '')"]
    return selected(columns, cells)


def selected(columns: Columns, cells: list[str]) -> str:
    return "select " + ", ".join(f"{cell} as {name}" for name, cell in zip(columns, cells, strict=True))


def csv_cell(statement: Statement, name: str) -> str:
    """Booleans in full, lists joined with `; `, empty for null and for an empty list."""
    column = expression(statement, name)
    match kind(statement, name):
        case "boolean":
            return f"{column}::text"
        case "list":
            return f"nullif(array_to_string({column}, '; '), '')"
        case "nested":
            return f"nullif({column}::text, '[]')"
    return column


def typed_cells(statement: Statement, columns: Columns) -> str:
    """As CSV, but with lists that can be taken apart: nothing for an empty one, else a mark before each."""
    return selected(columns, [typed_cell(statement, name) for name in columns])


def typed_cell(statement: Statement, name: str) -> str:
    if kind(statement, name) != "list":
        return csv_cell(statement, name)
    return f"array_to_string(array[''] || {expression(statement, name)}, e'\\x1f')"


def json_lines(statement: Statement, columns: Columns) -> str:
    """Put together by hand, which takes PostgreSQL a fraction of the time of row_to_json."""
    return f"select {json_object(statement, columns)} as line"


def json_object(statement: Statement, columns: Columns) -> str:
    parts, text = [], "{"
    for place, name in enumerate(columns):
        text += f',"{name}":' if place else f'"{name}":'
        mark = '"' if is_plain(statement, name) else ""
        parts += [f"'{text}{mark}'", json_value(statement, name)]
        text = mark
    return concat([*parts, f"'{text}}}'"])


def is_plain(statement: Statement, name: str) -> bool:
    """Whether it is always there and has nothing to escape: its quotation marks can stand around it."""
    column = statement.resource.file_schema[name]
    return column.kind in QUOTED and not column.nullable


# What these kinds hold has nothing to escape.
QUOTED = frozenset({"id", "code", "enum", "day", "moment"})
BARE = frozenset({"integer", "number", "boolean", "nested"})


def json_value(statement: Statement, name: str) -> str:
    column, known = expression(statement, name), statement.resource.file_schema[name]
    if known.kind in QUOTED:
        return f"""coalesce('"' || {column} || '"', 'null')""" if known.nullable else column
    if known.kind in BARE:
        return f"coalesce({column}::text, 'null')" if known.nullable else f"{column}::text"
    return json_text(column)


def json_text(column: str) -> str:
    return f"coalesce(to_json({column})::text, 'null')"


def concat(parts: list[str]) -> str:
    """One pass over all parts, where a chain of || copies what it has at each of them. Takes 100 at most."""
    if len(parts) <= 100:
        return f"concat({', '.join(parts)})"
    return concat([concat(parts[start : start + 100]) for start in range(0, len(parts), 100)])


def json_rows(statement: Statement, columns: Columns) -> str:
    """A JSON array a line: lists and nested lists as the texts they are in CSV."""
    parts = []
    for place, name in enumerate(columns):
        joined = kind(statement, name) in {"list", "nested"}
        cell = json_text(csv_cell(statement, name)) if joined else json_value(statement, name)
        mark = ["""'"'"""] if is_plain(statement, name) and not joined else []
        parts += ["','" if place else "'['", *mark, cell, *mark]
    line = concat([*parts, "']'"])
    return f"select {line} as line"


def features(statement: Statement, columns: Columns) -> str:
    """A GeoJSON feature a line: what has no point has no geometry, and is there all the same."""
    resource = statement.resource
    point = resource.point
    assert point is not None  # noqa: S101 - the form is offered only where there is one
    place = f"x.{point.longitude}, x.{point.latitude}"
    known = f"num_nonnulls({place}) = 2"
    coordinates = f"'[' || x.{point.longitude} || ',' || x.{point.latitude} || ']'"
    return f"""select '{{"type":"Feature","id":' || to_json(x.{resource.key})::text || ',"geometry":' || case
  when {known} then '{{"type":"Point","coordinates":' || {coordinates} || '}}' else 'null' end
  || ',"properties":' || left({json_object(statement, columns)}, -1)
  || ',"point_of":' || case when {known} then '"{point.of}"' else 'null' end || '}}}}' as line"""
