"""The schemas of GeoJSON (RFC 7946) for records with a point."""

from typing import Any

from api.catalog.resource import Resource
from api.openapi.vocabularies import ref

Schema = dict[str, Any]


def collection(resource: Resource, row: Schema) -> dict[str, Schema]:
    """Build the schemas of a feature collection. `row`: the schema of a row in the other files."""
    label, plural = resource.label, resource.plural
    point_of = {
        "type": ["string", "null"],
        "description": "The place whose inner point this is; null if there is no point.",
    }
    properties = row | {
        "description": f"One {resource.singular} as a row of a file, with the place of its point."
    }
    properties["properties"] = properties["properties"] | {"point_of": point_of}
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
        "Point": members("A point in degrees: longitude, latitude.", point),
        f"{label}Properties": properties,
        f"{label}Feature": members(f"One {resource.singular} as a GeoJSON feature.", feature),
        f"{label}Features": members(f"A collection of {plural}.", features),
    }


def members(description: str, properties: Schema) -> Schema:
    """Build an object schema in which every member is required."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
    }
