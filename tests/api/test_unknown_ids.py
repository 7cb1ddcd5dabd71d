"""An id in a filter that names no record: 404 in every form, with every such id and the nearest real one."""

from itertools import chain

import pytest

from api.catalog.resources import BY_NAME, CATALOG
from api.exports.formats import forms_of
from api.query.ids import targets

NOBODY = {"id": "nobody-has-this-id", "integer": "999"}
BY_YEAR = {"agency-years": "nobody-has-this-id-1899", "state-years": "zz-1899", "national-years": "us-1899"}
COLUMNS = [(resource.name, column) for resource in CATALOG for column in targets(resource)]
FORMS = [
    (resource.name, suffix + metadata)
    for resource in CATALOG
    for suffix, metadata in (
        ("", ""),
        (".json", ""),
        *((form.suffix, metadata) for form in forms_of(resource) for metadata in ("", ".metadata.json")),
    )
]
FEEDS = [("corrections", ".atom"), ("corrections", ".feed.json")]
REPLACED = "test-old-town-police"
SUCCESSOR = "test-city-police"
WITHDRAWN = "test-city-police-drive-2026-housing"


def nobody(name, column) -> str:
    """An id that the column's parameter accepts and that no record has."""
    if column == "metric" or (name, column) == ("metrics", "id"):
        return "nobody_has_this_id"
    if name in {"changes", "corrections"} and column == "id":
        return "1-nobody-has-this-id"
    if name in BY_YEAR and column == "id":
        return BY_YEAR[name]
    return NOBODY.get(BY_NAME[name].columns[column].kind, NOBODY["id"])


def known(name, column, records) -> str:
    """An id that some record has in the column, of a record that no other has replaced."""
    replaced = {each["id"] for each in records["agencies"] if each["replaced_by"]}
    values = (record[column] for record in records[name] if record[column])
    given = chain.from_iterable(value if isinstance(value, list) else [value] for value in values)
    target = targets(BY_NAME[name])[column].resource or BY_NAME["agencies"]
    return next((str(value) for value in given if value not in replaced), target.example)


def problem(answer) -> dict:
    return {name: value for name, value in answer.json.items() if name != "request_id"}


@pytest.mark.parametrize(("name", "column"), COLUMNS)
async def test_every_filter_of_ids_refuses_an_id_that_names_nothing(name, column, records, get):
    unknown = nobody(name, column)
    operators = [
        operator.suffix for about, operator in BY_NAME[name].filters.values() if about.name == column
    ]
    for suffix in {"", "__not", "__in"} & set(operators):
        given = f"{known(name, column, records)},{unknown}" if suffix == "__in" else unknown
        parameter = f"{column}{suffix}"
        asked = f"?{parameter}={given}"
        page, file = await get(f"/v1/{name}{asked}"), await get(f"/v1/{name}.csv{asked}")
        assert (page.status, page.problem) == (404, "not-found"), parameter
        assert f"{parameter}: " in page.json["detail"]
        assert [(each["parameter"], each["given"]) for each in page.json["errors"]] == [(parameter, unknown)]
        assert problem(page) == problem(file)
        for address in (f"/v1/{name}{asked}", f"/v1/{name}.csv{asked}"):
            assert (await get(address, "HEAD")).status == 404, parameter


@pytest.mark.parametrize(("name", "form"), FORMS + FEEDS)
async def test_every_form_of_a_list_refuses_an_id_that_names_nothing(name, form, get):
    key = BY_NAME[name].key
    asked = f"/v1/{name}{form}?{key}__not={nobody(name, key)}"
    answer = await get(asked)
    assert (answer.status, answer.problem) == (404, "not-found")
    assert problem(answer) == problem(await get(f"/v1/{name}?{key}__not={nobody(name, key)}"))
    for method, headers in (("HEAD", {}), ("GET", {"if_none_match": "*"}), ("HEAD", {"if_none_match": "*"})):
        assert (await get(asked, method, **headers)).status == 404, (method, headers)


@pytest.mark.parametrize("query", ["count=true", "limit=1", "sort=-name", "q=police", "include=parent"])
async def test_no_other_parameter_hides_it(query, get):
    assert (await get(f"/v1/agencies?id__not=nobody-at-all&{query}")).status == 404


