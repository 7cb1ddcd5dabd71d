"""Every parameter that filters, against plain Python on the same records."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Any
from urllib.parse import quote

import pytest

from api.catalog.resources import BY_NAME, CATALOG
from api.query.ids import targets
from tests.api.oracle import Record, holds, ids, written
from tests.effort import one_each
from tests.small_log import REAL, read_table

SUFFIXES = ("", "__not", "__in", "__gt", "__gte", "__lt", "__lte", "__contains", "__isnull")
ABSENT = {
    "id": "nobody-has-this-id",
    "code": {
        "county_geoid": "0500000US99999",
        "agency_county_geoid": "0500000US99999",
        "ori": "ZZ9999999",
        "record_id": "nobody-has-this-id",
    },
    "text": "Nobody's name, “quoted”; 100 % new",
    "integer": "-7",
    "number": "0.125",
    "day": "1999-12-31",
    "moment": "1999-12-31T23:59:59Z",
}
QUESTIONS = [
    pytest.param(resource.name, suffix, id=f"{resource.name}{suffix or '__equal'}")
    for resource in CATALOG
    for suffix in SUFFIXES
    if any(name.endswith(suffix) if suffix else "__" not in name for name in resource.filters)
]


@pytest.mark.property
@pytest.mark.parametrize(("name", "suffix"), QUESTIONS)
async def test_a_parameter_finds_exactly_the_records_it_says(name, suffix, records, get):
    wrong = []
    for parameter, given in one_each(cases(name, suffix, records[name]), itemgetter(0)):
        expected = ids(record for record in records[name] if holds(record, parameter, given))
        answer = await get(f"/v1/{name}.ndjson?{parameter}={quote(given)}&fields={BY_NAME[name].key}")
        found = [next(iter(line.values())) for line in lines(answer)] if answer.status == 200 else answer.body
        if found != expected:
            wrong.append((parameter, given, len(expected), found))
    assert not wrong


def lines(answer: Any) -> Iterator[Record]:
    import json

    return map(json.loads, answer.body.splitlines())


def cases(name: str, suffix: str, records: list[Record]) -> Iterator[tuple[str, str]]:
    """Each column that has the operator, with its most usual value, its rarest, and one nobody has."""
    for parameter, (column, operator) in BY_NAME[name].filters.items():
        if operator.suffix != suffix:
            continue
        if suffix == "__isnull":
            yield from ((parameter, "true"), (parameter, "false"))
            continue
        known = [each for each in usual(records, column.name) if each not in replaced()]
        absent = column.codes[-1:] or ABSENT.get("text" if column.kind == "list" else column.kind)
        other = (
            [absent[column.name]]
            if isinstance(absent, dict)
            else [*absent]
            if isinstance(absent, tuple)
            else [absent]
        )
        if parameter.partition("__")[0] in targets(BY_NAME[name]) or column.kind == "list" or None in other:
            other = []
        texts = [written(value) for value in known] + other
        texts = [text for text in texts if 0 < len(text) <= 200 and (suffix != "__in" or "," not in text)]
        if suffix == "__in" and texts:
            yield parameter, ",".join(texts)
            yield from ((parameter, text) for text in texts[:1])
        elif suffix == "__contains":
            yield from ((parameter, text[len(text) // 3 : len(text) // 3 + 9].swapcase()) for text in texts)
        else:
            yield from ((parameter, text) for text in texts)


@cache
def replaced() -> set[str]:
    """The agencies that others replaced, which only the lists of changes take in a filter."""
    rows = (row for path in REAL.glob("*/agencies*.csv.gz") for row in read_table(path))
    return {row["id"] for row in rows if row.get("replaced_by")} | {"test-old-town-police"}


def usual(records: list[Record], column: str) -> list[Any]:
    """The value most records have, the one fewest have, and one in the middle."""
    values = (record[column] for record in records if record[column] is not None)
    counted = Counter(each for value in values for each in (value if isinstance(value, list) else [value]))
    ranked = [value for value, _ in counted.most_common()]
    return [*dict.fromkeys([*ranked[:1], *ranked[len(ranked) // 2 :][:1], *ranked[-1:]])]
