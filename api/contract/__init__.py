"""The contract: the OpenAPI 3.1 document, derived from the catalogue and from nothing else."""

import json
import re
from functools import cache
from typing import Any

from api import terms
from api.contract import components, examples, headers, operations, parameters, responses, texts

VERSION = f"1.{terms.CONTRACT}"


@cache
def document(public_url: str) -> dict[str, Any]:
    """The whole document. Every link in it and in its examples begins with the public address."""
    made = written(public_url)
    schemas = made["components"]["schemas"]
    unused = schemas.keys() - named(made)
    made["components"]["schemas"] = {name: each for name, each in schemas.items() if name not in unused}
    return made


def named(node: Any) -> set[str]:
    """The schemas that something refers to. Not every vocabulary of the data has a column yet."""
    if isinstance(node, dict):
        here = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return here.union(*(named(each) for each in node.values()))
    return set().union(*(named(each) for each in node)) if isinstance(node, list) else set()


def written(public_url: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Muster",
            "version": VERSION,
            "summary": "How US law-enforcement agencies recruit, every number with its source.",
            "description": texts.GUIDE,
            "contact": {"name": "Muster", "url": f"{public_url}/v1/config"},
            "license": {
                "name": "CC BY 4.0 (the collection; sources name their own terms)",
                "url": terms.LICENSE,
            },
        },
        "servers": [{"url": public_url, "description": "This service"}],
        "security": [],
        "tags": operations.tags(),
        "paths": operations.paths(public_url),
        "components": {
            "schemas": components.schemas(),
            "parameters": parameters.shared(),
            "headers": headers.components(),
            "responses": responses.shared(public_url),
        },
    }


REFERENCE = re.compile(r'\{\s+("\$ref": "[^"]+")\s+\}')


def written_out() -> str:
    """The document as it is checked in: a line a fact, so that a change reads well as a diff."""
    text = json.dumps(document(examples.BASE), indent=1, ensure_ascii=False)
    return REFERENCE.sub(r"{\1}", text) + "\n"
