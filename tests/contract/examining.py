"""Schemathesis, strict, on a real server and a real PostgreSQL. Settings stand in schemathesis.toml."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from api import openapi
from api.catalog.resources import CATALOG

ROOT = Path(__file__).resolve().parents[2]
PATHS: dict[str, Any] = openapi.document("http://127.0.0.1").get("paths", {})
OPERATIONS = {
    operation["operationId"]: len(operation.get("parameters", ()))
    for methods in PATHS.values()
    for operation in methods.values()
}
LISTS = "|".join(resource.name for resource in CATALOG)
# All forms of a list, its charts, feeds and metadata read parameters alike, so two forms stand for all.
OTHER_FORMS = ("Json", "Ndjson", "Parquet", "Xlsx", "Geojson", "Atom", "Svg", "Png")
PAGES_AND_CSV = [
    name for name in OPERATIONS if not name.endswith(OTHER_FORMS) and not name.startswith("describe")
]


def leading() -> Iterator[str]:
    """The operations that have a parameter, or a form of answer, which none before them in the document has.

    Whatever can be sent and whatever can be answered is in one of them: the others only combine it anew.
    """
    known: set[str] = set()
    for path, methods in PATHS.items():
        form = re.sub(f"^/v1/({LISTS})(?=[/.]|$)", "/v1/list", path)
        for operation in methods.values():
            parts = {form, *(json.dumps(each, sort_keys=True) for each in operation.get("parameters", ()))}
            if parts - known:
                yield operation["operationId"]
            known |= parts


LEADING = [*leading()]
FOLLOWING = [name for name in OPERATIONS if name not in LEADING]
SMALL = [name for name in OPERATIONS if OPERATIONS[name] < 10] + ["listMetrics", "listAgencies"]


def run(address: str, *options: str, config: Path = ROOT / "schemathesis.toml", **environment: str) -> str:
    """The report. Fails with it on any failure and on any warning."""
    st = Path(sys.executable).with_name("schemathesis")
    command = [str(st), "--config-file", str(config), "run", f"{address}/openapi.json", *options]
    options = ["--checks", "all", "--continue-on-failure", "--workers", "2", "--no-color"]
    found = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=os.environ | {"EXAMPLES": json.dumps(examples(address))} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def walk(address: str, scenarios: int, folder: Path) -> set[str]:
    """Walks from link to link; the names of the links that were followed."""
    links = folder / "links.json"
    options = ("--phases", "stateful", "--mode", "positive", "--max-examples", str(scenarios))
    run(address, *options, SCHEMATHESIS_HOOKS="tests.contract.walks", LINKS=str(links))
    return set(json.loads(links.read_text(encoding="utf-8")))


def examples(address: str) -> dict[str, object]:
    """The newest release: at an earlier one the document's other examples may not be there."""
    (newest,) = httpx.get(f"{address}/v1/releases?sort=-number&limit=1").json()["data"]
    day = newest["published_at"][:10]
    return {"release": newest["number"], "since_release": newest["number"], "known_on": day}


def included(names: list[str]) -> list[str]:
    return [part for name in names for part in ("--include-operation-id", name)]
