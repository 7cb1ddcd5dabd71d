"""Every closed list of codes under the name it has in the contract."""

from functools import cache
from typing import Any, get_args

from api import config, docs, grammar, query
from api.catalog import CATALOG
from api.contract import texts
from api.resource import Resource
from schemas import types, vocabularies

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


@cache
def components() -> dict[str, Schema]:
    found = {name: closed(codes, f"Codes of the vocabulary {name}.") for name, codes in named().items()}
    for name, entries in (("Subset", types.SUBSETS), ("Eligibility", types.ELIGIBILITIES)):
        found[name] = closed(tuple(sorted(entries)), texts.defined(entries))
    found["Match"] = closed(grammar.MATCHES, texts.MATCH)
    found["DocsAsset"] = closed(tuple(docs.ASSETS), "The files of `/docs`.")
    for resource in CATALOG:
        found |= choices(resource)
    return found


def named() -> dict[str, tuple[str, ...]]:
    return {
        name: get_args(codes)
        for name, codes in vars(vocabularies).items()
        if config.is_vocabulary(name, codes)
    }


def closed(codes: tuple[str, ...], description: str) -> Schema:
    return {"type": "string", "enum": list(codes), "description": description}


def choices(resource: Resource) -> dict[str, Schema]:
    """What `sort`, `fields` and `include` choose from."""
    plural, label = texts.plural(resource), resource.label
    orders = tuple(query.file_values(resource)["sort"].schema["enum"])
    found = {
        f"{label}Order": closed(orders, f"Orders of {plural}; a minus turns one around."),
        f"{label}Column": closed(resource.file_columns, f"Columns of the files of {plural}."),
    }
    if resource.include:
        relations = tuple(resource.include)
        found[f"{label}Relation"] = closed(relations, f"Records that {plural} can carry along.")
    return found


@cache
def names() -> dict[frozenset[str], str]:
    """Codes → name. Two vocabularies of the same codes could not be told apart in a record's schema."""
    return {frozenset(schema["enum"]): name for name, schema in components().items()}


def name_of(codes: list[str]) -> str:
    return names()[frozenset(codes)]
