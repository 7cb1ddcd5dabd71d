"""The closed lists of codes, with their names in the contract."""

from functools import cache
from typing import Any, get_args

from api.catalog import operators
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.charts import look
from api.openapi import texts
from api.query import parameters
from api.routes import config
from schemas import types, vocabularies

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def components() -> dict[str, Schema]:
    schemas = {name: enumeration(codes, about(name)) for name, codes in named().items()}
    for name, entries in (("Subset", types.SUBSETS), ("Eligibility", types.ELIGIBILITIES)):
        schemas[name] = enumeration(tuple(sorted(entries)), texts.defined(entries))
    schemas["Match"] = enumeration(operators.MATCHES, texts.MATCH)
    schemas |= {
        "ChartTheme": enumeration(look.THEMES, "The colors of a chart."),
        "ChartWidth": numbers(look.WIDTHS, "The widths of a chart in pixels."),
        "ChartScale": numbers(look.SCALES, "The pixels of a PNG for each pixel of the chart."),
    }
    for resource in CATALOG:
        schemas |= choices(resource)
    return schemas


def named() -> dict[str, tuple[str, ...]]:
    return {
        name: get_args(codes)
        for name, codes in vars(vocabularies).items()
        if config.is_vocabulary(name, codes)
    }


def about(name: str) -> str:
    entries = types.DEFINITIONS.get(name)
    return texts.defined(entries) if entries else f"Codes of the vocabulary {name}."


def enumeration(codes: tuple[str, ...], description: str) -> Schema:
    return {"type": "string", "enum": list(codes), "description": description}


def numbers(allowed: tuple[int, ...], description: str) -> Schema:
    return {"type": "integer", "enum": list(allowed), "description": description}


def choices(resource: Resource) -> dict[str, Schema]:
    """Build the closed lists of `sort`, `fields` and `include`."""
    plural, label = resource.plural, resource.label
    orders = tuple(parameters.file_values(resource)["sort"].schema["enum"])
    schemas = {
        f"{label}Order": enumeration(orders, f"Sort orders of {plural}. A minus reverses the order."),
        f"{label}Column": enumeration(resource.file_columns, f"Columns of the files of {plural}."),
    }
    if resource.include:
        relations = tuple(resource.include)
        schemas[f"{label}Relation"] = enumeration(relations, f"Related records that {plural} can include.")
    return schemas


@cache
def names() -> dict[frozenset[str], str]:
    """Map codes to the vocabulary's name. Two vocabularies with the same codes would be indistinguishable."""
    return {frozenset(schema["enum"]): name for name, schema in components().items()}


def name_of(codes: list[str]) -> str:
    return names()[frozenset(codes)]
