"""Every resource of the API, as plain data.

To add one, write its struct, its SQL, an entry here and its seed files.
"""

from api.catalog.derived_resources import DERIVED_RESOURCES
from api.catalog.joined import BEST_CITATION, NAMED, WORDS_OF_FIGURES
from api.catalog.release_resources import RELEASE_RESOURCES
from api.catalog.resource import Point, Resource
from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.area import Area
from schemas.area_figure import AreaFigure
from schemas.citation import Citation
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.metric import Metric
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure

# The release that brought the first areas.
AREAS_SINCE = 16

CATALOG = (
    # /v1/agencies?state=CA&kind=sheriff&sort=name
    Resource(
        name="agencies",
        record=Agency,
        about="Law-enforcement agencies, the departments they belong to, and totals of agencies.",
        sorts=("name", "state", "county_geoid", "parent_id", "ori", "first_release"),
        references={"id": "agencies", "parent_id": "agencies", "replaced_by": "agencies"},
        include={"parent": "parent_id"},
        named={"parent_id": "parent_name", "replaced_by": "replaced_by_name"},
        aliases="alias_slugs",
        by_name=True,
        point=Point(longitude="county_longitude", latitude="county_latitude", of="county"),
        example="us-dhs-ice",
    ),
    # /v1/incentive-programs?agency_id=us-dhs-ice&include=agency
    Resource(
        name="incentive-programs",
        record=IncentiveProgram,
        about="Recruiting programs under which agencies offer incentives.",
        sorts=("agency_id", "agency_name", "status_as_of", "announced_on"),
        references={"id": "incentive-programs", "agency_id": "agencies", "target_agency_ids": "agencies"},
        include={"agency": "agency_id"},
        cited=True,
        example="us-dhs-ice-nypd-2025",
    ),
    # /v1/incentives?kind=signing_bonus&value__gte=50000&match=certain
    Resource(
        name="incentives",
        record=Incentive,
        about="Offers: a bonus, a loan repayment, a starting salary. One row per offer.",
        sorts=("agency_id", "agency_name", "kind", "value", "as_of", "source_published_on"),
        references={
            "id": "incentives",
            "agency_id": "agencies",
            "agency_parent_id": "agencies",
            "program_id": "incentive-programs",
            "part_of": "incentives",
            "source_id": "sources",
        },
        include={"agency": "agency_id", "program": "program_id", "source": "source_id"},
        named=NAMED,
        flat=BEST_CITATION,
        search_first="quote",
        cited=True,
        example="us-dhs-ice-nypd-2025-signing-bonus",
    ),
    # /v1/staffing-figures?metric=sworn_headcount&year=2025&agency_state=CA&sort=-value
    Resource(
        name="staffing-figures",
        record=StaffingFigure,
        about="Headcounts, targets, applications, offers, hires and funding. One number per record.",
        sorts=("value", "as_of", "agency_name", "source_published_on"),
        references={
            "id": "staffing-figures",
            "agency_id": "agencies",
            "agency_parent_id": "agencies",
            "program_id": "incentive-programs",
            "metric": "metrics",
            "part_of": "staffing-figures",
            "source_id": "sources",
            "series_id": "series",
        },
        include={"agency": "agency_id", "program": "program_id", "source": "source_id"},
        named=NAMED,
        indexed=frozenset({"metric", "agency_state", "series", "series_id", "source_id"}),
        large=True,
        narrow=(
            *map(frozenset, (["id"], ["agency_id"], ["series"], ["series_id"], ["agency_state"])),
            frozenset({"metric", "year"}),
        ),
        ranges=frozenset({"year"}),
        covered_by={"metric": "metric", "agency_state": "state", "year": "year", "source_id": "source_id"},
        flat=BEST_CITATION,
        search_first="quote",
        shared=WORDS_OF_FIGURES,
        cited=True,
        example="us-dhs-ice-applications-founding-article-000",
    ),
    # /v1/agreements?agency_state=FL&status=active
    Resource(
        name="agreements",
        record=Agreement,
        about="287(g) agreements between agencies and ICE.",
        sorts=("agency_id", "agency_name", "signed_on", "first_listed_on", "last_listed_on"),
        references={
            "id": "agreements",
            "agency_id": "agencies",
            "agency_parent_id": "agencies",
            "program_id": "incentive-programs",
            "source_id": "sources",
        },
        include={"agency": "agency_id", "program": "program_id", "source": "source_id"},
        named=NAMED,
        searched=False,
        flat=BEST_CITATION,
        cited=True,
        example="287g-al0040000-task-force",
        example_release=10,
    ),
    # /v1/areas?kind=metropolitan&states=OH
    Resource(
        name="areas",
        record=Area,
        about="The nation, states, and metropolitan and other areas that statistics are published for.",
        sorts=("name", "code"),
        references={"id": "areas"},
        added_in=2,
        example="area-ca",
        example_release=AREAS_SINCE,
    ),
    # /v1/area-figures?metric=mean_annual_wage&subset=police_patrol_officers&area_kind=state&sort=-value
    Resource(
        name="area-figures",
        record=AreaFigure,
        about="Employment, pay and residents of areas. One number per record.",
        sorts=("value", "as_of", "area_name"),
        references={"id": "area-figures", "area_id": "areas", "metric": "metrics", "source_id": "sources"},
        include={"area": "area_id", "source": "source_id"},
        flat=BEST_CITATION,
        cited=True,
        added_in=2,
        example="area-ca-mean-annual-wage-police-patrol-officers-2025-05-bls-oews",
        example_release=AREAS_SINCE,
    ),
    # /v1/sources?kind=dataset
    Resource(
        name="sources",
        record=Source,
        about="The sources of the numbers and quotes.",
        sorts=("published_on", "publisher", "retrieved_on", "checked_on", "expected_next"),
        references={"id": "sources", "cites": "sources"},
        cited=True,
        example="founding-article-000",
    ),
    # /v1/citations?speaker=Brian%20Marvel
    Resource(
        name="citations",
        record=Citation,
        about="Verbatim passages, who said them to whom, and the records they support, repeat or dispute.",
        sorts=("source_id", "speaker", "source_published_on"),
        references={"id": "citations", "source_id": "sources"},
        mentions=("supports", "repeats", "disputes", "corrects", "context"),
        include={"source": "source_id"},
        example="founding-article-000-01",
    ),
    # /v1/metrics?nature=flow
    Resource(
        name="metrics",
        record=Metric,
        about="What each figure counts, with its unit and definition.",
        sorts=("label",),
        references={"id": "metrics"},
        searched=False,
        example="sworn_headcount",
    ),
    *DERIVED_RESOURCES,
    *RELEASE_RESOURCES,
)
BY_NAME = {resource.name: resource for resource in CATALOG}
# The resources whose records have revisions.
REVISED = tuple(resource for resource in CATALOG if resource.revised)
