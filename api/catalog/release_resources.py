"""The resources about the releases themselves."""

from api.catalog.joined import RELEASE_RANGE
from api.catalog.resource import Resource
from schemas.change import Change
from schemas.correction import Correction
from schemas.release import Release

RELEASE_RESOURCES = (
    # /v1/releases?sort=-number
    Resource(
        name="releases",
        record=Release,
        about="The published versions of the data set, oldest first.",
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
        about="What each release did to each record, field by field. One row per record and release.",
        sorts=("release_number",),
        order="release_number",
        ends=RELEASE_RANGE,
        references={"id": "changes", "agency_id": "agencies"},
        mentions=("record_id",),
        indexed=frozenset({"agency_id", "resource"}),
        large=True,
        narrow=(*map(frozenset, (["id"], ["record_id"], ["agency_id"])),),
        searched=False,
        example="1-us-dhs-ice-applications-founding-article-000",
    ),
    # /v1/corrections?agency_id=us-dhs-ice&sort=-release_number
    Resource(
        name="corrections",
        record=Correction,
        about="The changes that readers of earlier releases must know about, each with its notice.",
        sorts=("release_number",),
        order="release_number",
        ends=RELEASE_RANGE,
        references={"id": "corrections", "agency_id": "agencies", "source_id": "sources"},
        mentions=("record_id",),
        searched=False,
        example="13-txdpd0000-hires-officers-target-2025-2025-police1",
        example_release=13,
    ),
)
