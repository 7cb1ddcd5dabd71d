"""The dozen filters of each list that its form shows first. A list that is not here shows its codes."""

from collections.abc import Mapping
from typing import Final

MOST: Final = 12
FIRST: Final[Mapping[str, tuple[str, ...]]] = {
    "staffing-figures": (
        "metric", "agency_state__in", "agency_kind__in", "agency_id", "year", "value__gte", "value__lte",
        "modality__in", "headline", "disputed", "flags__in", "as_of__gte",
    ),
    "incentives": (
        "kind__in", "agency_state__in", "agency_kind__in", "agency_id", "audience_kind__in", "value__gte",
        "value__lte", "modality__in", "headline", "disputed", "as_of__gte", "as_of__lte",
    ),
    "agencies": (
        "state__in", "kind__in", "level__in", "name__contains", "county__contains", "county_geoid", "ori",
        "parent_id", "aggregate", "replaced_by__isnull", "aliases",
    ),
    "agency-years": (
        "agency_state__in", "agency_kind__in", "size_class__in", "agency_id", "year", "year__gte",
        "year__lte", "sworn__gte", "sworn__lte", "sworn_per_1000__gte", "sworn_per_1000__lte", "flags__in",
    ),
    "state-years": (
        "state__in", "year", "year__gte", "year__lte", "officer_coverage__gte", "sworn__gte",
        "sworn_per_1000__gte", "sworn_per_1000__lte", "change_since_2005__lte", "statewide_body__in",
        "no_rate_because__in", "flags__in",
    ),
    "agreements": (
        "agency_state__in", "status__in", "model__in", "agency_kind__in", "agency_id", "signed_on__gte",
        "signed_on__lte", "last_listed_on__gte", "county_geoid",
    ),
    "series": (
        "metric", "agency_state__in", "agency_kind__in", "agency_id", "modality__in", "period__in",
        "headline_value__gte", "headline_value__lte", "last_as_of__gte", "break_count__gte", "flags__in",
    ),
    "sources": (
        "kind__in", "quality__in", "publisher__contains", "title__contains", "author__contains",
        "published_on__gte", "published_on__lte", "checked_on__lte", "expected_next__gte",
        "expected_next__lte", "license__contains",
    ),
    "citations": (
        "source_id", "speaker__contains", "publisher__contains", "topic__in", "source_quality__in",
        "source_published_on__gte", "source_published_on__lte", "supports", "disputes", "quote_check__in",
    ),
}  # fmt: skip
