"""All files of a release as one zip: the same files make the same bytes."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# Nothing is gained by packing these once more.
PACKED = (".gz", ".parquet")
PIECE = 1024 * 1024


def name(release: int) -> str:
    return f"muster-release-{release}.zip"


def write(path: Path, files: list[Path], tell: Callable[[int], object]) -> None:
    """Sorted by name, of one time, readable for all; `tell` hears of the bytes that went in."""
    with ZipFile(path, "x", compression=ZIP_DEFLATED) as zipped:
        for file in sorted(files, key=lambda file: file.name):
            with file.open("rb") as given, zipped.open(entry(file), "w") as taken:
                while piece := given.read(PIECE):
                    taken.write(piece)
                    tell(len(piece))


def entry(file: Path) -> ZipInfo:
    made = ZipInfo(file.name)
    made.compress_type = ZIP_STORED if file.suffix in PACKED else ZIP_DEFLATED
    made.create_system, made.external_attr = 3, 0o100644 << 16
    # says whether its sizes need 64 bits
    made.file_size = file.stat().st_size
    return made
