"""The contract: the OpenAPI 3.1 document, assembled from the operations and the catalog, and its URL."""

import asyncio
import json
import re
from functools import cache
from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from api import about
from api.http.assets import SHORT_LIVED, Asset
from api.http.negotiation import JSON
from api.openapi import components, examples, headers, operations, parameters, responses, texts
from api.routes.asked import Asked
from api.routes.operation import Operation, Response
from api.routes.service import SERVICE, service_response

VERSION = f"1.{about.CONTRACT}"


@cache
def document(public_url: str) -> dict[str, Any]:
    """Build the whole document. Every link in it and in its examples begins with the public URL."""
    assembled = assemble(public_url)
    schemas = assembled["components"]["schemas"]
    unused = schemas.keys() - referenced_schemas(assembled)
    assembled["components"]["schemas"] = {name: each for name, each in schemas.items() if name not in unused}
    return assembled


def referenced_schemas(node: Any) -> set[str]:
    """Collect the referenced schemas. Some vocabularies have no column yet and are left out."""
    if isinstance(node, dict):
        here = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return here.union(*(referenced_schemas(each) for each in node.values()))
    return set().union(*(referenced_schemas(each) for each in node)) if isinstance(node, list) else set()


def assemble(public_url: str) -> dict[str, Any]:
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
                "url": about.LICENSE,
            },
        },
        "servers": [{"url": public_url, "description": "This service"}],
        "externalDocs": {"url": f"{public_url}/docs", "description": "Guides and reference"},
        "security": [],
        "tags": operations.tags(),
        "paths": operations.paths(public_url, (openapi_operation(),)),
        "components": {
            "schemas": components.schemas(),
            "parameters": parameters.shared(),
            "headers": headers.components(),
            "responses": responses.shared(public_url),
        },
    }


REFERENCE = re.compile(r'\{\s+("\$ref": "[^"]+")\s+\}')


def as_text() -> str:
    """Write the document as it is checked in: one fact per line, for readable diffs."""
    text = json.dumps(document(examples.BASE), indent=1, ensure_ascii=False)
    return REFERENCE.sub(r"{\1}", text) + "\n"


def openapi_operation() -> Operation:
    unchanged = Response(status=304, description="Your copy is current.", headers=("Cache-Control", "ETag"))
    return Operation(
        path="/openapi.json",
        id="getOpenapi",
        summary="Read this document",
        description="The contract as OpenAPI 3.1.",
        tag=SERVICE,
        responses=(service_response("The document.", {"type": "object"}, "ETag"), unchanged),
        problems=("InvalidQuery",),
        database=False,
        answer=get_openapi,
    )


async def get_openapi(asked: Asked) -> ASGIResponse:
    document_asset = await asyncio.to_thread(asset, asked.public_url)
    return await document_asset.respond_unless_current(
        {"cache-control": SHORT_LIVED}, gzip=asked.gzip, if_none_match=asked.if_none_match
    )


@cache
def asset(public_url: str) -> Asset:
    """Encode the document, once per public URL."""
    return Asset(body=msgspec.json.encode(document(public_url)), media_type=JSON)
