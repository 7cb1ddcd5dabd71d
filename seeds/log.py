"""The log of releases: an append-only row of numbered folders, each naming the hash of the one before."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from seeds import removals
from seeds.headers import Header, read_header
from seeds.problems import Problem, UnreadableError
from seeds.removals import CutFolder, Removals

FOLDER: Final = re.compile(r"(\d{4})-[a-z0-9]+(-[a-z0-9]+)*")
SEAL: Final = re.compile(r'^previous_sha256[ \t]*=[ \t]*"[0-9a-f]*"', re.MULTILINE)
RELEASE_TABLE: Final = re.compile(r"^\[release\][^\n]*\n", re.MULTILINE)

UNSEALED: Final = "is not sealed: run muster seal"


class ReleaseFolder:
    """One folder of the log; its release.toml is read when it is asked for. `cut`: without removed text."""

    def __init__(self, number: int, path: Path, cut: CutFolder | None = None) -> None:
        self.number, self.path, self.cut = number, path, cut

    @cached_property
    def header(self) -> Header:
        return read_header(self.path)

    @cached_property
    def sha256(self) -> str:
        return folder_sha256(self.path)

    @property
    def original_sha256(self) -> str:
        """What the next folder names: the hash before text was removed from this one."""
        return self.cut.original_sha256 if self.cut and self.cut.sha256 == self.sha256 else self.sha256

    def __repr__(self) -> str:
        return f"ReleaseFolder({self.number}, {self.path.name})"


def folders(releases: Path, removed: Removals | None = None) -> list[ReleaseFolder]:
    """The folders named as releases are, in their order; other files beside them are not of the log.

    `removed` is read from the log's removals.toml if it is not given.
    """
    cut = (removed or removals.read(removals.place(releases))).cut
    named = ((FOLDER.fullmatch(path.name), path) for path in sorted(releases.iterdir()) if path.is_dir())
    return [ReleaseFolder(int(found[1]), path, cut.get(path.name)) for found, path in named if found]


def file_sha256s(folder: Path) -> dict[str, str]:
    """By path within the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def folder_sha256(folder: Path) -> str:
    """Over the sorted lines `sha256  path`, as sha256sum prints them."""
    lines = sorted(f"{sha256}  {path}\n" for path, sha256 in file_sha256s(folder).items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def before(folder: Path) -> list[ReleaseFolder]:
    """The folders of the log that come before this one."""
    return [each for each in folders(folder.parent) if each.path.name < folder.name]


def gaps(log: Sequence[ReleaseFolder]) -> Iterator[Problem]:
    """The numbers are 1, 2, 3 … and each is given once."""
    for expected, folder in enumerate(log, start=1):
        if folder.number != expected:
            said = f"is release {folder.number}, {expected} is expected: a gap, or a number given twice"
            yield Problem(file=folder.path.name, text=said)
            return


def wrongly_cut(
    log: Sequence[ReleaseFolder], removed: Removals, known: Mapping[int, Mapping[str, str]] | None = None
) -> Iterator[Problem]:
    """The folders that removals.toml vouches for and that are not so; `known` as for `broken_links`."""
    for name in removed.cut:
        if log and not (log[0].path.parent / name).is_dir():
            yield Problem(file=removals.FILE, text=f"vouches for {name}, and there is no such folder")
    for folder in log:
        if folder.cut is None or folder.sha256 == folder.cut.sha256:
            continue
        differ = ", ".join(differing(folder.path, (known or {}).get(folder.number, {})))
        said = f"differs from what {removals.FILE} vouches for: {differ or f'its hash is {folder.sha256}'}"
        if folder.sha256 == folder.cut.original_sha256:
            said = f"still holds what {removals.FILE} says was cut out of it"
        yield Problem(file=folder.path.name, text=said)


def broken_links(
    log: Sequence[ReleaseFolder],
    known: Mapping[int, Mapping[str, str]] | None = None,
    *,
    drafts: bool = False,
) -> Iterator[Problem]:
    """Where a folder does not name the hash of the one before it.

    `known` holds, by release, the hashes of its files when it was published; with them the files that differ
    are named. With `drafts` a folder that is not sealed yet is no problem.
    """
    previous: ReleaseFolder | None = None
    for folder in log:
        try:
            said = _broken(previous, folder.header.release.previous_sha256, known or {})
        except UnreadableError as error:
            yield from error.problems
        else:
            if said and not (drafts and said == UNSEALED):
                yield folder.header.problem("previous_sha256", said)
        previous = folder


def _broken(
    previous: ReleaseFolder | None, sealed: str, known: Mapping[int, Mapping[str, str]]
) -> str | None:
    if previous is None:
        return "the first release has no release before it: leave previous_sha256 empty" if sealed else None
    if not sealed:
        return UNSEALED
    if sealed == previous.original_sha256:
        return None
    differ = differing(previous.path, known.get(previous.number, {}))
    which = f": {', '.join(differ)}" if differ else f" (its hash is {previous.sha256})"
    return f"{previous.path.name} was changed after this release was sealed{which}"


def differing(folder: Path, known: Mapping[str, str]) -> list[str]:
    """The files that are not what they were: other bytes, gone, or new."""
    now = file_sha256s(folder)
    return sorted(path for path in known.keys() | now.keys() if known and known.get(path) != now.get(path))


def seal(folder: Path) -> str:
    """Writes the hash of the folder before into release.toml and answers it; "" for the first."""
    previous = before(folder.resolve())
    sha256 = previous[-1].original_sha256 if previous else ""
    path, line = folder / "release.toml", f'previous_sha256 = "{sha256}"'
    text = path.read_text(encoding="utf-8")
    sealed, count = SEAL.subn(line, text, count=1)
    if not count:
        sealed = RELEASE_TABLE.sub(lambda found: f"{found[0]}{line}\n", text, count=1)
    path.write_text(sealed, encoding="utf-8", newline="\n")
    return sha256
