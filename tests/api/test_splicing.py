"""Members cut out of a record's stored JSON are those of the record, whatever its texts hold."""

import json

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.catalog.resources import BY_NAME, CATALOG
from api.exports.stored_json import adjacent_groups, cut, plain
from tests.effort import examples

STORED = [resource.name for resource in CATALOG if "last_changed_release" in resource.columns]
FIGURES, CHANGES = BY_NAME["staffing-figures"], BY_NAME["changes"]


@pytest.mark.parametrize(
    ("resource", "columns", "found"),
    [
        (FIGURES, [], []),
        (FIGURES, ["value"], [("value",)]),
        (FIGURES, ["value", "value_text", "comparator"], [("value", "value_text", "comparator")]),
        (FIGURES, ["value", "comparator", "value_low"], [("value",), ("comparator", "value_low")]),
        (FIGURES, ["value_text", "value"], [("value_text",), ("value",)]),
        (FIGURES, ["id", "agency_id", "agency_parent_name"], [("id", "agency_id"), ("agency_parent_name",)]),
        # behind the citations, whose members have such names too
        (FIGURES, ["locator", "first_release"], [("locator",), ("first_release",)]),
        (FIGURES, ["first_release", "last_changed_release"], [("first_release",), ("last_changed_release",)]),
        # not stored as JSON
        (CHANGES, ["id", "release_number"], [("id",), ("release_number",)]),
    ],
)
def test_columns_are_together_that_stand_side_by_side(resource, columns, found):
    assert adjacent_groups(resource, columns) == found


@given(data=st.data())
@settings(max_examples=examples(60), deadline=None)
async def test_what_is_cut_is_what_stands_there(data, database):
    resource = BY_NAME[data.draw(st.sampled_from(STORED))]
    names = [*resource.columns]
    # texts that look like the places it is cut at, and nested objects with the same names
    hostile = st.one_of(
        st.text(), st.sampled_from([f',"{name}":' for name in names] + ['{"id":', '"}', "\\"])
    )
    texts = hostile.filter(lambda text: "\0" not in text)
    record = {
        name: [dict.fromkeys(names, "nested")] if column.kind == "nested" else data.draw(texts)
        for name, column in resource.columns.items()
    }
    side_by_side = plain(resource)
    begin = data.draw(st.integers(0, len(side_by_side) - 1))
    stretch = tuple(side_by_side[begin : data.draw(st.integers(begin + 1, len(side_by_side)))])
    connection = await asyncpg.connect(database.reader_url)
    try:
        body = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        sql = f"select {cut(resource, stretch)} from (select $1::text) x (body)"
        text = await connection.fetchval(sql, body)
    finally:
        await connection.close()
    members = json.loads(f'{{"{stretch[0]}":{text}}}')
    assert members == {name: record[name] for name in stretch}
    assert [*members] == [*stretch]
