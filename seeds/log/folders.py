"""The log of releases: numbered, append-only folders, each with the hash of the folder before it."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from seeds.folder.encoding import read_bytes, text_of
from seeds.folder.header import Header, read_header
from seeds.log import removals
from seeds.log.removals import RedactedFolder, Removals
from seeds.problems import Problem, UnreadableError

FOLDER: Final = re.compile(r"(\d{4})-[a-z0-9]+(-[a-z0-9]+)*")
SEAL: Final = re.compile(r'^previous_sha256[ \t]*=[ \t]*"[0-9a-f]*"', re.MULTILINE)
RELEASE_TABLE: Final = re.compile(r"^\[release\][^\n]*\n", re.MULTILINE)

UNSEALED: Final = "is not sealed: run muster seal"

# By release number: the SHA-256 of each file when the release was published.
PublishedFiles = Mapping[int, Mapping[str, str]]


class ReleaseFolder:
    """One folder of the log. `redacted` is its entry in removals.toml, if text was removed from it."""

    def __init__(self, number: int, path: Path, redacted: RedactedFolder | None = None) -> None:
        self.number, self.path, self.redacted = number, path, redacted

    @cached_property
    def files(self) -> dict[str, str]:
        """The hash of each file by its path, taken before any of them is read."""
        return file_sha256s(self.path)

    @cached_property
    def header(self) -> Header:
        self.files  # noqa: B018 - hashed before it is read
        return read_header(self.path)

    @cached_property
    def sha256(self) -> str:
        return combined_sha256(self.files)

    @property
    def original_sha256(self) -> str:
        """The hash before any text was removed, which the next folder records."""
        is_redacted = self.redacted and self.redacted.sha256 == self.sha256
        return self.redacted.original_sha256 if self.redacted and is_redacted else self.sha256

    def __repr__(self) -> str:
        return f"ReleaseFolder({self.number}, {self.path.name})"


def folders(releases: Path, removed: Removals | None = None) -> list[ReleaseFolder]:
    """Return the release folders in order. Ignores everything that is not named like a release.

    Reads removals.toml unless `removed` is given.
    """
    redacted = (removed or removals.read(removals.path_of(releases))).redacted
    named = ((FOLDER.fullmatch(path.name), path) for path in sorted(releases.iterdir()) if path.is_dir())
    return [ReleaseFolder(int(match[1]), path, redacted.get(path.name)) for match, path in named if match]


def file_sha256s(folder: Path) -> dict[str, str]:
    """Return the hash of each file by its path within the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def folder_sha256(folder: Path) -> str:
    return combined_sha256(file_sha256s(folder))


def combined_sha256(files: Mapping[str, str]) -> str:
    """Return the hash of the sorted lines `sha256  path`, as sha256sum prints them."""
    lines = sorted(f"{sha256}  {path}\n" for path, sha256 in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def before(folder: Path) -> list[ReleaseFolder]:
    """Return the folders of the log that come before this one."""
    return [each for each in folders(folder.parent) if each.path.name < folder.name]


def lacks_releases(folder: Path, earlier: Sequence[ReleaseFolder]) -> bool:
    """Whether a release before this one is missing: the folder is outside the log, or the log has gaps."""
    try:
        number = read_header(folder).release.number
    except UnreadableError:
        return False  # validation reports the unreadable header
    return not {*range(1, number)} <= {each.number for each in earlier}


def number_problems(log: Sequence[ReleaseFolder]) -> Iterator[Problem]:
    """Report the first number that does not continue 1, 2, 3 …"""
    for expected, folder in enumerate(log, start=1):
        if folder.number != expected:
            text = (
                f"is release {folder.number}, but release {expected} is next: numbers must not skip or repeat"
            )
            yield Problem(file=folder.path.name, text=text)
            return


def redaction_problems(
    log: Sequence[ReleaseFolder], removed: Removals, published: PublishedFiles | None = None
) -> Iterator[Problem]:
    """Report redacted folders that do not have the hash that removals.toml records.

    With `published`, names the files that differ.
    """
    for name in removed.redacted:
        if log and not (log[0].path.parent / name).is_dir():
            yield Problem(file=removals.FILE, text=f"lists {name}, but no such folder exists")
    for folder in log:
        if folder.redacted is None or folder.sha256 == folder.redacted.sha256:
            continue
        text = f"still contains text that {removals.FILE} lists as removed"
        if folder.sha256 != folder.redacted.original_sha256:
            differ = ", ".join(changed_files(folder.path, (published or {}).get(folder.number, {})))
            text = f"differs from {removals.FILE}: {differ or f'its hash is {folder.sha256}'}"
        yield Problem(file=folder.path.name, text=text)


def chain_problems(
    log: Sequence[ReleaseFolder], published: PublishedFiles | None = None, *, allow_unsealed: bool = False
) -> Iterator[Problem]:
    """Report each folder that does not record the hash of the folder before it.

    With `published`, names the files that differ. With `allow_unsealed`, accepts folders that are not sealed.
    """
    previous: ReleaseFolder | None = None
    for folder in log:
        try:
            error = _chain_error(previous, folder.header.release.previous_sha256, published or {})
        except UnreadableError as unreadable:
            yield from unreadable.problems
        else:
            if error and not (allow_unsealed and error == UNSEALED):
                yield folder.header.problem("previous_sha256", error)
        previous = folder


def _chain_error(previous: ReleaseFolder | None, sealed: str, published: PublishedFiles) -> str | None:
    if previous is None:
        return "must be empty: no release comes before the first" if sealed else None
    if not sealed:
        return UNSEALED
    if sealed == previous.original_sha256:
        return None
    differ = changed_files(previous.path, published.get(previous.number, {}))
    detail = f": {', '.join(differ)}" if differ else f" (its hash is {previous.sha256})"
    return f"{previous.path.name} was changed after this release was sealed{detail}"


def changed_files(folder: Path, published: Mapping[str, str]) -> list[str]:
    """Return the files that were changed, added or deleted since they were published."""
    if not published:
        return []
    current = file_sha256s(folder)
    return sorted(
        path for path in published.keys() | current.keys() if published.get(path) != current.get(path)
    )


def seal(folder: Path) -> str:
    """Write the hash of the folder before into release.toml and return it; "" for the first folder."""
    previous = before(folder.resolve())
    sha256 = previous[-1].original_sha256 if previous else ""
    path, line = folder / "release.toml", f'previous_sha256 = "{sha256}"'
    text = text_of(read_bytes(path, f"{folder.name}/release.toml"), f"{folder.name}/release.toml")
    sealed, count = SEAL.subn(line, text, count=1)
    if not count:
        sealed = RELEASE_TABLE.sub(lambda match: f"{match[0]}{line}\n", text, count=1)
    path.write_text(sealed, encoding="utf-8", newline="\n")
    return sha256
