"""The HTTP server process, which knows the database URLs for reading but not the owner's.

`muster serve` starts it with its own process id as argument. The process dies with its parent, and its
workers die with it.
"""

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from granian import Granian, _signals
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
        "api.server.worker:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=settings.workers,
        factory=True,
        respawn_failed_workers=True,
        # Idle connections of a proxy count too. With the defaults, 1,100 of them block a worker.
        backlog=4096,
        backpressure=4096,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        workers_kill_timeout=40,
        log_level=LogLevels(settings.log_level),
    ).serve()


def stoppable() -> None:
    """Reset the signal handlers that a worker inherits. With them it would ignore a stop while it starts."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_DFL)


def application() -> Any:
    # Called in the worker, whose parent is the server.
    die_with(os.getppid(), signal.SIGKILL)
    hear_one_stop()
    from api.app import create_app  # noqa: PLC0415 - the server's own process needs none of it

    log_to_stderr(Settings.from_environment())
    app = create_app()
    tune()
    return app


def hear_one_stop() -> None:
    """Ignore every stop signal but the first: a second one blocks granian's event loop and every download.

    systemd and a terminal signal each process, after which the server signals its workers again.
    """
    set_loop_signals: Any = _signals.set_loop_signals

    def set_first_signal(loop: Any) -> Any:
        stop = set_loop_signals(loop)
        hear = only_once(stop.set)
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, hear)
        return stop

    _signals.set_loop_signals = set_first_signal


def only_once(call: Callable[[], None]) -> Callable[[], None]:
    remaining = [call]
    return lambda: remaining.pop()() if remaining else None


def log_to_stderr(settings: Settings) -> None:
    """Log Muster's messages at the configured level, and only warnings of libraries."""
    logging.basicConfig(format="%(message)s")
    logging.getLogger("muster").setLevel(settings.log_level.upper())


def tune() -> None:
    """Tune the interpreter for requests that take a tenth of a millisecond."""
    # Connections have their own thread, and threads wait 5 ms for each other by default.
    sys.setswitchinterval(0.0001)
    # Startup objects live forever and requests create few cycles, so frequent collection is wasted work.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


if __name__ == "__main__":
    main(int(sys.argv[1]))
