"""One publication of the whole data set: its number is its id."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types


class Release(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One publication of the whole data set: its number is its id."""

    number: Annotated[int, Meta(description="1, 2, 3 …")]
    version: Annotated[str, Meta(description="MAJOR.MINOR.PATCH, from what the release changed.")]
    published_at: Annotated[types.Moment, Meta(description="When it was published, in UTC.")]
    title: Annotated[str, Meta(description="What it brought, in a line.")]
    notes: Annotated[str | None, Meta(description="What is in it and what was left out and why.")]
    content_sha256: Annotated[
        str,
        Meta(description="SHA-256 of the folder's files, chained to those before."),
    ]
    added: Annotated[int, Meta(description="Records that are new in it.")]
    changed: Annotated[int, Meta(description="Records that it replaced.")]
    withdrawn: Annotated[int, Meta(description="Records that it withdrew.")]
    agencies: Annotated[int, Meta(description="Agencies that it holds.")]
    incentive_programs: Annotated[int, Meta(description="Incentive programs that it holds.")]
    incentives: Annotated[int, Meta(description="Incentives that it holds.")]
    staffing_figures: Annotated[int, Meta(description="Staffing figures that it holds.")]
    agreements: Annotated[int, Meta(description="Agreements that it holds.")]
    sources: Annotated[int, Meta(description="Sources that it holds.")]
    citations: Annotated[int, Meta(description="Citations that it holds.")]
    metrics: Annotated[int, Meta(description="Metrics that it holds.")]
    areas: Annotated[int, Meta(description="Areas that it holds.", extra={"added_in": 2})]
    area_figures: Annotated[int, Meta(description="Area figures that it holds.", extra={"added_in": 2})]
