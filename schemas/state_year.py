"""The officers of a state in a calendar year."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types
from schemas import vocabularies as v
from schemas import year_columns as c


class StateYear(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The officers that agencies of a state reported, how many are missing, and a rate where few are."""

    id: Annotated[types.StateYearId, Meta(description="{state}-{year}.")]
    state: Annotated[v.State, Meta(description="USPS code of the state or territory.")]
    state_name: Annotated[str, Meta(description="Its name.")]
    year: c.Year
    agencies: c.Agencies
    agencies_silent: c.AgenciesSilent
    sworn: c.Sworn
    sworn_silent: c.SwornSilent
    officer_coverage: c.OfficerCoverage
    residents: c.Residents
    residents_silent: c.ResidentsSilent
    resident_coverage: c.ResidentCoverage
    listed_share: c.ListedShare
    sworn_repeated: c.SwornRepeated
    sworn_left_out: c.SwornLeftOut
    repeated_share: c.RepeatedShare
    statewide_body: Annotated[
        v.StatewideBody | None,
        Meta(
            description=(
                "Whether the state police are counted, counted only by their posts, or silent and so in "
                "sworn_silent; null = the state has none in the list."
            )
        ),
    ]
    population: c.Population
    population_figure_id: c.FigureId
    sworn_per_1000: c.SwornPer1000
    no_rate_because: c.NoRateBecause
    flags: c.Flags
    change_1y: c.Change1y
    change_since_2005: c.ChangeSince2005
    panel_agencies: c.PanelAgencies
    panel_sworn: c.PanelSworn
    panel_sworn_2005: c.PanelSworn2005
    panel_share: c.PanelShare
    panel_share_2005: c.PanelShare2005
    panel_change: c.PanelChange
    bjs_sworn: c.BjsSworn
    census_local_sworn_fte: c.CensusLocal
    census_local_figure_id: c.FigureId
    census_local_fte_per_1000: c.CensusLocalPer1000
    census_state_sworn_fte: c.CensusState
    census_state_figure_id: c.FigureId
    bls_patrol_officers: c.BlsOfficers
    bls_patrol_officers_figure_id: c.FigureId
    bls_mean_annual_wage: c.BlsWage
    bls_mean_annual_wage_figure_id: c.FigureId
    sentence: c.Sentence
    first_release: c.FirstRelease
    rules: c.Rules
