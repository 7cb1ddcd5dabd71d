"""What an agency reported for a calendar year, side by side."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v


class AgencyYear(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Officers, civilians and residents of an agency in a year, with the figure that each number is."""

    id: Annotated[types.AgencyYearId, Meta(description="{agency}-{year}.")]
    agency_id: Annotated[types.Id, Meta(description="The agency.")]
    agency_name: Annotated[str, Meta(description="Its name.")]
    agency_label: Annotated[str, Meta(description="A name that no other agency has.")]
    agency_kind: Annotated[v.AgencyKind, Meta(description="What kind of agency it is.")]
    agency_level: Annotated[v.AgencyLevel, Meta(description="The level of government it belongs to.")]
    agency_state: Annotated[
        v.State | None,
        Meta(description="USPS code of its state or territory; null for federal agencies."),
    ]
    agency_aggregate: Annotated[
        bool,
        Meta(description="True where the agency stands for a sum of agencies: never add it to agencies."),
    ]
    year: Annotated[int, Meta(description="The calendar year that all numbers of the row hold for.")]
    sworn: Annotated[
        types.Number | None,
        Meta(description="Sworn officers; null = no exact number of the year is known."),
    ]
    sworn_figure_id: Annotated[types.Id | None, Meta(description="The figure that it is.")]
    civilian: Annotated[
        types.Number | None, Meta(description="Civilian employees; null = no exact number is known.")
    ]
    civilian_figure_id: Annotated[types.Id | None, Meta(description="The figure that it is.")]
    total: Annotated[types.Number | None, Meta(description="All employees; null = no exact number is known.")]
    total_figure_id: Annotated[types.Id | None, Meta(description="The figure that it is.")]
    sworn_female: Annotated[
        types.Number | None, Meta(description="Women among sworn officers; null = unknown.")
    ]
    sworn_female_figure_id: Annotated[types.Id | None, Meta(description="The figure that it is.")]
    sworn_female_share: Annotated[
        types.Number | None,
        Meta(description="sworn_female / sworn, where one source states both: 0 to 1, four decimals."),
    ]
    total_female: Annotated[
        types.Number | None, Meta(description="Women among all employees; null = unknown.")
    ]
    total_female_figure_id: Annotated[types.Id | None, Meta(description="The figure that it is.")]
    total_female_share: Annotated[
        types.Number | None,
        Meta(description="total_female / total, where one source states both: 0 to 1, four decimals."),
    ]
    population: Annotated[
        types.Number | None,
        Meta(description="Residents of the places it polices, as its source states them; null = unknown."),
    ]
    population_figure_id: Annotated[types.Id | None, Meta(description="The figure that it is.")]
    sworn_per_1000: Annotated[
        types.Number | None,
        Meta(
            description=(
                "1,000 * sworn / population, three decimals. null where either is unknown or 0, or where the "
                "row has population_is_remainder or few_residents: a rate would mislead."
            )
        ),
    ]
    size_class: Annotated[
        v.SizeClass | None,
        Meta(description="The class that `sworn` falls in: with agency_kind, a group of peers."),
    ]
    flags: Annotated[
        list[v.Flag],
        Meta(
            description="The flags of its figures (/guides/quality), but `old`, which is of a newest figure."
        ),
    ]
    change_1y: Annotated[
        types.Number | None,
        Meta(
            description=(
                "Change of `sworn` since the year before as a share of it: -0.05 is 5 % fewer. null where "
                "the two years cannot be compared (/guides/statistics)."
            )
        ),
    ]
    change_5y: Annotated[types.Number | None, Meta(description="The same since five years before.")]
    change_since_2005: Annotated[types.Number | None, Meta(description="The same since 2005.")]
    sworn_source_id: Annotated[types.Id | None, Meta(description="The source of `sworn`; null = unknown.")]
    sworn_publisher: Annotated[str | None, Meta(description="Who published it; null = unknown.")]
    counted_in: Annotated[
        types.Id | None,
        Meta(description="The agency whose officers of the year include these: never add both."),
    ]
    in_state_years: Annotated[
        bool, Meta(description="Whether `sworn` is a part of the sum of its state (/v1/state-years).")
    ]
    sentence: Annotated[str, Meta(description="One sentence that reads the row, with its caveat.")]
    first_release: Annotated[int, Meta(description="The first release that holds the row.")]
    rules: Annotated[
        int, Meta(description="The version of the rules that the row was worked out by (/guides/statistics).")
    ]
