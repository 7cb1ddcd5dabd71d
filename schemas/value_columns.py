"""The columns that a reader may have printed. Only a change in one of them changes a record's status."""

from typing import Final

from schemas.vocabularies import ResourceName

STATED: Final = (
    "value", "value_low", "value_high", "qualifier", "modality", "per", "as_of", "as_of_precision",
    "source_id", "agency_id",
)  # fmt: skip
VALUE_COLUMNS: Final[dict[ResourceName, tuple[str, ...]]] = {
    "agencies": (
        "name", "kind", "level", "aggregate", "parent_id", "state", "county_geoid", "ori", "replaced_by",
    ),
    "incentive-programs": (
        "agency_id", "name", "audience", "audience_kind", "target_agency_ids", "status",
        "announced_on", "announced_on_precision", "ended_on", "ended_on_precision",
    ),
    "incentives": (
        *STATED, "kind", "audience", "audience_kind", "eligibility", "unit", "payments",
        "service_obligation_months", "starts_on", "starts_on_precision", "ends_on", "ends_on_precision",
    ),
    "staffing-figures": (
        *STATED, "metric", "subset", "sex", "period", "period_start", "period_end",
        "target_date", "target_date_precision",
    ),
    "agreements": ("program_id", "agency_id", "model", "status", "signed_on", "ended_on"),
    "areas": ("name", "kind", "states", "code"),
    "area-figures": (
        "area_id", "metric", "subset", "vintage", "value", "relative_standard_error", "modality",
        "as_of", "as_of_precision", "source_id",
    ),
    "sources": ("kind", "title", "publisher", "author", "published_on", "published_on_precision", "url"),
    "citations": ("source_id", "quote", "attribution"),
    "metrics": ("label", "definition", "unit", "nature", "definition_version"),
}  # fmt: skip
