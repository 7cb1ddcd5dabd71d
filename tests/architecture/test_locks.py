"""Every library is pinned to a version and to the hashes of its files, and states its license."""

import importlib.metadata
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-mcp.lock")
PINNED = re.compile(
    r"^([\w.-]+)(?:\[[a-z,]+\])?==(\S+)( ; .*)? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def text_of(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def pinned(lock: str) -> dict[str, str]:
    """Of every platform: what is only for some stands behind a semicolon."""
    return {match[1]: match[2] for match in PINNED.finditer(text_of(lock)) if not match[3]}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_version_with_hashes(lock: str):
    left = PINNED.sub("", text_of(lock))
    assert not [line for line in left.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert len(pinned(lock)) > 10


@pytest.mark.parametrize("extra", LOCKS[1:])
def test_locks_agree_on_what_they_share(extra: str):
    """So that one can be installed after the other."""
    main, other = pinned(LOCKS[0]), pinned(extra)
    shared = main.keys() & other.keys()
    assert shared
    assert {name: main[name] for name in shared} == {name: other[name] for name in shared}


def test_what_tests_run_with_includes_every_extra():
    assert pinned("requirements-mcp.lock").items() <= pinned("requirements-dev.lock").items()


@pytest.mark.parametrize("name", pinned(LOCKS[0]))
def test_what_runs_is_what_is_pinned_and_names_its_license(name: str):
    found = importlib.metadata.metadata(name)
    assert found["Version"] == pinned(LOCKS[0])[name]
    classified = [each for each in found.get_all("Classifier", []) if each.startswith("License ::")]
    terms = found.get("License-Expression") or found.get("License") or classified
    assert terms
