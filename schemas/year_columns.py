"""The columns that a year of a state and a year of the nation share, with their types and descriptions."""

from typing import Annotated, TypeAlias

from msgspec import Meta

from schemas import types
from schemas import vocabularies as v

Share: TypeAlias = types.Number
Year: TypeAlias = Annotated[int, Meta(description="The calendar year.")]
Agencies: TypeAlias = Annotated[
    int, Meta(description="Agencies that reported officers to the FBI for the year: the parts of `sworn`.")
]
AgenciesSilent: TypeAlias = Annotated[
    int | None,
    Meta(
        description=(
            "Known agencies that did not: they have a count within 13 years. null of a nation of which some "
            "states have no row."
        )
    ),
]
Sworn: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description=(
            "The sworn officers that agencies reported, added up: a lower bound, because silent agencies are "
            "not in it. null = none reported."
        )
    ),
]
SwornSilent: TypeAlias = Annotated[
    types.Number | None,
    Meta(description="The officers of the silent agencies, by the count of the nearest year of each."),
]
OfficerCoverage: TypeAlias = Annotated[
    Share | None,
    Meta(
        description="sworn / (sworn + sworn_silent): the share of known officers that was reported, 0 to 1."
    ),
]
Residents: TypeAlias = Annotated[
    types.Number | None,
    Meta(description="Residents whom the reporting agencies police, as listed by the FBI."),
]
ResidentsSilent: TypeAlias = Annotated[
    types.Number | None,
    Meta(description="Residents whom the silent agencies police, by the nearest year of each."),
]
ResidentCoverage: TypeAlias = Annotated[
    Share | None, Meta(description="residents / (residents + residents_silent), 0 to 1.")
]
ListedShare: TypeAlias = Annotated[
    Share | None,
    Meta(
        description=(
            "(residents + residents_silent) / population, at most 1: who lives where an agency of the FBI's "
            "list polices. A town that another agency polices is not in the list."
        )
    ),
]
SwornRepeated: TypeAlias = Annotated[
    types.Number,
    Meta(description="Officers in reports that repeat the year before (flag repeats_another_year)."),
]
SwornLeftOut: TypeAlias = Annotated[
    types.Number,
    Meta(description="Those of them whose agencies have no later count: they are not in `sworn`."),
]
RepeatedShare: TypeAlias = Annotated[
    Share | None, Meta(description="sworn_repeated / (sworn + sworn_left_out), 0 to 1.")
]
Population: TypeAlias = Annotated[
    types.Number | None, Meta(description="Residents by the Census Bureau; null = unknown.")
]
FigureId: TypeAlias = Annotated[types.Id | None, Meta(description="The figure that it is.")]
SwornPer1000: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description=(
            "1,000 * sworn / population, three decimals; null where no_rate_because has a reason. Never "
            "scaled up for silent agencies."
        )
    ),
]
NoRateBecause: TypeAlias = Annotated[
    list[v.RateGap],
    Meta(
        description=(
            "Why there is no rate: no reports, officer coverage below 0.90, resident coverage below 0.85, "
            "or the population is unknown. Empty where there is one."
        )
    ),
]
Flags: TypeAlias = Annotated[
    list[v.Flag],
    Meta(description="jump where `sworn` leaves the counts of other years that have a rate, and they agree."),
]
Change1y: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description=(
            "Change of `sworn` since the year before as a share of it, if both years have a rate and no jump."
        )
    ),
]
ChangeSince2005: TypeAlias = Annotated[types.Number | None, Meta(description="The same since 2005.")]
PanelAgencies: TypeAlias = Annotated[
    int | None,
    Meta(
        description=(
            "The constant panel: agencies that are in the sums of this year and of 2005, a statewide body as "
            "one. null up to 2005 and where nobody is in both."
        )
    ),
]
PanelSworn: TypeAlias = Annotated[types.Number | None, Meta(description="Their officers in this year.")]
PanelSworn2005: TypeAlias = Annotated[types.Number | None, Meta(description="Their officers in 2005.")]
PanelShare: TypeAlias = Annotated[Share | None, Meta(description="panel_sworn / sworn, 0 to 1.")]
PanelShare2005: TypeAlias = Annotated[
    Share | None, Meta(description="panel_sworn_2005 / sworn of 2005, 0 to 1.")
]
PanelChange: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description="panel_sworn / panel_sworn_2005 - 1, if the panel has 80 % of the officers of both years."
    ),
]
BjsSworn: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description=(
            "Beside it: full-time sworn officers that the Bureau of Justice Statistics counted, by another "
            "definition, where it is the only source of an agency for the year. Never add it to `sworn`."
        )
    ),
]
CensusLocal: TypeAlias = Annotated[
    types.Number | None,
    Meta(description="Beside it: full-time equivalent officers of local governments, by the Census Bureau."),
]
CensusLocalPer1000: TypeAlias = Annotated[
    types.Number | None, Meta(description="1,000 * census_local_sworn_fte / population, three decimals.")
]
CensusState: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description="Beside it: full-time equivalent officers of the state government, by the Census Bureau."
    ),
]
BlsOfficers: TypeAlias = Annotated[
    types.Number | None,
    Meta(
        description=(
            "Beside it: jobs of patrol officers (33-3051), estimated by the Bureau of Labor Statistics, but "
            "no supervisors and detectives; private and federal employers are included."
        )
    ),
]
BlsWage: TypeAlias = Annotated[
    types.Number | None, Meta(description="Beside it: the mean annual wage of those jobs, in dollars.")
]
Sentence: TypeAlias = Annotated[str, Meta(description="One sentence that reads the row, with its caveat.")]
FirstRelease: TypeAlias = Annotated[int, Meta(description="The first release that holds the row.")]
Rules: TypeAlias = Annotated[
    int, Meta(description="The version of the rules that the row was worked out by (/guides/statistics).")
]
