"""The zip of all files of a release. The same files always give the same bytes."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

# Already compressed.
PACKED = (".gz", ".parquet")
CHUNK = 1024 * 1024


def name(release: int) -> str:
    return f"muster-release-{release}.zip"


def write(path: Path, files: list[Path], progress: Callable[[int], object]) -> None:
    """Write the files sorted by name, with fixed times and modes. Calls `progress` with the bytes added."""
    with ZipFile(path, "x", compression=ZIP_DEFLATED) as zipped:
        for file in sorted(files, key=lambda file: file.name):
            with file.open("rb") as source, zipped.open(entry(file), "w") as member:
                while chunk := source.read(CHUNK):
                    member.write(chunk)
                    progress(len(chunk))


def entry(file: Path) -> ZipInfo:
    info = ZipInfo(file.name)
    info.compress_type = ZIP_STORED if file.suffix in PACKED else ZIP_DEFLATED
    info.create_system, info.external_attr = 3, 0o100644 << 16
    # zipfile decides from this whether the entry needs 64-bit sizes.
    info.file_size = file.stat().st_size
    return info
