"""Check SHA256SUMS and the other lists of digests: which files are missing, changed or not listed."""

import gzip
import hashlib
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TypeAlias

import msgspec

from api.storage.manifest import FILES, SUMS, Manifest
from api.verify.limits import LIST, read_whole
from api.verify.source import CHUNK, FileSet, is_plain

LINE = re.compile(r"([0-9a-f]{64})  (.+)")
# Files of a server that no list of digests names.
UNLISTED = re.compile(r"files\.json|muster-release-[0-9]+\.zip(\.sha256)?")
OnProgress: TypeAlias = Callable[[int], None]


class Digests:
    """Computes the SHA-256 of files, reading each once."""

    def __init__(self, files: FileSet, progress: OnProgress) -> None:
        self.files, self.progress = files, progress
        self.known: dict[str, str | None] = {}
        self.problems: list[str] = []

    def of(self, name: str) -> str | None:
        """Return the digest, or None if the file cannot be read, which is added to `problems`."""
        if name not in self.known:
            self.known[name] = self.read(name)
        return self.known[name]

    def read(self, name: str) -> str | None:
        try:
            with self.files.open(name) as file:
                return digest(file, self.progress)
        except OSError as error:
            self.problems.append(f"{name}: cannot be read: {error}")
            return None


def digest(file: IO[bytes], progress: OnProgress) -> str:
    return first_bytes(file, progress, sys.maxsize)


def first_bytes(file: IO[bytes], progress: OnProgress, length: int) -> str:
    """Compute the digest of a file, or of at most one chunk more than its first `length` bytes."""
    sha256, count = hashlib.sha256(), 0
    while count <= length and (chunk := file.read(CHUNK)):
        sha256.update(chunk)
        progress(len(chunk))
        count += len(chunk)
    return sha256.hexdigest()


def read(files: FileSet, name: str) -> tuple[dict[str, str] | None, list[str]]:
    """Read a list: the digests by file, or None if it is unreadable, and the problems of its lines."""
    try:
        with files.open(name) as file:
            text = read_whole(file, LIST).decode("utf-8", "replace")
    except OSError as error:
        return None, [f"{name}: cannot be read: {error}"]
    listed: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = LINE.fullmatch(line)
        if match is None:
            problems.append(f"{name}:{number}: is not a digest, two spaces and a file name")
        elif not is_plain(match[2]):
            problems.append(f"{name}:{number}: {match[2]!r} is not the name of a file in this folder")
        elif match[2] in listed:
            problems.append(f"{name}:{number}: {match[2]} is listed twice")
        else:
            listed[match[2]] = match[1]
    return listed, problems


def compare(
    name: str, listed: Mapping[str, str], sizes: Mapping[str, int], digests: Digests
) -> Iterator[str]:
    """Compare the files that a list names."""
    for file, sha256 in sorted(listed.items()):
        if file not in sizes:
            yield f"{file}: is missing; {name} names it"
        elif digests.of(file) not in (None, sha256):
            yield f"{file}: was changed: its SHA-256 is not the one in {name}"


def check_sums(files: FileSet, sizes: Mapping[str, int], digests: Digests) -> Iterator[str]:
    if SUMS not in sizes:
        yield f"{SUMS}: is missing, so the files cannot be checked"
        return
    listed, problems = read(files, SUMS)
    yield from problems
    if listed is not None:
        yield from compare(SUMS, listed, sizes, digests)
        yield from (
            f"{name}: is not in {SUMS}"
            for name in sorted(sizes)
            if name not in listed and name != SUMS and not UNLISTED.fullmatch(name)
        )
    for name in sorted(sizes):
        if name.endswith(".sha256"):
            listed, problems = read(files, name)
            yield from problems
            yield from compare(name, listed or {}, sizes, digests)


def check_manifest(files: FileSet, sizes: Mapping[str, int], digests: Digests) -> Iterator[str]:
    """Check the files against `files.json`, from which a server serves them."""
    if FILES not in sizes:
        return
    try:
        with files.open(FILES) as file:
            manifest = msgspec.json.decode(read_whole(file, LIST), type=Manifest)
    except OSError as error:
        yield f"{FILES}: cannot be read: {error}"
        return
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield f"{FILES}: is not a list of files: {error}"
        return
    listed = {each.name: each.sha256 for each in manifest.files}
    yield from compare(FILES, listed, sizes, digests)
    for each in manifest.files:
        if sizes.get(each.name, each.bytes) != each.bytes:
            yield f"{each.name}: has {sizes[each.name]} bytes; {FILES} says {each.bytes}"


def check_gzip(files: FileSet, name: str, sizes: Mapping[str, int], digests: Digests) -> Iterator[str]:
    """Compare a gzipped file with the plain one."""
    plain = name.removesuffix(".gz")
    if plain not in sizes:
        return
    try:
        with files.open(name) as file, gzip.open(file) as inner:
            # A file longer than the plain one differs anyway, so it need not be read to the end.
            sha256 = first_bytes(inner, digests.progress, sizes[plain])  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error) as error:
        yield f"{name}: cannot be unpacked: {error}"
        return
    if digests.of(plain) not in (None, sha256):
        yield f"{name}: does not match {plain}"
