"""Agencies on the map: the point is that of the county, longitude first, and none is made up."""

import json

import jsonschema
import pytest

from tests.api.oracle import decode
from tests.small_log import ROOT


async def features(get, query=""):
    found = decode((await get(f"/v1/agencies.geojson{query}")).body)["features"]
    return {feature["id"]: feature for feature in found}


def point(record):
    """Of a record as its page has it."""
    place = [record["county_longitude"], record["county_latitude"]]
    return None if None in place else {"type": "Point", "coordinates": place}


async def test_a_feature_lies_where_the_columns_of_its_county_say(records, get):
    expected = {record["id"]: point(record) for record in records["agencies"]}
    found = await features(get)
    assert {name: feature["geometry"] for name, feature in found.items()} == expected
    assert None in expected.values()
    assert len([each for each in expected.values() if each]) > 10


async def test_it_says_whose_point_it_is_where_there_is_one(get):
    found = [(each["geometry"], each["properties"]["point_of"]) for each in (await features(get)).values()]
    assert {whose for place, whose in found if place} == {"county"}
    assert {whose for place, whose in found if place is None} == {None}


async def test_longitude_stands_first(get):
    """New York lies in the west, north of the equator."""
    [feature] = (await features(get, "?id=ny0303000")).values()
    longitude, latitude = feature["geometry"]["coordinates"]
    assert -74.5 < longitude < -73.5
    assert 40 < latitude < 41.5


async def test_a_feature_keeps_its_place_without_the_columns_that_say_it(get):
    whole, some = await features(get), await features(get, "?fields=name")
    for name, feature in some.items():
        assert feature["properties"].keys() == {"name", "point_of"}
        assert feature["geometry"] == whole[name]["geometry"]


@pytest.mark.parametrize(
    ("coordinates", "fits"),
    [([-73.9, 40.7], True), ([180, -90], True), ([-181, 40], False), ([40.7], False), ([1, 2, 3], False)],
)
def test_the_contract_bounds_a_point(coordinates, fits):
    contract = json.loads((ROOT / "openapi" / "v1.json").read_bytes())
    validator = jsonschema.Draft202012Validator(contract["components"]["schemas"]["Point"])
    assert validator.is_valid({"type": "Point", "coordinates": coordinates}) == fits
