"""Structs, views and the catalogue say the same of every column."""

import json
import re
from datetime import date
from types import UnionType
from typing import Literal, Union, get_args, get_origin

import asyncpg
import msgspec
import pytest

from api.catalog.columns import COVERAGE_ID, SERIES_ID, unwrap
from api.catalog.resources import BY_NAME, CATALOG, REVISED
from api.catalog.values import CHANGE_ID, CODE, ID, RECORD_ID
from api.query import ids
from api.query.parameters import file_values, page_values
from schemas.value_columns import VALUE_COLUMNS
from schemas.vocabularies import CORRECTIONS, ChangeKind
from seeds.rules.references import REFERENCES
from seeds.values.fields import EMPTY, FIELDS

RESOURCES = pytest.mark.parametrize("resource", CATALOG, ids=lambda resource: resource.name)


@pytest.fixture(scope="module")
async def reader(database):
    # with time for a busy machine: how long a page may take is tested elsewhere
    connection = await asyncpg.connect(database.reader_url, server_settings={"statement_timeout": "0"})
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def exporter(database):
    """Reads the same views, and may take longer."""
    connection = await asyncpg.connect(database.exporter_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="module")
async def owner(database):
    connection = await asyncpg.connect(database.owner_url)
    yield connection
    await connection.close()


async def columns_of(connection, view):
    rows = await connection.fetch(
        """
        select attname as name, format_type(atttypid, null) as type
        from pg_attribute
        where attrelid = $1::text::regclass and attnum > 0 and not attisdropped
        order by attnum
        """,
        view,
    )
    return {row["name"]: row["type"] for row in rows}


def sql_types(hint):
    """The types a column of a struct may have in SQL."""
    base, _, _ = unwrap(hint)
    if get_origin(base) is list:
        element = unwrap(get_args(base)[0])[0]
        return {"text[]"} if element is str or get_origin(element) is Literal else {"json", "text"}
    if get_origin(base) in (Union, UnionType) or base is float:
        return {"numeric"}
    return {{int: "integer", bool: "boolean", date: "date"}.get(base, "text")}


@RESOURCES
async def test_the_view_of_the_newest_release_has_the_columns_of_the_struct(resource, reader):
    from typing import get_type_hints

    found = await columns_of(reader, resource.view.removesuffix("_at"))
    hints = get_type_hints(resource.record, include_extras=True)
    assert [*found] == [*hints]
    assert {name: found[name] for name, hint in hints.items() if found[name] not in sql_types(hint)} == {}


@RESOURCES
async def test_the_view_of_every_release_has_them_too_and_says_which_release(resource, reader):
    found = await columns_of(reader, resource.view)
    own = await columns_of(reader, resource.view.removesuffix("_at"))
    assert dict(list(found.items())[: len(own)]) == own
    behind = [*found][len(own) :]
    assert behind[:2] == ["from_release", "to_release"]
    assert behind[-1] == "body"


@RESOURCES
async def test_the_newest_view_is_the_newest_part_of_the_other(resource, exporter):
    newest = await exporter.fetchval("select number from api.current_release")
    key = resource.key
    plain = await exporter.fetch(f"select {key} from {resource.view.removesuffix('_at')} order by {key}")
    held = "from_release <= $1 and coalesce(to_release, $1) >= $1"
    at = await exporter.fetch(f"select {key} from {resource.view} where {held} order by {key}", newest)
    assert [*plain] == [*at]


@RESOURCES
async def test_every_body_is_the_struct_and_nothing_else(resource, exporter):
    decoder = msgspec.json.Decoder(resource.record, strict=True)
    names = [*resource.columns]
    bodies = [row["body"] for row in await exporter.fetch(f"select body from {resource.view}")]
    assert bodies
    for body in bodies:
        decoder.decode(body)
        assert [*json.loads(body)] == names


