"""The process that draws: it is started again when it died, and ends when idle, too large or orphaned."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator

import msgspec
import psutil
import pytest

from api.charts import renderer
from api.charts.frames import Order
from api.charts.renderer import Renderer
from api.problems import ProblemError
from tests.serving import ROOT

SPECIFICATION = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"a": 1}]},
    "mark": "point",
    "encoding": {"x": {"field": "a", "type": "quantitative"}},
}
ORDER = Order(specification=msgspec.Raw(msgspec.json.encode(SPECIFICATION)), scale=None)
FETCHING = SPECIFICATION | {"data": {"url": "http://127.0.0.1:9/data.json"}}


@pytest.fixture
async def drawing() -> AsyncIterator[Renderer]:
    made = Renderer()
    yield made
    made.end()


async def test_it_is_started_again_after_it_died(drawing):
    first = await drawing.draw(ORDER)
    assert first.startswith(b"<svg")
    died = drawing.process
    died.kill()
    assert await drawing.draw(ORDER) == first
    assert drawing.process.pid != died.pid
    assert died.stdin.closed
    assert died.stdout.closed
    assert psutil.Process(drawing.process.pid).nice() >= 10


async def test_what_cannot_be_drawn_is_our_error_and_ends_nothing(drawing):
    fetching = Order(specification=msgspec.Raw(msgspec.json.encode(FETCHING)), scale=None)
    with pytest.raises(RuntimeError, match="External data url not allowed"):
        await drawing.draw(fetching)
    process = drawing.process
    assert (await drawing.draw(ORDER)).startswith(b"<svg")
    assert drawing.process is process


async def test_it_ends_when_it_is_idle(drawing):
    drawing.idle = 0.05
    await drawing.draw(ORDER)
    await asyncio.sleep(0.5)
    assert drawing.process is None


async def test_it_ends_when_it_has_grown_too_large(drawing, monkeypatch):
    monkeypatch.setattr(renderer, "MEMORY", 2**20)
    await drawing.draw(ORDER)
    assert drawing.process is None


async def test_who_waits_too_long_is_told_when_to_come_back(drawing):
    drawing.admission.timeout = 0.01
    first = asyncio.ensure_future(drawing.draw(ORDER))
    await asyncio.sleep(0)
    with pytest.raises(ProblemError) as raised:
        await drawing.draw(ORDER)
    assert (raised.value.kind.slug, raised.value.detail) == ("overloaded", "Too many charts are being drawn.")
    assert int(raised.value.headers["retry-after"]) >= 1
    assert (await first).startswith(b"<svg")


async def test_one_that_cannot_start_is_a_503():
    with pytest.raises(ProblemError, match="The chart could not be drawn") as raised:
        await Renderer("api.charts.no_such_module").draw(ORDER)
    assert raised.value.kind.status == 503


async def test_a_client_that_leaves_leaves_no_half_answer_behind(drawing):
    leaving = asyncio.ensure_future(drawing.draw(ORDER))
    await asyncio.sleep(0.01)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert (await drawing.draw(ORDER)).startswith(b"<svg")


async def test_it_ends_though_part_of_an_order_was_never_read(drawing):
    process = drawing.running()
    process.stdin.write(b"half an order")
    drawing.end()
    assert process.stdin.closed
    assert process.stdout.closed


def test_it_ends_with_its_server():
    program = (
        "import os, time\nfrom api.charts import renderer\n"
        "print(renderer.start('api.charts.drawing').pid, flush=True)\ntime.sleep(60)\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE) as server:
        drawing = int(server.stdout.readline())
        assert psutil.pid_exists(drawing)
        server.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while psutil.pid_exists(drawing) and time.monotonic() < until:
        time.sleep(0.02)
    assert not psutil.pid_exists(drawing)
