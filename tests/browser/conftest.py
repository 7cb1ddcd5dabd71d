import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Database
from tests.serving import ROOT, serving

HERE = Path(__file__).parent
NODE = ROOT / "build" / "tools" / "bin" / "node"


@pytest.fixture(scope="session")
def address(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server."""
    with serving(database, tmp_path_factory.mktemp("browser")) as (address, _):
        yield address


@pytest.fixture(scope="session")
def in_browser() -> Callable[..., Any]:
    """Runs one of the scripts here with Chromium; what it prints."""

    def run(script: str, *words: str) -> Any:
        chromium = shutil.which("chromium")
        assert chromium, "make tools installs Chromium"
        environment = os.environ | {"CHROMIUM": chromium}
        found = subprocess.run(
            [NODE, HERE / script, *words], env=environment, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stderr
        return json.loads(found.stdout)

    return run
