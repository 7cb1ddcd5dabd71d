"""Lets a coverage-guided fuzzer loose on everything that reads what a client sends. `make fuzz` runs it.

Each target of parser.py gets its own process and so many seconds, as many at once as there are processors:
ten minutes each take three hours on two. `build/fuzz` holds the texts that reached new code, where the next
run begins, and those that failed. It prints a table, and ends with 1 if anything failed.
"""

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOUND = ROOT / "build" / "fuzz"
DICTIONARY = FOUND / "words"
UNITS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
COVERED = re.compile(r"cov: (\d+)")


def main() -> int:
    given = argparse.ArgumentParser()
    given.add_argument("--seconds", type=int, default=600, help="for each parser")
    given.add_argument("--only", default="", help="parsers whose names hold this text")
    given.add_argument("--jobs", type=int, default=os.cpu_count(), help="parsers at once")
    options = given.parse_args()
    FOUND.mkdir(parents=True, exist_ok=True)
    DICTIONARY.write_text(said("--dictionary"), encoding="utf-8")
    wanted = [name for name in said("--list").splitlines() if options.only in name]
    with ThreadPoolExecutor(options.jobs) as jobs:
        passed = jobs.map(lambda name: passes(name, options.seconds), wanted)
        failed = [name for name, passes_it in zip(wanted, passed, strict=True) if not passes_it]
    print(f"{len(failed)} of {len(wanted)} parsers failed" + "".join(f"\n  {name}" for name in failed))
    return int(bool(failed))


def said(option: str) -> str:
    done = subprocess.run([*parser(), option], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout


def parser() -> list[str]:
    return [sys.executable, str(ROOT / "tests" / "fuzz" / "parser.py")]


def passes(name: str, seconds: int) -> bool:
    """Prints a line, and all that the fuzzer said where something failed."""
    place = FOUND / re.sub(r"\W+", "-", name).strip("-")
    (place / "corpus").mkdir(parents=True, exist_ok=True)
    limits = [f"-max_total_time={seconds}", "-timeout=60", "-rss_limit_mb=1024", "-max_len=9000"]
    command = [
        *parser(),
        name,
        *limits,
        "-print_final_stats=1",
        f"-dict={DICTIONARY}",
        f"-artifact_prefix={place}/",
        f"{place}/corpus",
    ]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ, errors="replace"
    )
    units, covered = UNITS.findall(done.stderr), COVERED.findall(done.stderr)
    print(f"{(units or ['?'])[-1]:>12} texts, {(covered or ['?'])[-1]:>6} edges  {name}", flush=True)
    if done.returncode:
        print(done.stderr[-4000:])
    return not done.returncode


if __name__ == "__main__":
    sys.exit(main())
