"""What was measured, as lines of a table in Markdown."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

HEAD = "| measured | Muster | beside it | ratio | target | result |"
RULE = "|---|--:|--:|--:|--:|---|"


class Finding(Struct, frozen=True, kw_only=True):
    measured: str
    ours: str
    theirs: str = ""
    ratio: str = ""
    target: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "met", False: "**missed**", None: ""}[self.met]
        cells = (self.measured, self.ours, self.theirs, self.ratio, self.target, verdict)
        return f"| {' | '.join(cells)} |"


def table(title: str, machine: str, findings: Iterable[Finding]) -> str:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    return "\n".join([f"## {title}", "", f"{today}, {machine}.", "", HEAD, RULE, *map(str, findings), ""])


def write(document: Path, title: str, text: str) -> None:
    """Puts the table into its section, or at the end; what people wrote stays."""
    before, *sections = document.read_text(encoding="utf-8").split("\n## ")
    kept = {section.splitlines()[0]: f"\n## {section.strip()}\n" for section in sections}
    kept[title] = f"\n{text.strip()}\n"
    document.write_text(before + "".join(kept.values()), encoding="utf-8")
