"""A request as its bytes: an HTTP library mends addresses and decodes bodies, which hides mistakes."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import unquote_to_bytes

from litestar import Litestar
from msgspec import Struct


class Answer(Struct, frozen=True, kw_only=True):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        """The slug of a problem; every one has the same shape."""
        found = self.json
        assert self.headers["content-type"] == "application/problem+json"
        assert found["status"] == self.status
        assert found["title"]
        assert found["detail"]
        assert re.fullmatch("[0-9a-f]{32}", found["request_id"])
        return str(found["type"].rpartition("/problems/")[2])


async def ask(
    app: Litestar, target: str | bytes, method: str, headers: dict[str, str], version: str = "1.1"
) -> Answer:
    raw = target.encode("ascii") if isinstance(target, str) else target
    path, _, query = raw.partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": version,
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower().encode(), text.encode("latin-1")) for name, text in headers.items()],
        "client": ("127.0.0.1", 50000),
        "server": ("test", 80),
        "extensions": {},
        "state": {},
    }
    sent: list[Any] = []

    messages: list[Any] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Any:
        # a client that stays until it has everything
        return messages.pop() if messages else await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)  # type: ignore[arg-type]
    start, *rest = sent
    return Answer(
        status=start["status"],
        headers=fields(start["headers"]),
        body=b"".join(message.get("body", b"") for message in rest),
    )


def fields(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, text in headers:
        assert name.decode() not in found, f"{name.decode()} is sent twice"
        found[name.decode()] = text.decode("latin-1")
    return found
