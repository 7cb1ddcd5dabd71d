"""Schemathesis, strict, on a real server and a real PostgreSQL. Settings stand in schemathesis.toml."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx

from api import contract

ROOT = Path(__file__).resolve().parents[2]
OPERATIONS = {
    operation["operationId"]: len(operation.get("parameters", ()))
    for methods in contract.document("http://127.0.0.1").get("paths", {}).values()
    for operation in methods.values()
}
# All forms of a list, and the metadata of each, read their parameters alike, so two forms stand for all.
OTHER_FORMS = ("Json", "Ndjson", "Parquet", "Xlsx", "Geojson")
PAGES_AND_CSV = [
    name for name in OPERATIONS if not name.endswith(OTHER_FORMS) and not name.startswith("describe")
]
SMALL = [name for name in OPERATIONS if OPERATIONS[name] < 10] + ["listMetrics", "listAgencies"]


def run(address: str, *options: str) -> None:
    """Fails with the whole report on any failure and on any warning."""
    st = Path(sys.executable).with_name("schemathesis")
    command = [str(st), "--config-file", "schemathesis.toml", "run", f"{address}/openapi.json", *options]
    options = ["--checks", "all", "--continue-on-failure", "--workers", "2", "--no-color"]
    found = subprocess.run(
        [*command, *options],
        cwd=ROOT,
        env=os.environ | {"EXAMPLES": json.dumps(examples(address))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def examples(address: str) -> dict[str, object]:
    """The newest release: at an earlier one the document's other examples may not be there."""
    newest = httpx.get(f"{address}/v1/releases?sort=-number&limit=1").json()["meta"]["release"]
    return {"release": newest, "since_release": newest, "known_on": "2027-01-01"}


def included(names: list[str]) -> list[str]:
    return [part for name in names for part in ("--include-operation-id", name)]
