"""The contract is linted, and generators make clients of it that work, without a warning."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE = HERE / "node_modules" / ".bin"
TOOLS = ROOT / "build" / "tools" / "bin"
CLIENTS = ROOT / "build" / "clients"
EXPECTED = {
    "ids": ["us-dhs-ice-applications-founding-article-000", "us-dhs-ice-offers-2025-09-founding-article-000"],
    "values": [200000, 18000],
    "agency": "ICE",
    "contract": "1",
    "nearest": "us-dhs-ice",
}
pytestmark = pytest.mark.extra


def run(*command: object, **environment: str) -> str:
    known = {"PATH": f"{TOOLS}:{os.environ['PATH']}", "HOME": os.environ.get("HOME", "/"), **environment}
    found = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout + found.stderr


@pytest.fixture(scope="module", autouse=True)
def folder():
    shutil.rmtree(CLIENTS, ignore_errors=True)
    CLIENTS.mkdir(parents=True)


def test_redocly_finds_nothing():
    said = run(NODE / "redocly", "lint", "--config", "openapi/redocly.yaml", "--format", "json", "muster@v1")
    report = json.loads(said[said.index("{") : said.rindex("}") + 1])
    assert report["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}


def test_a_typescript_client_compiles_and_works(service):
    said = run(NODE / "openapi-typescript", "--redocly", "openapi/redocly.yaml")
    assert "warn" not in said.lower()
    run(NODE / "tsc", "--project", HERE / "clients")
    modules = CLIENTS / "compiled" / "node_modules"
    modules.symlink_to(HERE / "node_modules")
    said = run("node", CLIENTS / "compiled" / "tests" / "contract" / "clients" / "call.js", service)
    assert json.loads(said) == EXPECTED


def test_a_python_client_is_generated_and_works(service):
    made = CLIENTS / "muster_client"
    options = ["--path", "openapi/v1.json", "--config", "openapi/openapi-python-client.yaml"]
    options += ["--meta", "none", "--output-path", str(made)]
    said = run(TOOLS / "openapi-python-client", "generate", *options)
    assert said.strip() == f"Generating {made}"
    assert not list(made.rglob("*.before"))
    command = (TOOLS / "python", "-W", "error", HERE / "clients" / "call.py", service)
    assert json.loads(run(*command, PYTHONPATH=str(CLIENTS))) == EXPECTED
