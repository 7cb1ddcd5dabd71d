"""Send a file: stored, kept or made on request; whole, one part of it, or only its headers."""

import asyncio
from functools import partial

from litestar.response.base import ASGIResponse
from msgspec import Struct, structs

from api.exports import plan, reuse, run
from api.exports.formats import Format
from api.exports.job import ExportJob
from api.exports.response import Delivery, SpooledResponse
from api.http.cache_control import PINNED
from api.http.envelope import Envelope
from api.http.ranges import Part, Span, entire
from api.http.responses import BodyResponse, HeaderList
from api.http.streaming import accept_ranges, content_length
from api.routes import file_parts
from api.routes.asked import Asked
from api.state import AppState
from api.storage.checksums import Proof, proof_headers
from api.storage.response import Readable, StoredResponse


async def respond(asked: Asked, form: Format) -> ASGIResponse:
    """Check the question, then send the file. A failure before the first byte becomes a problem."""
    release = await asked.chosen_release()
    await run.check(asked.pool, asked.resource, form, asked.question, release.number)
    download = await prepare(asked, form, asked.envelope(release))
    if (unchanged := download.envelope.not_modified(exists=True)) is not None:
        return unchanged
    return await download.respond()


async def prepare(asked: Asked, form: Format, envelope: Envelope) -> "Download":
    """Find out whether the client wants a part, and may have it. A part is one of the plain file."""
    plain = structs.replace(envelope, coding=None)
    divisible = file_parts.is_bound(asked.request) or await is_settled(asked, envelope)
    part = file_parts.part_of(asked.request, plain.etag) if divisible and not asked.head else None
    return Download(
        asked=asked, form=form, envelope=plain if part else envelope, part=part, divisible=divisible
    )


async def is_settled(asked: Asked, envelope: Envelope) -> bool:
    """Whether parts that do not name their file come from the same one.

    A client that began with the previous release must not get the rest from this one.
    """
    releases = asked.services.releases
    await releases.current(asked.pool)
    return releases.is_settled(pinned=envelope.cache_control == PINNED)


class Download(Struct, frozen=True, kw_only=True):
    """`part`: the wanted part. `divisible`: whether a client that names no ETag gets parts."""

    asked: Asked
    form: Format
    envelope: Envelope
    part: Part | None
    divisible: bool

    @property
    def services(self) -> AppState:
        return self.asked.services

    @property
    def compressed(self) -> bool:
        return self.envelope.coding is not None

    @property
    def headers(self) -> HeaderList:
        release = self.envelope.release
        return [*self.envelope.headers(), *plan.file_headers(self.asked.resource, self.form, release)]

    async def respond(self) -> ASGIResponse:
        services, envelope = self.services, self.envelope
        if (kept := services.kept.get(envelope.etag)) and kept.proof:
            return self.finished(kept, kept.size, kept.proof)
        proof = await reuse.proof(services, envelope.etag_value, envelope.release)
        if proof and not self.compressed:
            stored = await reuse.stored(services, envelope.etag_value, envelope.release)
            if stored:
                return self.finished(stored, proof.bytes, proof)
        return self.unfinished(proof)

    def finished(self, file: Readable, size: int, proof: Proof) -> ASGIResponse:
        """Send the file, a part or the headers, and close the file."""
        headers = [*self.headers, *self.file_headers(proof, divisible=True)]
        try:
            span = self.part.of(size) if self.part else None
        except BaseException:
            file.close()
            raise
        if self.asked.head:
            file.close()
            return BodyResponse(200, [*headers, content_length(size)])
        return StoredResponse(206 if span else 200, [*headers, *range_of(span)], file, span or entire(size))

    def file_headers(self, proof: Proof, *, divisible: bool) -> HeaderList:
        ranges = accept_ranges(divisible=divisible and self.divisible and not self.compressed)
        return [ranges, *proof_headers(proof, compressed=self.compressed)]

    def unfinished(self, proof: Proof | None) -> ASGIResponse:
        """Send the file while it is made, or when it is made. HEAD makes it only to learn its length."""
        large = self.envelope.etag in self.services.kept.outgrown
        if self.asked.head and proof and not self.compressed:
            headers = self.file_headers(proof, divisible=proof.bytes <= self.whole)
            return BodyResponse(200, [*self.headers, *headers, content_length(proof.bytes)])
        if self.asked.head and large:
            headers = proof_headers(proof, compressed=True) if proof else []
            return BodyResponse(200, [*self.headers, accept_ranges(divisible=False), *headers])
        return self.spooled(self.delivery(proof, 0 if large else self.whole))

    @property
    def whole(self) -> int:
        """The size up to which a file is finished first. Two such files have room in the spool."""
        return min(self.services.settings.whole_file_mb * 2**20, self.services.spool.capacity // 2)

    def delivery(self, proof: Proof | None, whole: int) -> Delivery:
        kept, etag = self.services.kept, self.envelope.etag
        delivery = Delivery(
            known=proof,
            compressed=self.compressed,
            buffered=self.form.buffered,
            whole=whole,
            divisible=self.divisible and not self.compressed,
            part=self.part,
            outgrown=partial(kept.outgrown.__setitem__, etag, True),
        )
        asks_length = self.asked.head or self.part is not None
        return structs.replace(delivery, keep=partial(kept.keep, etag)) if asks_length else delivery

    def spooled(self, delivery: Delivery) -> ASGIResponse:
        services, envelope = self.services, self.envelope
        export_job, file = job(self.asked, self.form, envelope), services.spool.file()
        work = run.run_into(services, export_job, file, envelope.etag_value, envelope.coding)
        return SpooledResponse(self.headers, file, asyncio.create_task(work), delivery)


def range_of(span: Span | None) -> HeaderList:
    return [(b"content-range", span.content_range.encode())] if span else []


def job(asked: Asked, form: Format, envelope: Envelope) -> ExportJob:
    path = envelope.url.removeprefix(envelope.public_url)
    description = plan.description(
        asked.resource, asked.question, envelope.release, envelope.public_url, path
    )
    return plan.job(form, description, asked.question, asked.services.spool.create_folder())
