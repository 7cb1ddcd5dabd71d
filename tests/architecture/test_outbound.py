"""Muster fetches nothing by URL, so nobody can make it ask another server: it has no client for that."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "requests",
    "smtplib",
    "urllib.request",
    "urllib3",
    "websockets",
}
# Looks whether the server that it has just started answers, on the loopback.
ALLOWED = {("api/server/supervisor.py", "http.client")}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
    return found


@pytest.mark.parametrize("room", ["api", "schemas", "seeds"])
def test_no_module_can_fetch_a_url(room: str):
    paths = list((ROOT / room).rglob("*.py"))
    assert paths
    found = {
        (path.relative_to(ROOT).as_posix(), client) for path in paths for client in imported(path) & CLIENTS
    }
    assert found <= ALLOWED
