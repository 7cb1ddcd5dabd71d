"""The addresses that are about the service itself."""

from typing import Any

import msgspec

from api import config, docs
from api.contract import headers
from api.contract.responses import failures, plain
from api.contract.vocabularies import ref
from api.negotiation import JSON

SERVICE = {"name": "Service", "description": "Limits, terms, problems, health, and this document."}
TEXT = {"type": "string"}
HTML = "text/html"


def operation(
    identity: str, summary: str, description: str, answers: dict[str, Any], *takes: dict[str, Any]
) -> dict[str, Any]:
    made = {"operationId": identity, "summary": summary, "description": description, "tags": ["Service"]}
    return {"get": {**made, **({"parameters": list(takes)} if takes else {}), "responses": answers}}


def status(word: str, **more: Any) -> dict[str, Any]:
    members = {"status": {"type": "string", "const": word}, **more}
    return {"type": "object", "properties": members, "required": list(members)}


def service(public_url: str) -> dict[str, Any]:
    here = failures("InvalidQuery", database=False)
    return {
        "/v1/config": configuration(public_url, here),
        **document(here),
        "/problems/{slug}": operation(
            "getProblem",
            "Explain a kind of problem",
            "What an error's `type` points to.",
            plain("The kind.", JSON, ref("ProblemKind"))
            | failures("InvalidQuery", "NotFound", database=False),
            {"$ref": "#/components/parameters/Slug"},
        ),
        **health(here),
    }


def configuration(public_url: str, here: dict[str, Any]) -> dict[str, Any]:
    example = msgspec.to_builtins(config.config(public_url))
    return operation(
        "getConfig",
        "Read limits, terms and vocabularies",
        "What every answer is subject to, and every closed list of codes.",
        plain("The configuration.", JSON, ref("Config"), example=example) | here,
    )


def document(here: dict[str, Any]) -> dict[str, Any]:
    text = plain("The document.", JSON, {"type": "object"}, "ETag")
    unchanged = {"description": "You have it.", "headers": headers.refs("Cache-Control", "ETag")}
    asset = {
        "name": "asset",
        "in": "path",
        "required": True,
        "description": "The name of a file of the page, which changes with its content.",
        "schema": ref("DocsAsset"),
    }
    files = {kind: {"schema": TEXT} for kind in sorted({each.media_type for each in docs.ASSETS.values()})}
    return {
        "/openapi.json": operation(
            "getOpenapi",
            "Read this document",
            "The contract as OpenAPI 3.1.",
            text | {"304": unchanged} | here,
        ),
        "/docs": operation(
            "getDocs",
            "Read the documentation",
            "This document as a page that needs nothing from elsewhere.",
            plain("The page.", HTML, TEXT, "Content-Security-Policy") | here,
        ),
        "/docs/{asset}": operation(
            "getDocsAsset",
            "Load a file of the documentation",
            "The scripts and styles of `/docs`; they never change under their names.",
            {"200": {"description": "The file.", "headers": headers.refs("Cache-Control"), "content": files}}
            | failures("InvalidQuery", "NotFound", database=False),
            asset,
        ),
    }


def health(here: dict[str, Any]) -> dict[str, Any]:
    release = {"type": "integer", "minimum": 1, "description": "The newest release here."}
    return {
        "/health/live": operation(
            "getLiveness",
            "Ask whether the process lives",
            "Asks nothing of the database.",
            plain("It lives.", JSON, status("live"), example={"status": "live"}) | here,
        ),
        "/health/ready": operation(
            "getReadiness",
            "Ask whether answers can be given",
            "Asks the database for the newest release.",
            plain(
                "It can answer.",
                JSON,
                status("ready", release=release),
                example={"status": "ready", "release": 1},
            )
            | failures("InvalidQuery"),
        ),
    }
