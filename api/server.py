"""The HTTP server, a process of its own that knows the readers' addresses and not the owner's.

server.py PARENT: started by `muster serve`, whose death ends it; and its death ends its workers.
"""

import gc
import os
import signal
import sys
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from api.embedded.launch import die_with
from api.settings import Settings


def main(parent: int) -> None:
    die_with(parent, signal.SIGKILL)
    os.register_at_fork(after_in_child=stoppable)
    settings = Settings.from_environment()
    Granian(
        "api.server:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        factory=True,
        respawn_failed_workers=True,
        # Idle connections of a proxy count here too: with the defaults 1,100 of them silence a worker.
        backlog=4096,
        backpressure=4096,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        workers_kill_timeout=40,
        log_level=LogLevels(settings.log_level),
    ).serve()


def stoppable() -> None:
    """A worker inherits granian's handlers and would sleep through a stop until it has its own."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_DFL)


def application() -> Any:
    # In the worker: only there is the server the parent.
    die_with(os.getppid(), signal.SIGKILL)
    from api.app import create_app  # noqa: PLC0415 - the server's own process needs none of it

    app = create_app()
    tune()
    return app


def tune() -> None:
    """For requests of a tenth of a millisecond each."""
    # Connections have a thread of their own; the usual wait of one thread for the other is 5 ms.
    sys.setswitchinterval(0.0001)
    # What is here by now stays, and a request leaves next to no cycles: neither is searched again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


if __name__ == "__main__":
    main(int(sys.argv[1]))
