"""A law-enforcement agency, the body it belongs to, or a total of agencies."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class Agency(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A law-enforcement agency, the body it belongs to, or a total of agencies."""

    id: Annotated[
        types.Id,
        Meta(description="Lower-case ORI, or a readable id where there is none. Never reused."),
    ]
    name: Annotated[str, Meta(description="The name, readable and as official as known.")]
    short_name: Annotated[str | None, Meta(description="Abbreviation or short form in common use.")]
    kind: Annotated[v.AgencyKind, Meta(description="What kind of agency it is.")]
    level: Annotated[v.AgencyLevel, Meta(description="The level of government it belongs to.")]
    aggregate: Annotated[bool, Meta(description="True for a total over agencies: never add it to agencies.")]
    parent_id: Annotated[types.Id | None, Meta(description="The agency it is part of.")]
    state: Annotated[
        v.State | None,
        Meta(description="USPS code of the state or territory; null for federal agencies."),
    ]
    county: Annotated[
        str | None,
        Meta(
            description=(
                "The county or counties it serves, as the Census Bureau names them where one can be told."
            )
        ),
    ]
    county_geoid: Annotated[
        types.Geoid | None,
        Meta(description="Census geographic identifier of that county."),
    ]
    ori: Annotated[
        types.Ori | None,
        Meta(
            description=(
                "The nine-character ORI as last printed by the FBI. Reissued and reused, so not unique."
            )
        ),
    ]
    county_latitude: Annotated[
        types.Number | None,
        Meta(description="Latitude of the county's inner point in degrees; never the station's."),
    ]
    county_longitude: Annotated[
        types.Number | None,
        Meta(description="Longitude of the county's inner point in degrees; never the station's."),
    ]
    aliases: Annotated[list[str], Meta(description="Former names, ORIs and abbreviations.")]
    replaced_by: Annotated[types.Id | None, Meta(description="The agency that took its place.")]
    first_release: Annotated[int, Meta(description="The first release that holds the record.")]
    last_changed_release: Annotated[int, Meta(description="The release of its present revision.")]
    label: Annotated[
        str,
        Meta(
            description=(
                "A name that no other agency has, for charts, menus and files: the name and state, with the "
                "county or the ORI where agencies share both."
            ),
            extra={"added_in": 2},
        ),
    ]
