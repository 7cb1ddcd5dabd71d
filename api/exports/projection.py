"""The SQL for each column of a file, by format."""

from collections.abc import Iterator

from api.exports import stored_json
from api.query.sql import Statement
from schemas.formulas import FORMULA

# Separates the elements of a list for a library that splits them again. No text contains it.
SEPARATOR = "\x1f"
Columns = tuple[str, ...]
Template = tuple[str, list[str]]  # a template for format() and the SQL of its arguments


def expression(statement: Statement, name: str) -> str:
    resource = statement.resource
    for key, label in resource.named.items():
        if name == label:
            return statement.name_of(key)
    return "x." + resource.file_expressions.get(name, name)


def kind(statement: Statement, name: str) -> str:
    return statement.resource.file_schema[name].kind


def csv_cells(statement: Statement, columns: Columns) -> str:
    return csv_row(columns, [csv_cell(statement, name) for name in columns])


def csv_row(columns: Columns, cells: list[str]) -> str:
    if len(columns) == 1:  # CSV readers skip a blank line, so a single null is written as ""
        cells = [f"coalesce(({cells[0]})::text, '')"]
    return selected(columns, cells)


def spreadsheet_cells(statement: Statement, columns: Columns) -> str:
    """SQL like that of CSV, but an apostrophe precedes a text that a spreadsheet would run as a formula."""
    return csv_row(columns, [spreadsheet_cell(statement, name) for name in columns])


def spreadsheet_cell(statement: Statement, name: str) -> str:
    cell = csv_cell(statement, name)
    if kind(statement, name) not in {"text", "list"}:
        return cell
    return f"case when {cell} ~ '{FORMULA}' then '''' || {cell} else {cell} end"


def selected(columns: Columns, cells: list[str]) -> str:
    return "select " + ", ".join(f"{cell} as {name}" for name, cell in zip(columns, cells, strict=True))


def csv_cell(statement: Statement, name: str) -> str:
    """SQL for a CSV cell: `true` or `false`, lists joined with `; `, empty for null and for an empty list."""
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
    """SQL like that of CSV, but lists can be split: a separator precedes each element; an empty list is
    empty.
    """
    return selected(columns, [typed_cell(statement, name) for name in columns])


def typed_cell(statement: Statement, name: str) -> str:
    if kind(statement, name) != "list":
        return csv_cell(statement, name)
    return f"array_to_string(array[''] || {expression(statement, name)}, e'\\x1f')"


def json_lines(statement: Statement, columns: Columns) -> str:
    """SQL for JSON objects, built with format(): PostgreSQL needs a fraction of the time of row_to_json."""
    members, values = json_object(statement, columns)
    return f"select {line(members, values)}"


def json_object(statement: Statement, columns: Columns) -> Template:
    members = list(json_members(statement, columns))
    template = ",".join(member for member, _ in members)
    return f"{{{template}}}", [value for _, value in members]


def json_members(statement: Statement, columns: Columns) -> Iterator[tuple[str, str]]:
    for group in stored_json.adjacent_groups(statement.resource, columns):
        if len(group) >= stored_json.MIN_COLUMNS:
            yield f'"{group[0]}":%s', stored_json.cut(statement.resource, group)
            continue
        for name in group:
            placeholder, value = json_value(statement, name)
            yield f'"{name}":{placeholder}', value


def line(template: str, values: list[str]) -> str:
    """SQL that fills a template in one pass; a chain of || would copy the text once per operator.

    format() takes at most 99 values. It is fastest if all values are of one type.
    """
    return f"format(e'{template}\\n', {', '.join(values)}) as line"


# Values of these kinds contain nothing to escape.
QUOTED = frozenset({"id", "code", "enum", "day", "moment"})
BARE = frozenset({"integer", "number", "boolean", "nested"})


def json_value(statement: Statement, name: str) -> tuple[str, str]:
    """A column's placeholder in a template, and the SQL of the text for it."""
    text, column = f"{expression(statement, name)}::text", statement.resource.file_schema[name]
    if column.kind in QUOTED:
        return ("%s", f"""coalesce('"' || {text} || '"', 'null')""") if column.nullable else ('"%s"', text)
    if column.kind in BARE:
        return "%s", f"coalesce({text}, 'null')" if column.nullable else text
    return "%s", json_text(expression(statement, name))


def json_text(column: str) -> str:
    return f"coalesce(to_json({column})::text, 'null')"


def json_rows(statement: Statement, columns: Columns) -> str:
    """SQL for one JSON array per line, with lists and nested lists as text like in CSV."""
    joined = {name for name in columns if kind(statement, name) in {"list", "nested"}}
    cells = [
        ("%s", json_text(csv_cell(statement, name))) if name in joined else json_value(statement, name)
        for name in columns
    ]
    template = ",".join(placeholder for placeholder, _ in cells)
    return f"select {line(f'[{template}]', [value for _, value in cells])}"


def features(statement: Statement, columns: Columns) -> str:
    """SQL for one GeoJSON feature per line. A record without a point is included with a null geometry."""
    resource = statement.resource
    point = resource.point
    assert point is not None  # noqa: S101 - the format is offered only for resources with a point
    longitude, latitude = f"x.{point.longitude}", f"x.{point.latitude}"
    has_point = f"num_nonnulls({longitude}, {latitude}) = 2"
    coordinates = f"""'{{"type":"Point","coordinates":[' || {longitude} || ',' || {latitude} || ']}}'"""
    geometry, point_of = (
        f"case when {has_point} then {each} else 'null' end" for each in (coordinates, f"""'"{point.of}"'""")
    )
    members, values = json_object(statement, columns)
    template = f'{{"type":"Feature","id":%s,"geometry":%s,"properties":{members[:-1]},"point_of":%s}}}}'
    return f"select {line(template, [json_text(f'x.{resource.key}'), geometry, *values, point_of])}"
