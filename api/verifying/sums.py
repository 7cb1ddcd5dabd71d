"""SHA256SUMS and the other lists of digests: which file is missing, changed, or not listed."""

import gzip
import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TypeAlias

import msgspec

from api.bundle.manifest import FILES, SUMS, Manifest
from api.verifying.holding import PIECE, Holding, is_plain

LINE = re.compile(r"([0-9a-f]{64})  (.+)")
# What a server keeps beside the files, and no list of them names.
BESIDE = re.compile(r"files\.json|muster-release-[0-9]+\.zip(\.sha256)?")
Tell: TypeAlias = Callable[[int], None]


class Digests:
    """The SHA-256 of every file, each read once."""

    def __init__(self, holding: Holding, tell: Tell) -> None:
        self.holding, self.tell = holding, tell
        self.known: dict[str, str | None] = {}
        self.problems: list[str] = []

    def of(self, name: str) -> str | None:
        """None where it cannot be read, which is told."""
        if name not in self.known:
            self.known[name] = self.read(name)
        return self.known[name]

    def read(self, name: str) -> str | None:
        try:
            with self.holding.open(name) as file:
                return digest(file, self.tell)
        except OSError as error:
            self.problems.append(f"{name}: cannot be read: {error}")
            return None


def digest(file: IO[bytes], tell: Tell) -> str:
    found = hashlib.sha256()
    while piece := file.read(PIECE):
        found.update(piece)
        tell(len(piece))
    return found.hexdigest()


def read(holding: Holding, name: str) -> tuple[dict[str, str] | None, list[str]]:
    """The digests that a list names, by file, and what is wrong with its lines. None if it is unreadable."""
    try:
        with holding.open(name) as file:
            text = file.read().decode("utf-8", "replace")
    except OSError as error:
        return None, [f"{name}: cannot be read: {error}"]
    listed: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        found = LINE.fullmatch(line)
        if found is None:
            problems.append(f"{name}:{number}: is no digest, two blanks and a name")
        elif not is_plain(found[2]):
            problems.append(f"{name}:{number}: {found[2]!r} is no name of a file beside it")
        elif found[2] in listed:
            problems.append(f"{name}:{number}: {found[2]} stands there twice")
        else:
            listed[found[2]] = found[1]
    return listed, problems


def compared(
    name: str, listed: Mapping[str, str], there: Mapping[str, int], digests: Digests
) -> Iterator[str]:
    """Of the files that a list names."""
    for file, sha256 in sorted(listed.items()):
        if file not in there:
            yield f"{file}: is missing; {name} names it"
        elif digests.of(file) not in (None, sha256):
            yield f"{file}: was changed: its SHA-256 is not the one in {name}"


def checked(holding: Holding, there: Mapping[str, int], digests: Digests) -> Iterator[str]:
    if SUMS not in there:
        yield f"{SUMS}: is missing, so nothing proves the files whole"
        return
    listed, problems = read(holding, SUMS)
    yield from problems
    if listed is not None:
        yield from compared(SUMS, listed, there, digests)
        yield from (
            f"{name}: is not in {SUMS}"
            for name in sorted(there)
            if name not in listed and name != SUMS and not BESIDE.fullmatch(name)
        )
    for name in sorted(there):
        if name.endswith(".sha256"):
            listed, problems = read(holding, name)
            yield from problems
            yield from compared(name, listed or {}, there, digests)


def as_listed(holding: Holding, there: Mapping[str, int], digests: Digests) -> Iterator[str]:
    """Of a server's folder: what `files.json` says of each file, by which it is served."""
    if FILES not in there:
        return
    try:
        with holding.open(FILES) as file:
            manifest = msgspec.json.decode(file.read(), type=Manifest)
    except OSError as error:
        yield f"{FILES}: cannot be read: {error}"
        return
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        yield f"{FILES}: is no list of files: {error}"
        return
    listed = {each.name: each.sha256 for each in manifest.files}
    yield from compared(FILES, listed, there, digests)
    for each in manifest.files:
        if there.get(each.name, each.bytes) != each.bytes:
            yield f"{each.name}: has {there[each.name]} bytes; {FILES} says {each.bytes}"


def unpacked(holding: Holding, name: str, there: Mapping[str, int], digests: Digests) -> Iterator[str]:
    """Whether a file and the same packed with gzip hold the same."""
    plain = name.removesuffix(".gz")
    if plain not in there:
        return
    try:
        with holding.open(name) as file, gzip.open(file) as inner:
            found = digest(inner, digests.tell)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error) as error:
        yield f"{name}: cannot be unpacked: {error}"
        return
    if digests.of(plain) not in (None, found):
        yield f"{name}: holds something else than {plain}"
