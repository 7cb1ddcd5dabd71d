"""A small valid log to break: one release with a record of each kind, and a second one that changes it."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from seeds.log.state import State
from seeds.validation.validate import ValidatedRelease, replay_folders, validate

FIRST = {
    "release.toml": """\
[release]
number = 1
version = "0.1.0"
published_at = 2026-01-15T12:00:00Z
previous_sha256 = ""
title = "First"
""",
    "metrics.toml": """\
[[metrics]]
id = "sworn_headcount"
label = "Sworn officers"
definition = "Sworn officers on a day."
unit = "people"
nature = "stock"

[[metrics]]
id = "hires"
label = "Hires"
definition = "People hired."
unit = "people"
nature = "flow"

[[metrics]]
id = "spending"
label = "Spending"
definition = "Money spent."
unit = "usd"
nature = "flow"
""",
    "agencies.toml": """\
[[agencies]]
id = "us-dhs"
name = "U.S. Department of Homeland Security"
kind = "federal_department"
level = "federal"

[[agencies]]
id = "us-dhs-ice"
name = "U.S. Immigration and Customs Enforcement"
short_name = "ICE"
kind = "federal_agency"
level = "federal"
parent_id = "us-dhs"
aliases = ["Immigration & Customs"]
""",
    "sources.toml": """\
[[sources]]
id = "paper"
kind = "news_article"
published_on = 2026-01-10
quality = "reputable_press"

[[sources]]
id = "table"
kind = "dataset"
quality = "primary"
fiscal_year_end = "09-30"
""",
    "incentive-programs.toml": """\
[[incentive-programs]]
id = "us-dhs-ice-drive-2025"
agency_id = "us-dhs-ice"
agency_name = "ice"
name = "The drive"
status = "active"
""",
    "incentives.toml": """\
[[incentives]]
id = "ice-bonus"
agency_id = "us-dhs-ice"
agency_name = "IMMIGRATION & customs"
program_id = "us-dhs-ice-drive-2025"
kind = "signing_bonus"
value = 50000
unit = "usd"
per = "total"
payments = [{ amount = 10000, when = "at once" }, { amount = 20000, when = "each year", times = 2 }]
as_of = "2025-11"
""",
    "staffing-figures.toml": """\
[[staffing-figures]]
id = "ice-hires"
agency_id = "us-dhs-ice"
metric = "hires"
value = 12000
qualifier = "more_than"
modality = "observed"
period = "year"
period_start = 2025-01-01
period_end = 2025-12-31
as_of = 2025-12-31

[[staffing-figures]]
id = "ice-sworn"
agency_id = "us-dhs-ice"
metric = "sworn_headcount"
subset = "officers"
value = 22000
qualifier = "exact"
as_of = "FY2025"
source_id = "table"
locator = "row 1"
""",
    "citations.toml": """\
[[citations]]
id = "paper-01"
source_id = "paper"
quote = "more than 12,000 officers and a bonus of $50,000"
attribution = [{ verb = "published", source_id = "paper" }, { verb = "said", said_on = 2026-01-09 }]
supports = ["ice-bonus", "ice-hires"]
quote_check = "excerpt"
""",
}
WIDE = """
[files."staffing-figures.csv.gz"]
source_id = "table"
family = "lee"
{more}
locator = "row {{row}}, {{column}}"
extra = ["row"]
common = {{ modality = "observed" }}
measures = [
  {{ column = "men", metric = "sworn_headcount", fields = {{ sex = "male" }} }},
  {{ column = "women", metric = "sworn_headcount", fields = {{ sex = "female" }} }},
]
"""

Changes = dict[str, tuple[str, str]]
Files = dict[str, str | bytes]


def release(number: int, version: str) -> str:
    return f"""\
[release]
number = {number}
version = "{version}"
published_at = 2026-0{number}-15T12:00:00Z
title = "Release {number}"
"""


class Log:
    """A folder of releases under the test's own roof."""

    FIRST = FIRST
    WIDE = WIDE
    release = staticmethod(release)

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, files: Files) -> Path:
        folder = self.path / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file, text in files.items():
            data = text.encode() if isinstance(text, str) else text
            packed = gzip.compress(data, mtime=0) if file.endswith(".gz") and isinstance(text, str) else data
            (folder / file).write_bytes(packed)
        return folder

    def first(self, changes: Changes, also: Changes | None = None) -> ValidatedRelease:
        """The first release with one passage of a file, or two, replaced by others."""
        files = dict(FIRST)
        for file, (old, new) in [*changes.items(), *(also or {}).items()]:
            assert files[file].count(old) == 1, f"{old!r} stands {files[file].count(old)} times in {file}"
            files[file] = files[file].replace(old, new)
        return validate(self.write("0001-first", files), State())

    def state(self, *folders: Path, first: str = "0.1.0") -> State:
        """After the first release and these."""
        files = FIRST | {"release.toml": FIRST["release.toml"].replace("0.1.0", first)}
        state, problems = replay_folders([self.write("0001-first", files), *folders])
        assert problems == []
        return state

    def second(
        self, files: Files, version: str = "0.2.0", first: str = "0.1.0", header: str = ""
    ) -> ValidatedRelease:
        """A second release of these files, the first one before it."""
        state = self.state(first=first)
        return validate(
            self.write("0002-second", files | {"release.toml": release(2, version) + header}), state
        )

    def third(self, files: Files, header: str = "") -> ValidatedRelease:
        """A third release, after the second as it was written last."""
        state = self.state(self.path / "0002-second")
        return validate(
            self.write("0003-third", files | {"release.toml": release(3, "0.3.0") + header}), state
        )

    def wide(self, rows: str | bytes, number: int = 2, more: str = "") -> ValidatedRelease:
        """A second or third release of one wide table; `more` is put into its part of release.toml."""
        write = self.second if number == 2 else self.third
        return write({"staffing-figures.csv.gz": rows}, header=WIDE.format(more=more))


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path / "releases")


@pytest.fixture
def told() -> Callable[[ValidatedRelease], list[str]]:
    """What was found, as it is printed."""
    return lambda checked: [str(problem) for problem in checked.problems]
