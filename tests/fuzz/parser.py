"""One target under the fuzzer: `parser.py NAME …`, or `--list`. Only a problem may come of a text.

A target is one parser, or several that differ only in a table they read: the first byte picks one of those.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
with atheris.instrument_imports(include=["api"]):
    from api.problems import ProblemError
    from api.query import parameters
    from tests.api.test_parsers import FIGURES, HEADERS, PARSERS

Parser = Callable[[str], Any]

# The expressions of a module are C code, which has no edges to reach: tests/api/test_parsers.py tries them.
PATTERNS = "pattern: "
# Reads the key of a path with the pattern of its resource: the same lines for every resource.
SHARED = "path: "
# What every request meets comes first, so that a short run has tried it.
FIRST = ("header: ", "names of", "value of", "percent", "address", "slashes", "suggestions")
# What the fuzzer may put together: names of parameters, and the texts around the values of headers.
WORDS = ("q=", "bytes=", 'W/"', ";q=0.", "text/csv", "application/json", "gzip", "*/*", "__in", "%2C", "&")


def targets() -> dict[str, list[Parser]]:
    found: dict[str, list[Parser]] = {}
    for name, parse in sorted(PARSERS.items(), key=place):
        if not name.startswith(PATTERNS):
            found.setdefault("path: every resource" if name.startswith(SHARED) else name, []).append(parse)
    return found


def place(named: tuple[str, Parser]) -> int:
    return next((n for n, start in enumerate(FIRST) if named[0].startswith(start)), len(FIRST))


def dictionary() -> str:
    """The words in the fuzzer's own format."""
    names = [f"{name}=" for name in parameters.page_values(FIGURES)]
    words = [*WORDS, *names, *(f"{header.decode()}: " for header in HEADERS)]
    return "".join(f'"{re.sub(chr(92) * 2 + "|" + chr(34), escaped, word)}"\n' for word in words)


def escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def run(name: str) -> None:
    parsers = targets()[name]
    encoding = "latin-1" if name.startswith("header: ") else "utf-8"

    def once(data: bytes) -> None:
        parse, data = (parsers[data[0] % len(parsers)], data[1:]) if data[1:] else (parsers[0], data)
        try:
            parse(data.decode(encoding, "ignore"))
        except (ProblemError, ValueError):
            return

    atheris.Setup([sys.argv[0], *sys.argv[2:]], once)
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1] == "--list":
        print("\n".join(targets()))
    elif sys.argv[1] == "--dictionary":
        print(dictionary(), end="")
    else:
        run(sys.argv[1])
