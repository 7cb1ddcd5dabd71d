"""The resources that derive from staffing figures. Their rows have no revisions of their own."""

from api.catalog.resource import Resource
from schemas.agency_year import AgencyYear
from schemas.coverage_row import CoverageRow
from schemas.national_year import NationalYear
from schemas.series import Series, SeriesDetail
from schemas.state_year import StateYear

# The figures that stand beside the sum of agencies.
BESIDE = {
    "census_local_figure_id": "staffing-figures",
    "census_state_figure_id": "staffing-figures",
    "bls_patrol_officers_figure_id": "area-figures",
    "bls_mean_annual_wage_figure_id": "area-figures",
}

DERIVED_RESOURCES = (
    # /v1/series?metric=sworn_headcount&agency_state=CA&sort=-headline_value
    Resource(
        name="series",
        one="series",
        record=Series,
        detail=SeriesDetail,
        parts={"points": "api.series_points_at"},
        about="Figures that answer one question over time. One row per question, with its newest figure.",
        sorts=("headline_value", "last_as_of", "agency_name"),
        references={
            "id": "series",
            "agency_id": "agencies",
            "metric": "metrics",
            "source_ids": "sources",
            "headline_figure_id": "staffing-figures",
        },
        include={"agency": "agency_id", "headline": "headline_figure_id"},
        cited=True,
        indexed=frozenset({"agency_id", "metric", "series"}),
        large=True,
        narrow=(*map(frozenset, (["id"], ["agency_id"], ["series"], ["metric", "agency_state"])),),
        searched=False,
        registry="api.series_registry",
        moves="api.series_moves_at",
        added_in=2,
        example="us-dhs-ice-applications-to-date",
    ),
    # /v1/coverage?metric=sworn_headcount&state=CA&year=2025
    Resource(
        name="coverage",
        one="coverage row",
        record=CoverageRow,
        about="How many agencies and figures each source has, by metric, state and year.",
        sorts=("source_id", "year", "agencies", "figures"),
        references={"id": "coverage", "source_id": "sources", "metric": "metrics"},
        include={"source": "source_id"},
        searched=False,
        registry="api.coverage_registry",
        added_in=2,
        example="founding-article-000-applications-us-undated",
    ),
    # /v1/agency-years?agency_state=CA&year=2025&sort=-sworn_per_1000
    Resource(
        name="agency-years",
        one="agency-year",
        record=AgencyYear,
        about="Officers, civilians and residents of an agency in a year. One row per agency and year.",
        sorts=("sworn", "sworn_per_1000", "change_since_2005", "year"),
        references={
            "id": "agency-years",
            "agency_id": "agencies",
            "sworn_figure_id": "staffing-figures",
            "civilian_figure_id": "staffing-figures",
            "total_figure_id": "staffing-figures",
            "sworn_female_figure_id": "staffing-figures",
            "total_female_figure_id": "staffing-figures",
            "population_figure_id": "staffing-figures",
            "sworn_source_id": "sources",
            "counted_in": "agencies",
        },
        include={"agency": "agency_id", "sworn_figure": "sworn_figure_id", "source": "sworn_source_id"},
        named={"counted_in": "counted_in_name"},
        indexed=frozenset({"agency_id", "counted_in", "year"}),
        large=True,
        narrow=(
            *map(frozenset, (["id"], ["agency_id"], ["counted_in"], ["agency_state", "year"])),
            frozenset({"year", "agency_kind", "size_class"}),
        ),
        searched=False,
        registry="api.agency_years_registry",
        added_in=2,
        example="ny0303000-2025",
        example_release=2,
    ),
    # /v1/state-years?year=2025&sort=-sworn_per_1000
    Resource(
        name="state-years",
        one="state-year",
        record=StateYear,
        about="Officers that agencies of a state reported for a year, how many are missing, and a rate.",
        sorts=("year", "sworn", "sworn_per_1000", "officer_coverage", "change_since_2005"),
        references={"id": "state-years", "population_figure_id": "area-figures", **BESIDE},
        searched=False,
        registry="api.state_years_registry",
        added_in=2,
        example="ca-2025",
        example_release=2,
    ),
    # /v1/national-years?sort=-year
    Resource(
        name="national-years",
        one="national-year",
        record=NationalYear,
        about="The sums of the states and the District of Columbia for a year, and a rate.",
        sorts=("year",),
        references={"id": "national-years", **BESIDE},
        searched=False,
        registry="api.national_years_registry",
        added_in=2,
        example="us-2025",
        example_release=2,
    ),
)
