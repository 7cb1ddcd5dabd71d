"""A file that is made in a thread, for a client who leaves."""

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

from api.exports.threaded_job import ExportCancelled, ThreadedRun


async def test_who_leaves_a_conversion_leaves_nothing_to_tell():
    told: list[Any] = []
    loop, began, left = asyncio.get_running_loop(), threading.Event(), threading.Event()
    loop.set_exception_handler(lambda _loop, context: told.append(context))

    def work() -> None:
        began.set()
        left.wait(10)
        raise ExportCancelled

    with ThreadPoolExecutor(1) as threads:
        run = ThreadedRun(cast("Any", None), lambda data: data, threads)
        task = asyncio.create_task(run.run_in_thread(work))
        await asyncio.to_thread(began.wait, 10)
        task.cancel()
        loop.call_later(0.05, left.set)
        await asyncio.wait({task})
    assert task.cancelled()
    assert run.cancelled
    del task
    gc.collect()
    loop.set_exception_handler(None)
    assert told == []