async def test_a_preferred_file_refuses_it_too(get):
    for accepted in ("text/csv", "application/x-ndjson"):
        for method in ("GET", "HEAD"):
            assert (await get("/v1/agencies?id__not=nobody", method, accept=accepted)).status == 404


async def test_all_of_them_are_listed_and_the_first_are_explained(get, newest):
    answer = await get(
        "/v1/staffing-figures?agency_id__in=us-dhs-ice,us-dhs-iec&metric__not=hirse&part_of=a,b&source_id=x&program_id=y".replace(
            "part_of=a,b", "id=a"
        )
    )
    among = f"in release {newest}"
    assert answer.json["errors"] == [
        {
            "parameter": "id",
            "given": "a",
            "expected": f"an id from staffing-figures {among}",
            "nearest": None,
        },
        {
            "parameter": "agency_id__in",
            "given": "us-dhs-iec",
            "expected": f"an id from agencies {among}",
            "nearest": "us-dhs-ice",
        },
        {
            "parameter": "program_id",
            "given": "y",
            "expected": f"an id from incentive-programs {among}",
            "nearest": None,
        },
        {
            "parameter": "metric__not",
            "given": "hirse",
            "expected": f"an id from metrics {among}",
            "nearest": None,
        },
        {"parameter": "source_id", "given": "x", "expected": f"an id from sources {among}", "nearest": None},
    ]
    assert answer.json["detail"] == (
        f"id: release {newest} has no record a among staffing-figures. "
        f"agency_id__in: release {newest} has no record us-dhs-iec among agencies. "
        f"program_id: release {newest} has no record y among incentive-programs. "
        "2 more ids name no record."
    )


async def test_a_replaced_agency_is_refused_and_the_new_one_is_named(get, newest):
    for parameter in ("id", "id__in", "id__not", "parent_id__not"):
        answer = await get(f"/v1/agencies?{parameter}={REPLACED}")
        assert (answer.status, answer.json["nearest"]) == (404, SUCCESSOR)
        assert answer.json["detail"] == f"{parameter}: {REPLACED} was replaced by {SUCCESSOR}. Use that id."
    before = await get(f"/v1/agencies?id={REPLACED}&release={newest - 1}")
    assert [each["id"] for each in before.json["data"]] == [REPLACED]


async def test_a_withdrawn_record_is_refused_with_its_last_release(get, newest):
    for address in ("/v1/incentives", "/v1/incentives.csv"):
        answer = await get(f"{address}?id__not={WITHDRAWN}")
        assert (answer.status, answer.problem, answer.json["last_release"]) == (404, "not-found", newest - 2)
        assert answer.json["detail"].startswith(f"id__not: {WITHDRAWN} was withdrawn: ")
        assert answer.json["detail"].endswith(f" The last release with it is {newest - 2}.")
    assert (await get(f"/v1/incentives?id__not={WITHDRAWN}&release={newest - 2}")).status == 200


async def test_a_record_of_a_later_release_is_refused_with_its_first(get, newest):
    answer = await get(f"/v1/agencies?id__not={SUCCESSOR}&release=1")
    assert answer.json["detail"] == (
        f"id__not: Release 1 does not include {SUCCESSOR}, which first appears in release {newest - 2}."
    )


async def test_the_lists_of_changes_take_every_id_that_was_ever_published(get):
    for name in ("changes", "changes.csv", "corrections", "corrections.atom"):
        for known in (WITHDRAWN, REPLACED):
            assert (await get(f"/v1/{name}?record_id={known}")).status == 200
        for parameter in ("agency_id", "agency_id__in", "agency_id__not"):
            assert (await get(f"/v1/{name}?{parameter}={REPLACED}")).status == 200
    rows = (await get(f"/v1/changes?record_id={WITHDRAWN}")).json["data"]
    assert [row["operation"] for row in rows] == ["added", "withdrawn"]
    later = await get(f"/v1/changes?record_id={WITHDRAWN}&release=1")
    assert (later.status, "first appears" in later.json["detail"]) == (404, True)


async def test_the_nearest_id_of_any_record_is_proposed(get):
    for address in ("/v1/changes?record_id=us-dhs-iec", "/v1/corrections.feed.json?record_id__in=us-dhs-iec"):
        assert (await get(address)).json["nearest"] == "us-dhs-ice"
    answer = await get("/v1/citations?supports=us-dhs-ice-nypd-2052")
    assert answer.json["nearest"] == "us-dhs-ice-nypd-2025"
