"""A 287(g) agreement between an agency and ICE, as the lists of ICE show it."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas.cited_passage import CitedPassage


class Agreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A 287(g) agreement between an agency and ICE, as the lists of ICE show it."""

    id: Annotated[types.Id, Meta(description="287g-{agency}-{model}. Never reused.")]
    program_id: Annotated[types.Id, Meta(description="The program it belongs to.")]
    agency_id: Annotated[types.Id, Meta(description="The agency the record is about.")]
    agency_name: Annotated[str, Meta(description="Its name.")]
    agency_short_name: Annotated[str | None, Meta(description="Its short name, where it has one.")]
    agency_kind: Annotated[v.AgencyKind, Meta(description="What kind of agency it is.")]
    agency_level: Annotated[v.AgencyLevel, Meta(description="The level of government it belongs to.")]
    agency_state: Annotated[
        v.State | None,
        Meta(description="USPS code of its state or territory; null for federal agencies."),
    ]
    agency_county_geoid: Annotated[
        types.Geoid | None,
        Meta(description="Its county, as the Census Bureau codes it."),
    ]
    agency_parent_id: Annotated[types.Id | None, Meta(description="The agency it is part of.")]
    agency_aggregate: Annotated[
        bool,
        Meta(description="True where the agency stands for a sum of agencies: never add it to agencies."),
    ]
    model: Annotated[v.AgreementModel, Meta(description="Which 287(g) model.")]
    status: Annotated[
        v.AgreementStatus,
        Meta(
            description=(
                "active = on the newest list; absent = missing there, but on the one before; ended = missing "
                "from the two newest lists."
            )
        ),
    ]
    signed_on: Annotated[date | None, Meta(description="The signing date the newest list prints.")]
    first_listed_on: Annotated[date | None, Meta(description="The first list that has it.")]
    last_listed_on: Annotated[date | None, Meta(description="The last list that has it.")]
    absent_since: Annotated[date | None, Meta(description="The first later list without it.")]
    ended_on: Annotated[date | None, Meta(description="Only where a source says it.")]
    agency_as_listed: Annotated[str | None, Meta(description="The agency's name as printed.")]
    county_as_listed: Annotated[str | None, Meta(description="The county as printed.")]
    match: Annotated[v.AgreementMatch, Meta(description="How the printed name was matched with the agency.")]
    document_url: Annotated[str | None, Meta(description="The signed document.")]
    addendum_url: Annotated[str | None, Meta(description="Its addendum.")]
    note: Annotated[str | None, Meta(description="What a reader must know, in our words.")]
    source_id: Annotated[types.Id | None, Meta(description="The source the value was taken from.")]
    source_kind: Annotated[v.SourceKind | None, Meta(description="What kind of source it is.")]
    source_quality: Annotated[
        v.SourceQuality | None,
        Meta(description="How close the source is to what it reports; null = outlet unknown."),
    ]
    source_publisher: Annotated[str | None, Meta(description="Who published it.")]
    source_published_on: Annotated[
        date | None, Meta(description="When it appeared: the last day of what is known.")
    ]
    source_published_on_precision: Annotated[
        v.Precision | None, Meta(description="How much of that date is known: print no more than it says.")
    ]
    locator: Annotated[str | None, Meta(description="Where in the source: paragraph, row and column.")]
    citations: Annotated[list[CitedPassage], Meta(description="Where it is listed.")]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
    county_geoid: Annotated[
        types.Geoid | None,
        Meta(
            description=(
                "The agency's county, or the one the list prints where the agency has none or several: of a "
                "state agency its seat. null = not known."
            ),
            extra={"added_in": 2},
        ),
    ]
