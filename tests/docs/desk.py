"""Where the blocks of one document run, one after the other, as a reader would type them."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.docs.pages import BASE, ROOT, Block

FOLDER = Path(__file__).parent
# Where `make tools` puts Node.
TOOLS = ROOT / "build" / "tools" / "bin"
SECONDS = 600
# Language → the file that a block becomes, and what runs it.
RUN = {
    "sh": ("block.sh", ("sh", "-eu")),
    "python": ("block.py", (sys.executable,)),
    "js": ("block.mjs", ("node", "--import", str(FOLDER / "document.mjs"))),
    "ts": ("block.mts", ("sh", "-c", 'npx tsc $OPTIONS "$0" && node block.mjs')),
    "r": ("block.R", ("Rscript", "--vanilla")),
}
STRICT = "--strict --skipLibCheck --target es2022 --module esnext --moduleResolution bundler"
# What only `make check-all` installs.
EXTRA = re.compile(r"\b(npx|npm|node|Rscript)\b")


class Desk:
    """A folder with the checkout's `seeds` in it and `muster` within reach."""

    def __init__(self, folder: Path, site: str, database_url: str) -> None:
        self.folder, self.site, self.database_url = folder, site, database_url
        self.written: set[int] = set()
        (folder / "seeds").symlink_to(ROOT / "seeds")
        (folder / "node_modules").symlink_to(FOLDER / "node_modules")
        muster = folder / "bin" / "muster"
        muster.parent.mkdir()
        muster.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m api.cli "$@"\n')
        muster.chmod(0o755)

    def environment(self, block: Block) -> dict[str, str]:
        plain = {name: text for name, text in os.environ.items() if not name.startswith("MUSTER_")}
        # A machine without curl gets ours, which knows as much of it as the documents use.
        path = [
            str(self.folder / "bin"),
            os.environ.get("PATH", os.defpath),
            str(Path(__file__).parent / "bin"),
        ]
        plain |= {"PATH": os.pathsep.join(path), "PYTHONPATH": str(ROOT), "COLUMNS": "100"}
        if "MUSTER_DATA_DIR" not in block.text:  # a block may bring a database of its own
            plain |= {"MUSTER_DATABASE_URL": self.database_url, "MUSTER_PUBLIC_URL": self.site}
        return plain | {"OPTIONS": STRICT, "NPM_CONFIG_LOGLEVEL": "error"}

    def run(self, block: Block) -> subprocess.CompletedProcess[str]:
        """Runs a block; what it says to either stream, with the documents' address for the server's."""
        name, command = RUN[block.language]
        (self.folder / name).write_text(self.local(block.text), encoding="utf-8")
        done = subprocess.run(
            [*command, name],
            cwd=self.folder,
            env=self.environment(block),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
        done.stdout = done.stdout.replace(self.site, BASE)
        return done

    def local(self, text: str) -> str:
        return text.replace(BASE, self.site)


def path(*first: Path) -> str:
    """A machine without curl gets ours, which knows as much of it as the documents use."""
    return os.pathsep.join(
        [*map(str, first), str(TOOLS), os.environ.get("PATH", os.defpath), str(FOLDER / "bin")]
    )


def same(printed: str, expected: Block) -> bool:
    """Text compares line by line; JSON by what it says, but for the id that every request has of its own."""
    if expected.language == "json":
        return bool(without_request_id(printed) == without_request_id(expected.text))
    return printed.rstrip("\n") == expected.text.rstrip("\n")


def without_request_id(text: str) -> Any:
    found = json.loads(text)
    if isinstance(found, dict) and "request_id" in found:
        assert re.fullmatch("[0-9a-f]{32}", found.pop("request_id")), text
    return found


def is_extra(block: Block) -> bool:
    return block.language in {"js", "ts", "r"} or (
        block.language == "sh" and EXTRA.search(block.text) is not None
    )
