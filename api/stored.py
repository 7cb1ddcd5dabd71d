"""The files of releases as they lie on the disk, found in what `files.json` lists.

A name from an address is only ever looked up there, so none becomes a path.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from api.bundle.manifest import FILES, File, Manifest
from api.problems import Refusal
from api.releases import Held
from api.stored_transfer import Opened


class Listed(Struct, frozen=True, kw_only=True, dict=True):
    """The list of a release's files as it was read; `mark` is of the file it was read from."""

    mark: tuple[int, ...]
    digest: str
    manifest: Manifest

    @cached_property
    def by_name(self) -> dict[str, File]:
        return {file.name: file for file in self.manifest.files}

    @cached_property
    def by_tag(self) -> dict[str, File]:
        return {file.tag: file for file in self.manifest.files if file.tag}


class Store:
    """The folders of the releases. What is put there while the server runs is found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lists: dict[int, Listed] = {}

    def list(self, held: Held) -> Listed:
        with damage_told(held), self.entered(held) as (_, listed):
            return listed

    def open(self, held: Held, name: str) -> Opened:
        """Refused where the release has no such file, or no files here."""
        with damage_told(held), self.entered(held) as (folder, listed):
            file = listed.by_name.get(name)
            if file is None:
                raise unknown(held, name, listed)
            return opened(file, folder)

    def answering(self, held: Held, tag: str) -> Opened | None:
        """The file with the bytes of the answer that has this tag, if it lies here undamaged."""
        try:
            with self.entered(held) as (folder, listed):
                file = listed.by_tag.get(tag)
                return opened(file, folder) if file else None
        except (Refusal, OSError):
            return None

    @contextmanager
    def entered(self, held: Held) -> Iterator[tuple[int, Listed]]:
        """The folder by its descriptor: list and file are of one, even while another takes its place."""
        try:
            folder = os.open(self.root / str(held.number), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise not_stored(held) from error
        try:
            yield folder, self.read(held, folder)
        finally:
            os.close(folder)

    def read(self, held: Held, folder: int) -> Listed:
        try:
            status = os.stat(FILES, dir_fd=folder)
        except FileNotFoundError as error:
            raise not_stored(held) from error
        mark = (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)
        listed = self.lists.get(held.number)
        if listed is None or listed.mark != mark:
            listed = self.lists[held.number] = decoded(held, folder, mark)
        if listed.manifest.content_sha256 != held.content_sha256:
            raise outdated(held)
        return listed


def opened(file: File, folder: int) -> Opened:
    found = Opened(file=file, descriptor=os.open(file.name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder))
    if os.fstat(found.descriptor).st_size != file.bytes:
        found.close()
        raise OSError(f"{file.name} is not as long as {FILES} says")
    return found


def decoded(held: Held, folder: int, mark: tuple[int, ...]) -> Listed:
    with open(FILES, "rb", opener=lambda name, flags: os.open(name, flags, dir_fd=folder)) as file:
        data = file.read()
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise not_stored(held) from error
    return Listed(mark=mark, digest=hashlib.sha256(data).hexdigest(), manifest=manifest)


@contextmanager
def damage_told(held: Held) -> Iterator[None]:
    """A file that is listed and cannot be read is a fault of the store, not of the database."""
    try:
        yield
    except OSError as error:
        raise RuntimeError(f"the files of release {held.number} are damaged: {error}") from error


def not_stored(held: Held) -> Refusal:
    return Refusal(
        "files-not-here",
        f"The files of release {held.number} are not stored here: muster release-files {held.number} "
        "writes them.",
    )


def outdated(held: Held) -> Refusal:
    """They were made of other content: with what the law has taken out of the release since."""
    return Refusal(
        "removed",
        f"The stored files of release {held.number} hold what was removed from it: "
        f"muster release-files {held.number} writes them anew.",
    )


def unknown(held: Held, name: str, listed: Listed) -> Refusal:
    near = get_close_matches(name, listed.by_name, 1)
    return Refusal(
        "not-found", f"Release {held.number} has no file {name}.", nearest=near[0] if near else None
    )
