"""A release of generated figures behind the real log: the real agencies, three metrics, many years.

Of a million, six agencies in ten have figures of all 30 years: a page of one agency and metric is full.
One figure in fifty has no value, one in fifty no date: those of agencies that come last, for a number without
a day seldom stands in a series of many years.
"""

import csv
import gzip
import io
import random
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from seeds.log.folders import ReleaseFolder, folders, seal

METRICS = {"sworn": "sworn_headcount", "civilian": "civilian_headcount", "total": "total_headcount"}
SOURCE = """[[sources]]
id = "bench-generated"
title = "Figures generated for measurements"
kind = "dataset"
publisher = "Muster"
quality = "primary"
language = "en"
counting_rule = "Generated: these are nobody's counts."
coverage = []
"""
RELEASE = """[release]
number = {number}
version = "0.{number}.0"
published_at = {published_at:%Y-%m-%dT%H:%M:%SZ}
previous_sha256 = ""
title = "Generated figures"

[files."staffing-figures.csv.gz"]
{change}source_id = "bench-generated"
family = "bench"
locator = "ori={{agency_id}}, data_year={{data_year}}, {{column}}"
extra = ["data_year"]
common = {{ modality = "observed", qualifier = "exact" }}
measures = [
{measures}
]
"""
CHANGE = 'change = { kind = "source_revision", notice = "Revised to be measured." }\n'
LAST_YEAR, YEARS = 2025, 30
WIDE = ("agency_id", "as_of", "date_basis", "data_year", *METRICS)
UNVALUED = (
    "id",
    "agency_id",
    "metric",
    "sex",
    "qualifier",
    "modality",
    "as_of",
    "date_basis",
    "source_id",
    "locator",
)


def copy_log(real: Path, log: Path) -> list[ReleaseFolder]:
    shutil.rmtree(log, ignore_errors=True)
    log.mkdir(parents=True)
    for folder in folders(real):
        shutil.copytree(folder.path, log / folder.path.name)
    return folders(log)


def generate(log: Path, figures: int) -> Path:
    """The next release of the log, of so many figures."""
    folder = following(log, "generated")
    agencies = sorted(register(folders(log)))
    (folder / "sources.toml").write_text(SOURCE, encoding="utf-8")
    unvalued = figures // 50
    write(folder / "staffing-figures-unvalued.csv.gz", [UNVALUED, *without_value(agencies, unvalued)])
    write(folder / "staffing-figures.csv.gz", [WIDE, *table(agencies, figures)])
    seal(folder)
    return folder


def revise(log: Path, figures: int, turn: int) -> Path:
    """The next release: of each 98 rows of the generated table one counts more, another one each turn.

    That is one in a hundred of all figures: one in fifty has no value.
    """
    folder = following(log, "revised", CHANGE)
    rows = islice(table(sorted(register(folders(log))), figures), turn, None, 98)
    revised = (
        (*row, sworn + turn, civilian + turn, total + 2 * turn) for *row, sworn, civilian, total in rows
    )
    write(folder / "staffing-figures.csv.gz", [WIDE, *revised])
    seal(folder)
    return folder


def following(log: Path, name: str, change: str = "") -> Path:
    """A folder with its release.toml."""
    before = folders(log)[-1]
    measures = ",\n".join(
        f'  {{ column = "{column}", metric = "{metric}", fields = {{ sex = "all" }} }}'
        for column, metric in METRICS.items()
    )
    published_at = before.header.release.published_at + timedelta(seconds=1)
    text = RELEASE.format(
        number=before.number + 1, published_at=published_at, measures=measures, change=change
    )
    folder = log / f"{before.number + 1:04}-{name}"
    folder.mkdir()
    (folder / "release.toml").write_text(text, encoding="utf-8")
    return folder


def table(agencies: list[str], figures: int) -> Iterator[tuple[Any, ...]]:
    rows = (figures - figures // 50) // len(METRICS)
    return wide(agencies, rows, min(figures // 150, len(agencies)))


def register(log: list[ReleaseFolder]) -> Iterator[str]:
    """Agencies that the FBI lists: their ids are ORIs."""
    path = next(path for folder in log for path in folder.path.glob("agencies.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from (row["id"] for row in csv.DictReader(file))


def wide(agencies: list[str], rows: int, undated: int) -> Iterator[tuple[Any, ...]]:
    """Year by year from the newest, for as many agencies as make the number; then the rows without a date."""
    dated = rows - undated
    years = max(YEARS, -(-dated // len(agencies)))
    each = -(-dated // years)
    chance = random.Random(rows)
    for n in range(dated):
        year, sworn, civilian = LAST_YEAR - n // each, chance.randint(1, 900), chance.randint(0, 300)
        yield agencies[n % each], f"{year}-10-31", "stated", year, sworn, civilian, sworn + civilian
    for agency in agencies[len(agencies) - undated :]:
        sworn, civilian = chance.randint(1, 900), chance.randint(0, 300)
        yield agency, "", "", "", sworn, civilian, sworn + civilian


def without_value(agencies: list[str], rows: int) -> Iterator[tuple[object, ...]]:
    for n in range(rows):
        agency, year = agencies[-1 - n % len(agencies)], LAST_YEAR - n // len(agencies)
        name = f"{agency}-vacancies-{year}-10-31-bench"
        locator = f"data_year={year}, vacancies"
        yield (name, agency, "vacancies", "all", "unspecified", "observed", f"{year}-10-31", "stated",
               "bench-generated", locator)  # fmt: skip


def write(path: Path, rows: Iterator[tuple[object, ...]] | list[tuple[object, ...]]) -> None:
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", 1, file, mtime=0) as packed,
        io.TextIOWrapper(packed, encoding="utf-8", newline="") as text,
    ):
        csv.writer(text, lineterminator="\n").writerows(rows)