@RESOURCES
async def test_a_body_holds_what_its_columns_hold(resource, exporter):
    names = ", ".join(f"at.{name}" for name, column in resource.columns.items() if column.kind != "nested")
    differing = await exporter.fetchval(
        f"""
        select count(*) from {resource.view} at
        cross join lateral (select row_to_json(c)::jsonb as columns from (select {names}) c) c
        where not at.body::jsonb @> c.columns
        """
    )
    assert differing == 0


@RESOURCES
async def test_no_two_revisions_of_a_record_overlap(resource, exporter):
    if resource.key != "id":
        return
    assert (
        await exporter.fetch(
            f"""
        select one.id from {resource.view} one join {resource.view} other on other.id = one.id
        where one.from_release < other.from_release
          and coalesce(one.to_release, 2147483647) >= other.from_release
        """
        )
        == []
    )


@RESOURCES
async def test_what_can_be_sorted_by_has_an_index_with_the_id_behind(resource, owner):
    """Without one a page of a million rows would be a sort of a million rows."""
    if resource.key != "id":
        return
    table = TABLES.get(resource.name, f"serving.{resource.name.replace('-', '_')}")
    rows = await owner.fetch(
        "select pg_get_indexdef(indexrelid) as text from pg_index where indrelid = $1::text::regclass", table
    )
    indexes = [row["text"].partition("(")[2] for row in rows]
    for column in (TABLE_COLUMNS.get(name, name) for name in resource.sorts):
        assert any(text.startswith(f"{column}, id)") for text in indexes), column
    assert any(text.startswith(("id, from_release)", "id)")) for text in indexes)


# Changes have no past of their own: they are served from where publishing writes them.
TABLES = dict.fromkeys(("changes", "corrections"), "muster.changes")
TABLE_COLUMNS = {"release_number": "release"}


@pytest.mark.parametrize("column", ["agency_id", "resource", "operation", "kind", "source_id"])
async def test_changes_are_filtered_by_an_index_that_keeps_their_order(column, owner):
    rows = await owner.fetch(
        "select pg_get_indexdef(indexrelid) as text from pg_index where indrelid = 'muster.changes'::regclass"
    )
    assert any(row["text"].partition("(")[2].startswith(f"{column}, release, id)") for row in rows)


async def test_the_kinds_of_corrections_are_the_same_in_sql(owner):
    """In the view, and in the index that it reads."""
    definitions = [
        await owner.fetchval("select pg_get_viewdef('api.corrections'::regclass)"),
        await owner.fetchval("select pg_get_indexdef('muster.changes_corrections'::regclass)"),
    ]
    for text in definitions:
        assert {*re.findall(r"'([a-z_]+)'::text", text)} & {*get_args(ChangeKind)} == CORRECTIONS


async def test_a_difference_is_of_the_fields_of_a_seed_in_its_order(owner):
    text = await owner.fetchval("select pg_get_viewdef('muster.changed'::regclass)")
    stretches = re.split(r"WHEN '([a-z-]+)'::text THEN \(", text)[1:]
    found = {
        name: re.findall(r"difference\('([a-z0-9_]+)'::text", stretch)
        for name, stretch in zip(stretches[::2], stretches[1::2], strict=True)
    }
    assert found == {resource: [*seed_fields(resource)] for resource in EMPTY}


def seed_fields(resource):
    """The fields of a seed row, each date with its precision behind it."""
    for name in EMPTY[resource]:
        if name != "id":
            dated = FIELDS[resource][name].kind == "when"
            yield from (name, f"{name}_precision") if dated else (name,)


@pytest.mark.parametrize("resource", VALUE_COLUMNS)
def test_a_status_is_judged_by_fields_of_a_seed(resource):
    assert VALUE_COLUMNS.keys() == EMPTY.keys()
    assert {*VALUE_COLUMNS[resource]} <= {*seed_fields(resource)}
    assert len({*VALUE_COLUMNS[resource]}) == len(VALUE_COLUMNS[resource])


@RESOURCES
def test_every_column_is_described(resource):
    assert all(column.description for column in resource.columns.values())
    assert resource.about.endswith(".")


