"""A call of each tool of `/mcp` beside the request to the API that it wraps, one at a time."""

import http.client
import json
import time
from collections.abc import Iterator
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import urlencode

from load import alternate, ratio, spread
from msgspec import Struct
from processes import Server
from results import Finding

TARGET = 2.0
TIMES = 100
ICE = {"agency_id": "us-dhs-ice", "metric": "hires"}
TWO = {"agency_id__in": "us-dhs-ice,us-dhs-cbp", "metric": "hires"}
FIGURE = "us-dhs-ice-hires-2025-opm"
CLAIM = ICE | {"value": 12000, "qualifier": "more_than", "as_of": "2026-01"}
HEADERS = {
    "accept": "application/json",
    "content-type": "application/json",
    "mcp-protocol-version": "2025-11-25",
}


class Pair(Struct, frozen=True, kw_only=True):
    """A tool with arguments, and the URL with the same records."""

    tool: str
    arguments: dict[str, Any]
    url: str


PAIRS = (
    Pair(tool="find_agency", arguments={"name": "LAPD"}, url="/v1/agencies?q=LAPD&limit=6"),
    Pair(
        tool="get_figures",
        arguments=ICE,
        url=f"/v1/staffing-figures?{urlencode(ICE | {'headline': 'true'})}",
    ),
    Pair(
        tool="get_series",
        arguments={"series_id": "us-dhs-ice-hires-month"},
        url="/v1/series/us-dhs-ice-hires-month",
    ),
    Pair(
        tool="compare",
        arguments=TWO,
        url=f"/v1/staffing-figures?{urlencode(TWO | {'headline': 'true', 'limit': 200})}",
    ),
    Pair(tool="fetch", arguments={"id": FIGURE}, url=f"/v1/staffing-figures/{FIGURE}"),
    Pair(tool="check_claims", arguments={"claims": [CLAIM]}, url=f"/v1/check?{urlencode(CLAIM)}"),
    Pair(tool="check_status", arguments={"ids": [f"{FIGURE}@20"]}, url=f"/v1/status?ids={FIGURE}@20"),
    Pair(
        tool="coverage",
        arguments={"metric": "hires"},
        url="/v1/coverage?metric=hires&sort=-year&limit=20",
    ),
)


def measure(muster: Server, rounds: int) -> Iterator[Finding]:
    for pair in PAIRS:
        body = json.dumps(
            {
                "jsonrpc": "2.0",
                "id": 1,
                "method": "tools/call",
                "params": {"name": pair.tool, "arguments": pair.arguments},
            }
        )
        ways = [
            partial(milliseconds, muster, "POST", "/mcp", body),
            partial(milliseconds, muster, "GET", pair.url, None),
        ]
        ours, theirs = alternate(ways, rounds)
        found = ratio(ours, theirs)
        yield Finding(
            measured=f"`{pair.tool}`, a call beside the API's request",
            ours=f"{median(ours):.1f} ms",
            theirs=f"{median(theirs):.1f} ms",
            ratio=f"{found:.2f} ({spread(ours, theirs)})",
            target=f"≤ {TARGET}",
            met=found <= TARGET,
        )


def milliseconds(server: Server, method: str, path: str, body: str | None) -> float:
    """The median of one request after the other on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        connection.request(method, path, body, HEADERS if body else {})
        response = connection.getresponse()
        content = response.read()
        times.append(time.perf_counter() - began)
        if response.status != 200 or b'"isError":true' in content:
            raise SystemExit(f"{server.name} answered {path} with {response.status}: {content[:300]!r}")
    connection.close()
    return median(times) * 1000
