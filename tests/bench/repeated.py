"""Repeated requests: from memory, beside a bare granian application that sends the same headers and bytes.

And beside the same build without memory, and how much memory a worker takes that remembers as much as it may.
"""

import http.client
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

import msgspec
from load import Load, alternate, load, ratio, spread
from msgspec import Struct
from processes import Server, free_port
from results import Finding

FOLDER = Path(__file__).parent
BARE = """
import os
from granian import Granian
from granian.constants import HTTPModes, Interfaces
Granian("bare:application", port=int(os.environ["PORT"]), interface=Interfaces.ASGI, http=HTTPModes.http1,
        websockets=False, backlog=4096, backpressure=4096).serve()
"""
GZIP, ZSTD = (("accept-encoding", "gzip"),), (("accept-encoding", "zstd"),)
PLAIN = str.maketrans("/?&=", "----")
NEAR = 0.9
# Megabytes: the bound that is measured, and what a worker may take besides.
BOUND, BESIDES = 64, 128


class Case(Struct, frozen=True, kw_only=True):
    """A URL to repeat, with the headers to send. `unchanged`: with the tag of its response, for a 304."""

    what: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    unchanged: bool = False


def cases(agency: str, metric: str, record: str) -> list[Case]:
    page = f"/v1/staffing-figures?agency_id={agency}&limit=25"
    csv = f"/v1/staffing-figures.csv?agency_id={agency}&metric={metric}"
    return [
        Case(what="a record", path=f"/v1/staffing-figures/{record}"),
        Case(what="a page of 25", path=page),
        Case(what="a page of 25, gzip", path=page, headers=GZIP),
        Case(what="a page of 25, zstd", path=page, headers=ZSTD),
        Case(what="a page of 25, 304", path=page, unchanged=True),
        Case(what="a small CSV", path=csv),
        Case(what="a small CSV, gzip", path=csv, headers=GZIP),
    ]


Response = tuple[int, list[tuple[str, str]], bytes]


def ask(server: Server, path: str, headers: tuple[tuple[str, str], ...]) -> Response:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers=dict(headers))
    response = connection.getresponse()
    body = response.read()
    connection.close()
    kept = [(name, text) for name, text in response.getheaders() if name.lower() not in {"date", "server"}]
    return response.status, kept, body


def prepared(server: Server, case: Case) -> tuple[Case, Response]:
    """The case with the headers to send, and its response."""
    found = ask(server, case.path, case.headers)
    if case.unchanged:
        tag = {name.lower(): text for name, text in found[1]}["etag"]
        case = msgspec.structs.replace(case, headers=(*case.headers, ("if-none-match", tag)))
        found = ask(server, case.path, case.headers)
    if found[0] != (304 if case.unchanged else 200):
        raise SystemExit(f"{server.name} answered {case.path} with {found[0]}: {found[2][:300]!r}")
    return case, found


def bare(folder: Path, responses: list[Response]) -> Server:
    recorded = folder / "bare.msgpack"
    sent = [
        (status, [(name.encode(), text.encode()) for name, text in headers], body)
        for status, headers, body in responses
    ]
    recorded.write_bytes(msgspec.msgpack.encode(sent))
    port = free_port()
    env = {"BARE": str(recorded), "PORT": str(port), "PYTHONPATH": str(FOLDER)}
    return Server("bare granian", [sys.executable, "-P", "-c", BARE], port, env, folder / "bare.log")


class Repeated(Struct, frozen=True, kw_only=True):
    """`forgetful` is the same build as `muster`, without memory."""

    muster: Server
    forgetful: Server
    folder: Path
    seconds: int
    rounds: int

    def measure(self, agency: str, metric: str, record: str) -> Iterator[Finding]:
        ready = [prepared(self.muster, case) for case in cases(agency, metric, record)]
        with bare(self.folder, [response for _, response in ready]) as beside:
            for number, (case, response) in enumerate(ready):
                ask_again(beside, number, case, response)
                yield from self.compare(case, number, beside)

    def compare(self, case: Case, number: int, beside: Server) -> Iterator[Finding]:
        asked = ((self.muster, case.path), (beside, f"/{number}"), (self.forgetful, case.path))
        ways = [
            partial(
                load,
                server,
                self.listed(path),
                seconds=self.seconds,
                connections=32,
                headers=case.headers,
            )
            for server, path in asked
        ]
        ours, theirs, slow = alternate(ways, self.rounds)
        yield finding(case.what, beside.name, ours, theirs, NEAR)
        yield finding(case.what, "without memory", ours, slow)

    def listed(self, path: str) -> Path:
        file = self.folder / f"repeated{path.translate(PLAIN)}"
        file.write_text(f"{path}\n")
        return file


def ask_again(beside: Server, number: int, case: Case, response: Response) -> None:
    """They answer with the same bytes, or the comparison says nothing."""
    if ask(beside, f"/{number}", case.headers) != response:
        raise SystemExit(f"The bare application answers something else: {case.what}")


def finding(
    what: str, name: str, ours: list[Load], theirs: list[Load], target: float | None = None
) -> Finding:
    rates = [one.rate for one in ours], [one.rate for one in theirs]
    times = ratio(*rates)
    return Finding(
        measured=f"repeated: {what}",
        ours=f"{median(rates[0]):,.0f} a second",
        theirs=f"{name} {median(rates[1]):,.0f} a second",
        ratio=f"{times:.2f} ({spread(*rates)})",
        target="" if target is None else f"≥ {target:g}",
        met=None if target is None else times >= target,
    )


def memory(muster: Server, addresses: Path, seconds: int) -> Finding:
    """The growth of a worker that remembers as much as it may, after many different requests."""
    before = muster.resident()
    for headers in ((), GZIP, ZSTD):
        load(muster, addresses, seconds=seconds, connections=32, headers=headers)
    grown = (muster.resident() - before) / 2**20
    return Finding(
        measured=f"memory of a worker that remembers {BOUND} MB, beyond its start",
        ours=f"{grown:,.0f} MB",
        target=f"≤ {BOUND + BESIDES} MB",
        met=grown <= BOUND + BESIDES,
    )
