"""A file of a release as the list shows it: its content, its size, and the hash that verifies a copy."""

from typing import Annotated

from msgspec import Meta, Struct


class ReleaseFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of a release. It is stored once and never changes."""

    name: Annotated[str, Meta(description="Its name within the release.")]
    url: Annotated[str, Meta(description="Its URL, the same for ever.")]
    about: Annotated[str, Meta(description="What it is, in a sentence.")]
    media_type: Annotated[str, Meta(description="What it is served as.")]
    bytes: Annotated[int, Meta(description="How long it is.")]
    sha256: Annotated[str, Meta(description="SHA-256 of its bytes, in hexadecimal digits.")]
    rows: Annotated[int | None, Meta(description="How many records it holds; null = it is no table.")]
