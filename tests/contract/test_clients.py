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
    "contract": "2",
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
    (CLIENTS / "package.json").write_text('{"type": "module"}')


def test_redocly_finds_nothing():
    said = run(NODE / "redocly", "lint", "--config", "openapi/redocly.yaml", "--format", "json", "muster@v1")
    report = json.loads(said[said.index("{") : said.rindex("}") + 1])
    assert report["totals"] == {"errors": 0, "warnings": 0, "ignored": 0}


# The generator of a TypeScript client → its command, from the root of the repository.
TYPESCRIPT = {
    "openapi-typescript": (NODE / "openapi-typescript", "--redocly", "openapi/redocly.yaml"),
    "hey-api": (NODE / "openapi-ts", "--file", HERE / "clients/hey-api/generate.config.js"),
    "orval": (NODE / "orval", "--config", HERE / "clients/orval/generate.config.js"),
}


@pytest.mark.parametrize("generator", TYPESCRIPT)
def test_a_typescript_client_compiles_and_works(generator, service):
    said = run(*TYPESCRIPT[generator])
    assert "warn" not in said.lower()
    run(NODE / "tsc", "--project", HERE / "clients" / generator)
    compiled = CLIENTS / "compiled"
    if not (modules := compiled / "node_modules").exists():
        modules.symlink_to(HERE / "node_modules")
    said = run("node", compiled / "tests" / "contract" / "clients" / generator / "call.js", service)
    assert json.loads(said) == EXPECTED


def test_a_python_client_is_generated_and_works(service):
    made = CLIENTS / "muster_client"
    options = ["--path", "openapi/v1.json", "--config", "openapi/openapi-python-client.yaml"]
    options += ["--meta", "none", "--output-path", str(made)]
    said = run(TOOLS / "openapi-python-client", "generate", *options)
    assert said.strip() == f"Generating {made}"
    assert not list(made.rglob("*.before"))
    assert called("openapi-python-client", service) == EXPECTED


def test_pydantic_models_are_generated_and_read_responses(service):
    options = ["--input", "openapi/v1.json", "--input-file-type", "openapi", "--openapi-scopes", "schemas"]
    options += ["--output-model-type", "pydantic_v2.BaseModel", "--target-python-version", "3.11"]
    options += ["--use-annotated", "--formatters", "builtin", "--output", str(CLIENTS / "muster_models.py")]
    assert run(TOOLS / "datamodel-codegen", *options) == ""
    assert called("datamodel-code-generator", service) == EXPECTED


def called(generator: str, service: str) -> dict:
    """What the call through a Python client printed. A warning is an error."""
    command = (TOOLS / "python", "-W", "error", HERE / "clients" / generator / "call.py", service)
    said: dict = json.loads(run(*command, PYTHONPATH=str(CLIENTS)))
    return said
