"""Report how many rows of an export have come from the database."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msgspec import structs

from api.exports.encoders import Encoder
from api.exports.job import ExportJob
from api.exports.provenance import Description
from api.storage.checksums import Write

Advance: TypeAlias = Callable[[int], object]
EncoderFactory: TypeAlias = Callable[[Description, Write, Path | None], Encoder]


class ProgressEncoder(Encoder):
    """An encoder that reports its lines: at least as many as its rows, since texts can contain line feeds."""

    def __init__(self, inner: Encoder, advance: Advance) -> None:
        super().__init__(inner.description, inner.write, inner.folder)
        self.inner, self.advance = inner, advance

    @property
    def scratch(self) -> int:
        return self.inner.scratch

    def feed(self, data: bytes) -> None:
        self.advance(data.count(b"\n"))
        self.inner.feed(data)

    def finish(self) -> None:
        self.inner.finish()

    def close(self) -> None:
        self.inner.close()


def progress_counter(total: int, report: Callable[[int, int], object]) -> Advance:
    """Return a callback that adds up rows and reports the sum and the total.

    The sum never exceeds the total.
    """
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done = min(done + count, total)
        report(done, total)

    return advance


def with_progress(job: ExportJob, advance: Advance) -> ExportJob:
    """Return the same job with its rows reported."""

    def encoder(description: Description, write: Write, folder: Path | None = None) -> Encoder:
        return ProgressEncoder(job.form.encoder(description, write, folder), advance)

    return with_encoder(job, encoder)


def with_encoder(job: ExportJob, encoder: EncoderFactory) -> ExportJob:
    """Return the same job with another encoder."""
    return structs.replace(job, form=structs.replace(job.form, encoder=encoder))