OPERATORS = {
    "id": {"", "__not", "__in"},
    "code": {"", "__not", "__in"},
    "enum": {"", "__not", "__in"},
    "text": {"", "__not", "__contains"},
    "integer": {"", "__not", "__gt", "__gte", "__lt", "__lte", "__in"},
    "number": {"", "__not", "__gt", "__gte", "__lt", "__lte", "__in"},
    "day": {"", "__not", "__gt", "__gte", "__lt", "__lte", "__in"},
    "moment": {"", "__not", "__gt", "__gte", "__lt", "__lte", "__in"},
    "boolean": {""},
    "list": {"", "__in", "__isnull"},
    "nested": set(),
}


@RESOURCES
def test_every_column_has_the_operators_of_its_type_and_no_other(resource):
    for column in resource.columns.values():
        expected = OPERATORS[column.kind] | (
            {"__isnull"} if column.nullable and column.kind != "boolean" else set()
        )
        found = {
            name.removeprefix(column.name) for name, (about, _) in resource.filters.items() if about is column
        }
        assert found - {"__isnull"} == expected - {"__isnull"}, column.name
        assert ("__isnull" in found) or not column.nullable or column.kind == "boolean", column.name


@RESOURCES
def test_what_is_sorted_included_and_referred_to_is_a_column(resource):
    assert set(resource.sorts) <= resource.columns.keys()
    assert set(resource.include.values()) <= resource.references.keys() <= resource.columns.keys()
    assert set(resource.references.values()) <= BY_NAME.keys()
    assert {column.name for column in resource.columns.values() if column.kind == "id"} == {
        name for name in resource.references if resource.columns[name].kind == "id"
    }


@RESOURCES
def test_every_column_of_ids_says_whose_ids_they_are(resource):
    of_ids = {
        column.name
        for column in resource.columns.values()
        if any(column.value is value for value in (ID, CODE, RECORD_ID, CHANGE_ID, SERIES_ID, COVERAGE_ID))
    }
    assert of_ids | {resource.key} == ids.targets(resource).keys()


@pytest.mark.parametrize("resource", REVISED, ids=lambda resource: resource.name)
def test_seed_rows_and_filters_agree_on_what_an_id_names(resource):
    named = {name: target.resource and target.resource.name for name, target in ids.targets(resource).items()}
    for field, name in REFERENCES[resource.name].items():
        assert field == "attribution" or named[field] == name, field


@RESOURCES
def test_only_statements_can_be_matched(resource):
    stated = resource.name in {"staffing-figures", "incentives"}
    for values in (page_values(resource), file_values(resource)):
        # an agreement has a column of that name
        assert ("match" in values and "match" not in resource.filters) == stated


@RESOURCES
def test_every_parameter_says_what_it_expects(resource):
    for name, value in {**page_values(resource), **file_values(resource)}.items():
        assert value.expected, name
        assert value.schema, name


FORBIDDEN = (
    "create table api.x (y int)",
    "delete from api.agencies",
    "copy (select 1) to program 'id'",
    "select pg_read_file('/etc/passwd')",
    "set role pg_read_server_files",
)


async def test_a_reader_sees_the_views_and_nothing_else(reader):
    for table in ("muster.agencies", "serving.agencies", "muster.releases", "muster.changes"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.fetch(f"select * from {table} limit 1")
    for statement in FORBIDDEN:
        with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.ReadOnlySQLTransactionError)):
            await reader.execute(statement)


async def test_the_roles_are_limited(database):
    wanted = {"default_transaction_read_only": "on", "TimeZone": "UTC", "lock_timeout": "2s"}
    for url, timeout in ((database.reader_url, "3s"), (database.exporter_url, "2min")):
        connection = await asyncpg.connect(url)
        found = {name: await connection.fetchval(f"show {name}") for name in (*wanted, "statement_timeout")}
        await connection.close()
        assert found == wanted | {"statement_timeout": timeout}
