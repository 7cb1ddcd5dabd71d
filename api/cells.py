"""What PostgreSQL is asked to write for each column of a file, form by form."""

from collections.abc import Iterator

from api import splicing
from api.sql import Statement

# Stands between the elements of a list where a library takes them apart again; no text holds it.
BETWEEN = "\x1f"
Columns = tuple[str, ...]
Filled = tuple[str, list[str]]  # a template and the SQL of what is put into it


def expression(statement: Statement, name: str) -> str:
    resource = statement.resource
    for key, label in resource.named.items():
        if name == label:
            return statement.name_of(key)
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
    members, values = json_object(statement, columns)
    return f"select {line(members, values)}"


def json_object(statement: Statement, columns: Columns) -> Filled:
    found = list(json_members(statement, columns))
    members = ",".join(member for member, _ in found)
    return f"{{{members}}}", [value for _, value in found]


def json_members(statement: Statement, columns: Columns) -> Iterator[tuple[str, str]]:
    for stretch in splicing.stretches(statement.resource, columns):
        if len(stretch) >= splicing.WORTH:
            yield f'"{stretch[0]}":%s', splicing.cut(statement.resource, stretch)
            continue
        for name in stretch:
            place, value = json_value(statement, name)
            yield f'"{name}":{place}', value


def line(template: str, values: list[str]) -> str:
    """One pass over the template, where a chain of || copies what it has at each of them.

    It takes 99 values at most. Values of one type spare it to look up how each is written.
    """
    return f"format(e'{template}\\n', {', '.join(values)}) as line"


# What these kinds hold has nothing to escape.
QUOTED = frozenset({"id", "code", "enum", "day", "moment"})
BARE = frozenset({"integer", "number", "boolean", "nested"})


def json_value(statement: Statement, name: str) -> tuple[str, str]:
    """Its place in a template, and the text that is put there."""
    column, known = f"{expression(statement, name)}::text", statement.resource.file_schema[name]
    if known.kind in QUOTED:
        return ("%s", f"""coalesce('"' || {column} || '"', 'null')""") if known.nullable else ('"%s"', column)
    if known.kind in BARE:
        return "%s", f"coalesce({column}, 'null')" if known.nullable else column
    return "%s", json_text(expression(statement, name))


def json_text(column: str) -> str:
    return f"coalesce(to_json({column})::text, 'null')"


def json_rows(statement: Statement, columns: Columns) -> str:
    """A JSON array a line: lists and nested lists as the texts they are in CSV."""
    joined = {name for name in columns if kind(statement, name) in {"list", "nested"}}
    found = [
        ("%s", json_text(csv_cell(statement, name))) if name in joined else json_value(statement, name)
        for name in columns
    ]
    places = ",".join(place for place, _ in found)
    return f"select {line(f'[{places}]', [value for _, value in found])}"


def features(statement: Statement, columns: Columns) -> str:
    """A GeoJSON feature a line: what has no point has no geometry, and is there all the same."""
    resource = statement.resource
    point = resource.point
    assert point is not None  # noqa: S101 - the form is offered only where there is one
    longitude, latitude = f"x.{point.longitude}", f"x.{point.latitude}"
    known = f"num_nonnulls({longitude}, {latitude}) = 2"
    geometry = f"""'{{"type":"Point","coordinates":[' || {longitude} || ',' || {latitude} || ']}}'"""
    there, whose = (
        f"case when {known} then {each} else 'null' end" for each in (geometry, f"""'"{point.of}"'""")
    )
    members, values = json_object(statement, columns)
    template = f'{{"type":"Feature","id":%s,"geometry":%s,"properties":{members[:-1]},"point_of":%s}}}}'
    return f"select {line(template, [json_text(f'x.{resource.key}'), there, *values, whose])}"
