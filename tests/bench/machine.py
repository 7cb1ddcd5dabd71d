"""What was measured on, and with which versions."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from installing import DATASETTE, POSTGREST


def describe(server_version: str) -> str:
    gigabytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in ("litestar", "granian", "asyncpg", "uvloop"))
    peers = f"PostgREST {POSTGREST.split('@')[1].split('-')[0]}, Datasette {DATASETTE.split('==')[1]}"
    python = ".".join(map(str, sys.version_info[:3]))
    return (
        f"{os.cpu_count()} cores ({processor()}), {gigabytes:.0f} GB; PostgreSQL {server_version}, "
        f"Python {python}, {packages}; {peers}, {tool('wrk', '--version')}, {tool('psql', '--version')}; "
        f"load of the machine when it began {os.getloadavg()[0]:.1f}"
    )


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")


def tool(*command: str) -> str:
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return " ".join(said.split()[:3]).removesuffix(" [epoll]").replace(" (PostgreSQL)", "")
