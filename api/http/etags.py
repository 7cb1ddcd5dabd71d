"""Strong entity tags: derived from everything that the bytes of a response depend on."""

import base64
import hashlib

from api import about
from api.reading.releases import ReleaseRef


def etag_value(release: ReleaseRef, url: str, kind: str) -> str:
    """The tag of the bytes at a pinned URL, unquoted, without a content coding.

    `kind` names what the bytes depend on besides the rows: a media type, and the version of the library that
    writes it.
    """
    parts = f"{release.content_sha256} {about.CONTRACT} {url} {kind}"
    digest = hashlib.sha256(parts.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
