"""A small log of releases for tests: the hand-written whole, a sample of the rest, three made-up ones.

`write(folder)` makes it; so small, a database is filled with it in seconds. The made-up releases
(tests/api/releases) change, withdraw and replace records, which the real log hardly does.
"""

import csv
import gzip
import io
import shutil
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain, product
from pathlib import Path
from typing import Any

from seeds.log.folders import seal

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "seeds" / "releases"
MADE_UP = Path(__file__).parent / "api" / "releases"
# The number of the first of the made-up releases behind all real ones.
ADDITIONS = len([*REAL.glob("*/release.toml")]) + 1
# Records of one body: figures of the first pairs and an agreement of the last move to the newer record.
JOINED = {
    "ma009un", "ma009629e", "gmtgm0000", "gm0010000", "tx0000000",
    "tx-texas-department-of-public-safety-texas-highway-patrol",
}  # fmt: skip
# Tests speak of these: their rows are always in the sample.
KNOWN = {"ny0303000", "ca0380100", "ca0194200", "al0040000", "area-us", "area-ca", *JOINED}
# The tables whose records others refer to.
REGISTERS = ("agencies", "areas")

Row = dict[str, str]


def write(folder: Path, *, first: int | None = None, rows: int = 50, made_up: int = 3) -> Path:
    """`first` so many real releases, `rows` of each of their tables, `made_up` of the three behind them."""
    real = [path for path in sorted(REAL.iterdir()) if (path / "release.toml").exists()]
    sources = [read(path, rows) for path in real[:first]]
    keep = agencies(sources)
    for source in sources:
        source.write(folder / source.path.name, keep)
    for path in sorted(MADE_UP.iterdir())[:made_up]:
        invent(folder, path.name)
    return folder


class Source:
    """A real release: its tables sampled, its hand-written files as they are."""

    def __init__(self, path: Path, tables: dict[str, list[Row]]) -> None:
        self.path, self.tables = path, tables

    def is_register(self, name: str) -> bool:
        return name.startswith(REGISTERS)

    def mentioned(self) -> Iterator[str]:
        """Every text in the sample that may be an agency's id."""
        for name, rows in self.tables.items():
            if not self.is_register(name):
                yield from chain.from_iterable(row.values() for row in rows)
        for path in self.path.glob("*.toml"):
            yield from texts(tomllib.loads(path.read_text(encoding="utf-8")))

    def write(self, folder: Path, keep: set[str]) -> None:
        folder.mkdir(parents=True)
        for path in self.path.glob("*.toml"):
            shutil.copy(path, folder)
        for name, rows in self.tables.items():
            kept = [row for row in rows if row["id"] in keep] if self.is_register(name) else rows
            write_table(folder / name, list(rows[0]), kept)
        release = folder / "release.toml"
        release.write_text(of_tables(release.read_text(encoding="utf-8"), self.tables), encoding="utf-8")
        seal(folder)


def of_tables(release: str, tables: Iterable[str]) -> str:
    """A release.toml without the settings of packed tables that the sample leaves out."""
    head, *settings = release.split('\n[files."')
    named = {each.partition('"')[0]: each for each in settings}
    kept = [each for name, each in named.items() if name in tables or not name.endswith(".gz")]
    return '\n[files."'.join([head, *kept])


def read(path: Path, rows: int) -> Source:
    tables = {each.name: list(read_table(each)) for each in sorted(path.glob("*.csv.gz"))}
    sampled = {
        name: table if name.startswith(REGISTERS) else sample(table, rows) for name, table in tables.items()
    }
    return Source(path, {name: table for name, table in sampled.items() if table})


