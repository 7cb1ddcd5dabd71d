"""schema.org's vocabulary as types: each member of the description belongs to the class that has it."""

import json
import os
import subprocess
from pathlib import Path

import httpx
import pytest

HERE = Path(__file__).parent
TOOLS = HERE.parents[1] / "build" / "tools" / "bin"
TYPED = "export const found: WithContext<Dataset> = {text};\n"
pytestmark = pytest.mark.extra


def compiled(document: dict, folder: Path) -> str:
    """What the compiler has to say against it."""
    source = folder / "dataset.ts"
    text = TYPED.replace("{text}", json.dumps(document))
    source.write_text(f'import type {{ Dataset, WithContext }} from "schema-dts";\n{text}', encoding="utf-8")
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(HERE / "node_modules")
    command = [HERE / "node_modules" / ".bin" / "tsc", "--noEmit", "--strict", "--skipLibCheck", source]
    environment = os.environ | {"PATH": f"{TOOLS}:{os.environ['PATH']}"}
    found = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return found.stdout + found.stderr


@pytest.fixture
def document(service):
    return httpx.get(f"{service}/v1/releases/12.jsonld").json()


def test_a_release_is_a_data_set_by_the_types_of_schema_org(document, tmp_path):
    assert compiled(document, tmp_path) == ""


def test_a_member_of_another_class_would_be_found(document, tmp_path):
    document["variableMeasured"][0]["datePublished"] = "2026-11-22"
    assert "datePublished" in compiled(document, tmp_path)
