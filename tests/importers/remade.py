"""Whether an importer makes of a publisher's files what the log has of them."""

import gzip
from pathlib import Path

LOG = Path(__file__).parents[2] / "seeds" / "releases"
RETRIEVED = ("--retrieved-on", "2026-11-22")
# When a release was drafted and what it follows is not the importer's to make again.
OF_THE_DAY = (b"published_at = ", b"previous_sha256 = ")


def assert_as_in_the_log(made: Path, name: str) -> None:
    here, there = contents(made), contents(LOG / name)
    assert here.keys() == there.keys()
    for file, content in here.items():
        assert content == there[file], file


def contents(folder: Path) -> dict[str, bytes]:
    """Tables unpacked, for how gzip packs is no promise of ours."""
    return {path.name: _content(path) for path in folder.iterdir()}


def _content(path: Path) -> bytes:
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    lines = path.read_bytes().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(OF_THE_DAY))