def sample(rows: list[Row], size: int) -> list[Row]:
    """Every so-manieth row, and those of the agencies and areas that tests speak of.

    Only the latter of a table that moves figures to another agency: the sample may lack the others' figures.
    """
    moves = "change" in rows[0]
    stride = max(1, len(rows) // size)
    return [
        row
        for n, row in enumerate(rows)
        if (n % stride == 0 and not moves) or (row.get("agency_id") or row.get("area_id")) in KNOWN
    ]


def agencies(sources: list[Source]) -> set[str]:
    """The agencies that the sample needs: those mentioned, what they are part of and what replaced them."""
    registers = [
        rows for source in sources for name, rows in source.tables.items() if source.is_register(name)
    ]
    register: dict[str, Row] = {}
    for row in chain.from_iterable(registers):  # a later release states only what it changes
        register.setdefault(row["id"], {}).update({name: text for name, text in row.items() if text})
    replaced = [row["id"] for row in register.values() if row.get("replaced_by")][:3]
    wanted = KNOWN | {text for source in sources for text in source.mentioned()} | set(replaced)
    more = wanted
    while more:
        rows = [register[each] for each in more if each in register]
        more = {row[name] for row in rows for name in ("parent_id", "replaced_by") if row.get(name)} - wanted
        wanted |= more
    return wanted


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def read_table(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def write_table(path: Path, columns: list[str], rows: Iterable[Row]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))


def invent(log: Path, name: str) -> Path:
    """One of the made-up releases behind the last of a log, two days later."""
    before = tomllib.loads((max(log.iterdir()) / "release.toml").read_text(encoding="utf-8"))["release"]
    number = before["number"] + 1
    folder = log / f"{number:04}-{name}"
    shutil.copytree(MADE_UP / name, folder)
    if name == "a-additions":
        rows = list(qualified())
        write_table(folder / "staffing-figures-qualified.csv.gz", list(rows[0]), rows)
    published_at = f"{before['published_at'] + timedelta(days=2):%Y-%m-%d}T09:00:00Z"
    (folder / "release.toml").write_text(
        f'[release]\nnumber = {number}\nversion = "{version(before["version"])}"\n'
        f'published_at = {published_at}\ntitle = "Made up for tests: {name}"\n',
        encoding="utf-8",
    )
    seal(folder)
    return folder


def version(before: str) -> str:
    major, minor, _ = (int(part) for part in before.split("."))
    return f"0.{minor + 1}.0" if major == 0 else f"{major + 1}.0.0"


QUALIFIERS = ("exact", "more_than", "at_least", "nearly", "approximately", "up_to", "less_than", "at_most")
NUMBERS = ("1", "10", "10.5", "11", "200000")
RANGES = (("0", "10"), ("10", "11"), ("10.25", "10.75"), ("10", "200000"))
AWKWARD = (
    'He said "no", twice',
    "comma, semicolon; tab\tand\nline feed",
    "back\\slash and $1 and $$dollars$$",
    "'; drop table serving.agencies; --",
    "=1+1",
    "three   blanks and a trailing full stop.",
    "10% _under_score*",
    "\u05e9\u05dc\u05d5\u05dd right to left",
    "👮🏽‍♀️ Café Ünïcode ßẞ İı",
    "<b>not bold</b> &amp; null NULL \\N \\.",
)


def qualified() -> Iterator[Row]:
    """A rate of every qualifier at numbers that touch one another, and notes that are hard to quote."""
    common = {
        "agency_id": "test-city-police",
        "metric": "employees_per_1000",
        "source_id": "test-dataset-2026",
        "modality": "observed",
    }
    stated = [(qualifier, number, "", "") for qualifier, number in product(QUALIFIERS, NUMBERS)]
    stated += [("between", "", low, high) for low, high in RANGES] + [("unspecified", "", "", "")] * 3
    stated += [("exact", "0", "", ""), ("at_least", "0", "", ""), ("up_to", "0", "", "")]
    for n, (qualifier, number, low, high) in enumerate(stated):
        yield common | {
            "id": f"test-city-police-qualified-{n:02}",
            "qualifier": qualifier,
            "value": number,
            "value_low": low,
            "value_high": high,
            "as_of": "" if n % 5 == 0 else f"20{10 + n % 9}-0{1 + n % 3}-15",
            "note": AWKWARD[n // 2 % len(AWKWARD)] if n % 2 else "",
            "locator": f"row {n}",
        }
