"""Schemathesis, strict, until it has sent so many generated requests: FUZZ_REQUESTS, or 100,000.

`make fuzz` runs it. No other test does: its name is none of a test's. Each round has its own seed.
"""

import os
import re
from itertools import count
from pathlib import Path

import pytest

from tests.contract.conftest import larger, service  # noqa: F401 - found by name
from tests.contract.examining import ROOT, run

pytestmark = pytest.mark.timeout(0)
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "100000"))
# Of each operation in each round.
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "25")
GENERATED = re.compile(r"([\d,]+) generated")


def test_so_many_generated_requests_find_nothing(service: str, tmp_path: Path):  # noqa: F811
    config = tmp_path / "schemathesis.toml"
    text = (ROOT / "schemathesis.toml").read_text(encoding="utf-8")
    assert "deterministic = true" in text
    config.write_text(text.replace("deterministic = true", "deterministic = false"), encoding="utf-8")
    sent = 0
    for seed in count(int(os.environ.get("FUZZ_SEED", "1"))):
        options = ("--phases", "examples,fuzzing", "--max-examples", EXAMPLES, "--seed", str(seed))
        said = run(service, *options, config=config)
        sent += int(GENERATED.findall(said)[-1].replace(",", ""))
        print(f"seed {seed}: {sent} requests so far", flush=True)
        if sent >= REQUESTS:
            return
