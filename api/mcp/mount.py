"""`/mcp` as part of the application: who may call it, how, and what it says without its package."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from typing import Any, Final, cast
from urllib.parse import urlsplit

from litestar import Litestar, asgi
from litestar.handlers import ASGIRouteHandler
from litestar.types import Receive, Scope, Send

from api.http import negotiation
from api.problems import ProblemError
from api.state import AppState

PATH: Final = "/mcp"
PACKAGE: Final = "mcp"
ALLOW: Final = "POST, OPTIONS"
# The bytes of a request: a draft of 50,000 characters, in any script.
BODY: Final = 512 * 1024
# A proxy on the same machine may send its own address.
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
MISSING: Final = (
    "This server runs without the Model Context Protocol. Its operator installs it: "
    "pip install --require-hashes --requirement requirements-mcp.lock"
)
# A browser's preflight. With 200, because the application's own headers of a 204 do not allow POST.
PREFLIGHT: Final = [
    (b"allow", ALLOW.encode()),
    (b"access-control-allow-methods", ALLOW.encode()),
    (b"access-control-allow-headers", b"*, Accept, Content-Type, Mcp-Protocol-Version, Mcp-Method, Mcp-Name"),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]


def is_installed() -> bool:
    """Whether the package of the protocol is there."""
    return find_spec(PACKAGE) is not None


class Mount:
    """The protocol at `/mcp`: one request, one JSON response, no session."""

    def __init__(self, public_url: str) -> None:
        self.host = urlsplit(public_url).hostname
        self.manager: Any = None

    def handler(self) -> ASGIRouteHandler:
        return asgi(PATH, copy_scope=False)(self.handle)

    @asynccontextmanager
    async def running(self, app: Litestar) -> AsyncIterator[None]:
        """Run the protocol while the application runs, if its package is there."""
        if not is_installed():
            yield
            return
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager  # noqa: PLC0415 - an extra

        from api.mcp.protocol import Protocol  # noqa: PLC0415 - an extra

        server = Protocol(cast("AppState", app.state)).server()
        self.manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=BODY
        )
        try:
            async with self.manager.run():
                yield
        finally:
            self.manager = None

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        target: Any = scope
        if target["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 200, "headers": PREFLIGHT})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return
        self.check(target)
        await self.manager.handle_request(scope, receive, send)

    def check(self, scope: Any) -> None:
        """Raise the problem of a request that the protocol is not asked with."""
        if self.manager is None:
            raise ProblemError("mcp-not-installed", MISSING)
        if scope["method"] != "POST":
            raise ProblemError(
                "method-not-allowed",
                "/mcp takes POST requests of the Model Context Protocol. /guides/mcp says how to connect.",
                headers={"allow": ALLOW},
            )
        if self.is_foreign(negotiation.header(scope, b"host") or ""):
            raise ProblemError(
                "misdirected",
                f"/mcp answers only requests to {self.host}, the host of MUSTER_PUBLIC_URL.",
            )

    def is_foreign(self, host: str) -> bool:
        """Whether a request names another host than the public URL: a page may have misled a browser."""
        try:
            name = urlsplit(f"//{host}").hostname
        except ValueError:
            return True
        return name != self.host and name not in LOOPBACK
