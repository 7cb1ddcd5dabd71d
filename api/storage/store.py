"""The stored files of releases, as `files.json` lists them.

A name from a URL is only looked up in that list, so it never becomes a path.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from api.problems import ProblemError
from api.query.suggestions import nearest
from api.reading.releases import ReleaseRef
from api.storage.manifest import FILES, File, Manifest
from api.storage.response import OpenFile


class FileList(Struct, frozen=True, kw_only=True, dict=True):
    """The list of a release's files. `version` identifies the `files.json` that it was read from."""

    version: tuple[int, ...]
    digest: str
    manifest: Manifest

    @cached_property
    def by_name(self) -> dict[str, File]:
        return {file.name: file for file in self.manifest.files}

    @cached_property
    def by_etag(self) -> dict[str, File]:
        return {file.tag: file for file in self.manifest.files if file.tag}


class Store:
    """The folders of the releases. Files that are added while the server runs are found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.cache: dict[int, FileList] = {}

    def list(self, release: ReleaseRef) -> FileList:
        with reporting_damage(release), self.release_folder(release) as (_, files):
            return files

    def find(self, release: ReleaseRef) -> FileList | None:
        """Return the list, or None if the files are missing or damaged."""
        try:
            return self.list(release)
        except (ProblemError, RuntimeError):
            return None

    def open(self, release: ReleaseRef, name: str) -> OpenFile:
        """Open a file. Raises ProblemError if it is not in the list or the release is not stored here."""
        with reporting_damage(release), self.release_folder(release) as (folder, files):
            file = files.by_name.get(name)
            if file is None:
                raise no_such_file(release, name, files)
            return open_file(file, folder)

    def find_by_etag(self, release: ReleaseRef, etag: str) -> OpenFile | None:
        """Open the file with the bytes of the response that has this ETag value.

        None if missing or damaged.
        """
        try:
            with self.release_folder(release) as (folder, files):
                file = files.by_etag.get(etag)
                return open_file(file, folder) if file else None
        except (ProblemError, OSError):
            return None

    @contextmanager
    def release_folder(self, release: ReleaseRef) -> Iterator[tuple[int, FileList]]:
        """Open the folder, so that list and file come from the same one even while another replaces it."""
        try:
            folder = os.open(self.root / str(release.number), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise not_stored(release) from error
        try:
            yield folder, self.read(release, folder)
        finally:
            os.close(folder)

    def read(self, release: ReleaseRef, folder: int) -> FileList:
        try:
            status = os.stat(FILES, dir_fd=folder)
        except FileNotFoundError as error:
            raise not_stored(release) from error
        version = (status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)
        files = self.cache.get(release.number)
        if files is None or files.version != version:
            files = self.cache[release.number] = read_list(release, folder, version)
        if files.manifest.content_sha256 != release.content_sha256:
            raise outdated(release)
        return files


def open_file(file: File, folder: int) -> OpenFile:
    handle = OpenFile(file=file, descriptor=os.open(file.name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder))
    if os.fstat(handle.descriptor).st_size != file.bytes:
        handle.close()
        raise OSError(f"{file.name} does not have the size stated in {FILES}")
    return handle


def read_list(release: ReleaseRef, folder: int, version: tuple[int, ...]) -> FileList:
    with open(FILES, "rb", opener=lambda name, flags: os.open(name, flags, dir_fd=folder)) as file:
        data = file.read()
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as error:
        raise not_stored(release) from error
    return FileList(version=version, digest=hashlib.sha256(data).hexdigest(), manifest=manifest)


@contextmanager
def reporting_damage(release: ReleaseRef) -> Iterator[None]:
    """Turn an OSError into an internal error. Unhandled, it would be reported as a database failure."""
    try:
        yield
    except OSError as error:
        raise RuntimeError(f"the files of release {release.number} are damaged: {error}") from error


def not_stored(release: ReleaseRef) -> ProblemError:
    return ProblemError(
        "files-not-here",
        f"This server does not store the files of release {release.number}. Write them with "
        f"`muster release-files {release.number}`.",
    )


def outdated(release: ReleaseRef) -> ProblemError:
    """Build the problem for files that were written before a record was removed from the release."""
    return ProblemError(
        "removed",
        f"The stored files of release {release.number} contain text that has been removed from the release. "
        f"Rewrite them with `muster release-files {release.number}`.",
    )


def no_such_file(release: ReleaseRef, name: str, files: FileList) -> ProblemError:
    suggestion = nearest(name, tuple(files.by_name))
    return ProblemError("not-found", f"Release {release.number} has no file {name}.", nearest=suggestion)
