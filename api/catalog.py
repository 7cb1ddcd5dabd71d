"""Every kind of record this API serves, as plain data.

To add one: its struct, its SQL, an entry here, its seed files.
"""

from api.resource import Point, Resource
from schemas.agency import Agency
from schemas.agreement import Agreement
from schemas.change import Change
from schemas.citation import Citation
from schemas.correction import Correction
from schemas.incentive import Incentive
from schemas.incentive_program import IncentiveProgram
from schemas.metric import Metric
from schemas.release import Release
from schemas.source import Source
from schemas.staffing_figure import StaffingFigure

# `since=3&until=4` is what release 4 did: the first end lies outside, the last one inside.
STRETCH = {"since": ("release_number", ">"), "until": ("release_number", "<=")}

# The best citation of a statement, flat: the last columns of its files.
BEST_CITATION = (
    "source_id",
    "publisher",
    "source_title",
    "source_published_on",
    "source_published_on_precision",
    "source_url",
    "speaker",
    "attribution_chain",
    "locator",
    "quote",
)

# The names that a record about an agency and a program does not carry itself.
NAMED = {"agency_parent_id": "agency_parent_name", "program_id": "program_name"}

CATALOG = (
    # /v1/agencies?state=CA&kind=sheriff&sort=name
    Resource(
        name="agencies",
        record=Agency,
        about="Law-enforcement agencies, the bodies they belong to, and totals of agencies.",
        sorts=("name", "state", "county_geoid", "parent_id", "ori", "first_release"),
        references={"id": "agencies", "parent_id": "agencies", "replaced_by": "agencies"},
        include={"parent": "parent_id"},
        named={"parent_id": "parent_name", "replaced_by": "replaced_by_name"},
        aliases="alias_slugs",
        point=Point(longitude="county_longitude", latitude="county_latitude", of="county"),
        example="us-dhs-ice",
    ),
    # /v1/incentive-programs?agency_id=us-dhs-ice&include=agency
    Resource(
        name="incentive-programs",
        record=IncentiveProgram,
        about="Drives and programs under which agencies offer incentives.",
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
        about="Offers, one row each: a bonus, a loan repayment, a starting salary.",
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
        about="Headcounts, targets, applications, offers, hires and funding, one number each.",
        sorts=("value", "as_of", "agency_name", "source_published_on"),
        references={
            "id": "staffing-figures",
            "agency_id": "agencies",
            "agency_parent_id": "agencies",
            "program_id": "incentive-programs",
            "metric": "metrics",
            "part_of": "staffing-figures",
            "source_id": "sources",
        },
        include={"agency": "agency_id", "program": "program_id", "source": "source_id"},
        named=NAMED,
        indexed=frozenset({"metric", "agency_state", "series", "source_id"}),
        flat=BEST_CITATION,
        search_first="quote",
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
    ),
    # /v1/sources?kind=dataset
    Resource(
        name="sources",
        record=Source,
        about="Where numbers and quotations were taken from.",
        sorts=("published_on", "publisher", "retrieved_on"),
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
        include={"source": "source_id"},
        example="founding-article-000-01",
    ),
    # /v1/metrics?nature=flow
    Resource(
        name="metrics",
        record=Metric,
        about="The vocabulary of figures: what is counted, its unit and definition.",
        sorts=("label",),
        references={"id": "metrics"},
        searched=False,
        example="sworn_headcount",
    ),
    # /v1/releases?sort=-number
    Resource(
        name="releases",
        record=Release,
        about="The publications of the whole data set, oldest first.",
        sorts=("published_at",),
        searched=False,
        key="number",
        cited=True,
        dataset=True,
        example="1",
    ),
    # /v1/changes?since=3&until=4&resource=incentives
    Resource(
        name="changes",
        record=Change,
        about="What each release did to each record, field by field: one row a record and release.",
        sorts=("release_number",),
        order="release_number",
        ends=STRETCH,
        references={"id": "changes", "agency_id": "agencies"},
        indexed=frozenset({"agency_id", "resource"}),
        searched=False,
        example="1-us-dhs-ice-applications-founding-article-000",
    ),
    # /v1/corrections?agency_id=us-dhs-ice&sort=-release_number
    Resource(
        name="corrections",
        record=Correction,
        about="The changes that readers of earlier releases must know of, each with its notice.",
        sorts=("release_number",),
        order="release_number",
        ends=STRETCH,
        references={"id": "corrections", "agency_id": "agencies", "source_id": "sources"},
        searched=False,
        example="13-txdpd0000-hires-officers-target-2025-2025-police1",
    ),
)
BY_NAME = {resource.name: resource for resource in CATALOG}
