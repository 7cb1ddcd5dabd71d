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
    """Put together by hand, which takes PostgreSQL half the time of row_to_json."""
    return f"select {json_object(statement, columns)} as line"


def json_object(statement: Statement, columns: Columns) -> str:
    members = [f"""'"{name}":' || {json_value(expression(statement, name))}""" for name in columns]
    return f"'{{' || {comma_joined(members)} || '}}'"


def json_value(column: str) -> str:
    return f"coalesce(to_json({column})::text, 'null')"


def comma_joined(members: list[str]) -> str:
    return " || ',' || ".join(members)


def json_rows(statement: Statement, columns: Columns) -> str:
    """A JSON array a line, its cells as in CSV."""
    cells = [json_value(typed_json(statement, name)) for name in columns]
    return f"select '[' || {comma_joined(cells)} || ']' as line"


def typed_json(statement: Statement, name: str) -> str:
    """Lists and nested lists are texts here, booleans are not."""
    joined = kind(statement, name) in {"list", "nested"}
    return csv_cell(statement, name) if joined else expression(statement, name)


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
