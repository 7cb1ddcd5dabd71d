"""The shapes of GeoJSON (RFC 7946) in which records that have a point are served."""

from typing import Any

from api.contract import texts
from api.contract.vocabularies import ref
from api.resource import Resource

Schema = dict[str, Any]


def collection(resource: Resource, row: Schema) -> dict[str, Schema]:
    """`row` is the schema of a record as the other files carry it."""
    label, plural = resource.label, texts.plural(resource)
    mark = {"type": ["string", "null"], "description": "Whose inner point it is; null where there is none."}
    properties = row | {"description": f"One of {plural} as the files carry it, and whose point it has."}
    properties["properties"] = properties["properties"] | {"point_of": mark}
    degrees = {"type": "number", "minimum": -180, "maximum": 180}
    position = {"type": "array", "items": degrees, "minItems": 2, "maxItems": 2}
    feature = {
        "type": {"const": "Feature"},
        "id": {"type": "string"},
        "geometry": {"anyOf": [ref("Point"), {"type": "null"}]},
        "properties": ref(f"{label}Properties"),
    }
    features = {
        "type": {"const": "FeatureCollection"},
        "release": {"type": "integer", "minimum": 1},
        "license": {"type": "string"},
        "cite_as": {"type": "string"},
        "points": {"type": "string"},
        "features": {"type": "array", "items": ref(f"{label}Feature")},
    }
    point = {"type": {"const": "Point"}, "coordinates": position}
    return {
        "Point": members("A place in degrees: longitude, latitude.", point),
        f"{label}Properties": properties,
        f"{label}Feature": members(f"One of {plural} on the map.", feature),
        f"{label}Features": members(f"A collection of {plural}.", features),
    }


def members(description: str, properties: Schema) -> Schema:
    """An object that always has these members."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }
