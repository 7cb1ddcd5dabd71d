"""Requests to `/mcp`: as the official client sends them, and as plain JSON, which costs little."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx
import httpx2
from jsonschema import Draft202012Validator
from litestar import Litestar
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from msgspec import Struct

from api.mcp.offered import TOOLS

URL = "https://muster.example/mcp"
# `initialize` as clients of 2025 send it, and `server/discover` as later ones do.
HANDSHAKES = {"legacy": "2025-11-25", "auto": "2026-07-28"}
HEADERS = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-11-25"}


class Result(Struct, frozen=True, kw_only=True):
    """What a tool returns: its text, and its answer unless that is an error."""

    text: str
    answer: Any
    is_error: bool


@asynccontextmanager
async def connected(app: Litestar, handshake: str) -> AsyncIterator[Client]:
    """The official client. It refuses an answer that is not valid by the schema of its tool."""
    transport = httpx2.ASGITransport(app=app)
    async with (
        httpx2.AsyncClient(transport=transport) as http,
        Client(streamable_http_client(URL, http_client=http), mode=handshake) as client,
    ):
        yield client


async def post(app: Litestar, body: Any, **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(app=app)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"content-type": "application/json"} | HEADERS | headers
    async with httpx.AsyncClient(transport=transport) as client:
        return await client.post(URL, content=content, headers=sent)


def request(method: str, **params: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


async def called(app: Litestar, tool: str, arguments: Mapping[str, Any]) -> Result:
    """Call a tool. Its answer is valid by its schema and is JSON without NaN."""
    response = await post(app, request("tools/call", name=tool, arguments=dict(arguments)))
    assert response.status_code == 200, response.text
    result = json.loads(response.content, parse_constant=no_constant)["result"]
    (content,) = result["content"]
    is_error = result.get("isError", False)
    answer = result.get("structuredContent")
    if not is_error:
        validator(tool).validate(answer)
    return Result(text=content["text"], answer=answer, is_error=is_error)


def no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


@cache
def validator(tool: str) -> Draft202012Validator:
    schema = TOOLS[tool].output_schema
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def values_of(answer: Any, names: set[str]) -> set[Any]:
    """All values that the objects of an answer have under one of these names."""
    if isinstance(answer, dict):
        own = {each for name, each in answer.items() if name in names}
        return own.union(*(values_of(each, names) for each in answer.values()))
    if isinstance(answer, list):
        return set().union(*(values_of(each, names) for each in answer))
    return set()
