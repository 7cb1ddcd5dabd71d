"""A bare ASGI application: it sends recorded responses, with the same headers and bytes, and that is all.

`BARE` names a file of them, as msgpack. The path `/3` is the one at index 3.
"""

import os
from pathlib import Path
from typing import Any

import msgspec

RECORDED = msgspec.msgpack.decode(Path(os.environ["BARE"]).read_bytes())
MESSAGES = {
    f"/{number}": (
        {"type": "http.response.start", "status": status, "headers": [tuple(each) for each in headers]},
        {"type": "http.response.body", "body": body, "more_body": False},
    )
    for number, (status, headers, body) in enumerate(RECORDED)
}


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})
        return
    for message in MESSAGES[scope["path"]]:
        await send(message)
