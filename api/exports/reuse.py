"""Reuse a stored file instead of an export: a whole table of a release whose files are stored here.

The list of stored files names the ETag of each response with the same bytes. In it are the content of the
release, the contract, the public URL, the format and the version of its library.
"""

import asyncio
from typing import Protocol

from api.reading.releases import ReleaseRef
from api.storage.checksums import Proof, Proofs
from api.storage.response import OpenFile
from api.storage.store import Store


class StoredFiles(Protocol):
    """The files stored on disk, and the proofs of the files this process has exported."""

    proofs: Proofs
    release_files: Store


async def stored(files: StoredFiles, etag: str, release: ReleaseRef) -> OpenFile | None:
    """Open the stored file. The caller must close it. One that opens too late closes itself."""
    opening = asyncio.create_task(asyncio.to_thread(files.release_files.find_by_etag, release, etag))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(close)
        raise


def close(opening: "asyncio.Task[OpenFile | None]") -> None:
    if not opening.cancelled() and (file := opening.result()) is not None:
        file.close()


async def proof(files: StoredFiles, etag: str, release: ReleaseRef) -> Proof | None:
    """Return the proof of a file that was exported before or is stored, and remember it."""
    known = files.proofs.get(etag)
    if known is None and (file := await stored(files, etag, release)) is not None:
        file.close()
        if (known := file.file.proof) is not None:
            files.proofs[etag] = known
    return known
