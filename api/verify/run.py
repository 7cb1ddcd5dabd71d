"""Find every problem of a copy of a release's files, reading each file once."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from api.verify import checksums, package
from api.verify.checksums import Digests
from api.verify.listing import Listing, summarize
from api.verify.source import FileSet, Unusable, open_files
from api.verify.tables import Tables

Report: TypeAlias = Callable[[str, int, int], None]


class Progress:
    """Reports the progress of a task with a known total."""

    def __init__(self, name: str, total: int, report: Report) -> None:
        self.name, self.total, self.report, self.done = name, total, report, 0
        report(name, 0, total)

    def __call__(self, count: int) -> None:
        self.done += count
        self.report(self.name, min(self.done, self.total), self.total)

    def end(self) -> None:
        self.report(self.name, self.total, self.total)


def problems(path: Path, report: Report) -> Listing:
    """List the problems, each with its file. Raises Unusable if `path` cannot be read."""
    files = open_files(path)
    try:
        return summarize(find_problems(files, report))
    except OSError as error:  # An error of the folder itself. Those of files are problems.
        raise Unusable(f"{path.name} cannot be read: {error}") from error
    finally:
        files.close()


def find_problems(files: FileSet, report: Report) -> Iterator[str]:
    sizes = files.sizes()
    packed = [name for name in sorted(sizes) if name.endswith(".gz")]
    progress = Progress("bytes read", to_read(sizes, packed), report)
    digests = Digests(files, progress)
    yield from files.unexpected()
    yield from checksums.check_sums(files, sizes, digests)
    yield from checksums.check_manifest(files, sizes, digests)
    for name in packed:
        yield from checksums.check_gzip(files, name, sizes, digests)
    progress.end()
    yield from tables(files, sizes, digests, report)
    yield from digests.problems


def to_read(sizes: Mapping[str, int], packed: list[str]) -> int:
    return sum(sizes.values()) + sum(sizes.get(name.removesuffix(".gz"), 0) for name in packed)


def tables(files: FileSet, sizes: Mapping[str, int], digests: Digests, report: Report) -> Iterator[str]:
    data_package, faults = package.read(files, sizes)
    yield from faults
    if data_package is None or faults:
        return
    yield from package.unknown_patterns(data_package)
    progress = Progress("records checked", sum(table.rows for table in data_package.resources), report)
    yield from Tables(files, data_package, digests, progress).check(sizes)
    progress.end()
