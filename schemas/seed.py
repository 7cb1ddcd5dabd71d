"""The rows of seed files: one frozen struct for each resource, with the columns in order.

A field that is left out is unknown (null). `UNSET` means that a row with mode "merge" does not state it.
Dates may be partial ("2025-09", "2025-Q3", "2025", "FY2019"). They become a last day and a precision.
"""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from schemas import vocabularies as v
from schemas.seed_parts import Code, Coverage, Id, Number, Payment, Seed, Step, Text, When


class AgencySeed(Seed, frozen=True, kw_only=True):
    name: Text | UnsetType = UNSET
    short_name: Text | None | UnsetType = UNSET
    kind: v.AgencyKind | UnsetType = UNSET
    level: v.AgencyLevel | UnsetType = UNSET
    aggregate: bool | UnsetType = UNSET
    parent_id: Id | None | UnsetType = UNSET
    state: v.State | None | UnsetType = UNSET
    county: Text | None | UnsetType = UNSET
    county_geoid: Annotated[str, Meta(pattern=r"^0500000US\d{5}$")] | None | UnsetType = UNSET
    ori: Annotated[str, Meta(pattern="^[A-Z0-9]{9}$")] | None | UnsetType = UNSET
    county_latitude: Number | None | UnsetType = UNSET
    county_longitude: Number | None | UnsetType = UNSET
    aliases: list[Text] | UnsetType = UNSET
    replaced_by: Id | None | UnsetType = UNSET


class IncentiveProgramSeed(Seed, frozen=True, kw_only=True):
    agency_id: Id | UnsetType = UNSET
    agency_name: Text | UnsetType = UNSET
    name: Text | UnsetType = UNSET
    audience: Text | None | UnsetType = UNSET
    audience_kind: v.AudienceKind | UnsetType = UNSET
    target_agency_ids: list[Id] | UnsetType = UNSET
    status: v.ProgramStatus | UnsetType = UNSET
    status_as_of: When | None | UnsetType = UNSET
    announced_on: When | None | UnsetType = UNSET
    ended_on: When | None | UnsetType = UNSET
    channels: list[Text] | UnsetType = UNSET
    summary: Text | None | UnsetType = UNSET
    note: Text | None | UnsetType = UNSET


class StatementSeed(Seed, frozen=True, kw_only=True):
    """The fields that incentives and figures share: the stated value, and when and where it was stated."""

    agency_id: Id | UnsetType = UNSET
    agency_name: Text | UnsetType = UNSET
    program_id: Id | None | UnsetType = UNSET
    value: Number | None | UnsetType = UNSET
    value_low: Number | None | UnsetType = UNSET
    value_high: Number | None | UnsetType = UNSET
    qualifier: v.Qualifier | UnsetType = UNSET
    as_stated: Text | None | UnsetType = UNSET
    modality: v.Modality | UnsetType = UNSET
    per: v.Per | None | UnsetType = UNSET
    as_of: When | None | UnsetType = UNSET
    date_basis: v.DateBasis | None | UnsetType = UNSET
    part_of: Id | None | UnsetType = UNSET
    source_id: Id | None | UnsetType = UNSET
    locator: Text | None | UnsetType = UNSET
    computed: Text | None | UnsetType = UNSET
    rank: v.Rank | UnsetType = UNSET
    note: Text | None | UnsetType = UNSET


class IncentiveSeed(StatementSeed, frozen=True, kw_only=True):
    kind: v.IncentiveKind | UnsetType = UNSET
    audience: Text | None | UnsetType = UNSET
    audience_kind: v.AudienceKind | UnsetType = UNSET
    eligibility: Code | None | UnsetType = UNSET
    eligibility_as_stated: Text | None | UnsetType = UNSET
    unit: v.IncentiveUnit | None | UnsetType = UNSET
    payments: list[Payment] | UnsetType = UNSET
    payout_terms: Text | None | UnsetType = UNSET
    service_obligation_months: Annotated[int, Meta(ge=0, le=600)] | None | UnsetType = UNSET
    starts_on: When | None | UnsetType = UNSET
    ends_on: When | None | UnsetType = UNSET


class StaffingFigureSeed(StatementSeed, frozen=True, kw_only=True):
    metric: Code | UnsetType = UNSET
    subset: Code | None | UnsetType = UNSET
    subset_as_stated: Text | None | UnsetType = UNSET
    sex: v.Sex | UnsetType = UNSET
    period: v.Period | None | UnsetType = UNSET
    period_start: date | None | UnsetType = UNSET
    period_end: date | None | UnsetType = UNSET
    target_date: When | None | UnsetType = UNSET


class AgreementSeed(Seed, frozen=True, kw_only=True):
    program_id: Id | UnsetType = UNSET
    agency_id: Id | UnsetType = UNSET
    agency_name: Text | UnsetType = UNSET
    model: v.AgreementModel | UnsetType = UNSET
    status: v.AgreementStatus | UnsetType = UNSET
    signed_on: date | None | UnsetType = UNSET
    first_listed_on: date | None | UnsetType = UNSET
    last_listed_on: date | None | UnsetType = UNSET
    absent_since: date | None | UnsetType = UNSET
    ended_on: date | None | UnsetType = UNSET
    agency_as_listed: Text | None | UnsetType = UNSET
    county_as_listed: Text | None | UnsetType = UNSET
    match: v.AgreementMatch | UnsetType = UNSET
    document_url: Text | None | UnsetType = UNSET
    addendum_url: Text | None | UnsetType = UNSET
    source_id: Id | UnsetType = UNSET
    note: Text | None | UnsetType = UNSET
    county_geoid: Annotated[str, Meta(pattern=r"^0500000US\d{5}$")] | None | UnsetType = UNSET


class AreaSeed(Seed, frozen=True, kw_only=True):
    name: Text | UnsetType = UNSET
    kind: v.AreaKind | UnsetType = UNSET
    states: list[v.State] | UnsetType = UNSET
    code: Text | UnsetType = UNSET


class AreaFigureSeed(Seed, frozen=True, kw_only=True):
    area_id: Id | UnsetType = UNSET
    metric: Code | UnsetType = UNSET
    subset: Code | None | UnsetType = UNSET
    vintage: Text | None | UnsetType = UNSET
    value: Number | UnsetType = UNSET
    relative_standard_error: Number | None | UnsetType = UNSET
    modality: v.Modality | UnsetType = UNSET
    as_of: When | UnsetType = UNSET
    date_basis: v.DateBasis | None | UnsetType = UNSET
    note: Text | None | UnsetType = UNSET
    source_id: Id | None | UnsetType = UNSET
    locator: Text | None | UnsetType = UNSET


class SourceSeed(Seed, frozen=True, kw_only=True):
    kind: v.SourceKind | UnsetType = UNSET
    title: Text | None | UnsetType = UNSET
    publisher: Text | None | UnsetType = UNSET
    via: Text | None | UnsetType = UNSET
    author: Text | None | UnsetType = UNSET
    published_on: When | None | UnsetType = UNSET
    url: Annotated[str, Meta(pattern="^https?://", max_length=2000)] | None | UnsetType = UNSET
    archived_url: Annotated[str, Meta(pattern="^https?://", max_length=2000)] | None | UnsetType = UNSET
    retrieved_on: date | None | UnsetType = UNSET
    language: Text | None | UnsetType = UNSET
    license: Text | None | UnsetType = UNSET
    cites: list[Id] | UnsetType = UNSET
    counting_rule: Text | None | UnsetType = UNSET
    fiscal_year_end: Annotated[str, Meta(pattern=r"^\d{2}-\d{2}$")] | None | UnsetType = UNSET
    text_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")] | None | UnsetType = UNSET
    quality: v.SourceQuality | None | UnsetType = UNSET
    coverage: list[Coverage] | UnsetType = UNSET
    note: Text | None | UnsetType = UNSET
    url_note: Text | None | UnsetType = UNSET
    checked_on: date | None | UnsetType = UNSET
    expected_next: When | None | UnsetType = UNSET


class CitationSeed(Seed, frozen=True, kw_only=True):
    source_id: Id | UnsetType = UNSET
    quote: Text | UnsetType = UNSET
    locator: Text | None | UnsetType = UNSET
    attribution: list[Step] | UnsetType = UNSET
    supports: list[Id] | UnsetType = UNSET
    repeats: list[Id] | UnsetType = UNSET
    disputes: list[Id] | UnsetType = UNSET
    corrects: list[Id] | UnsetType = UNSET
    context: list[Id] | UnsetType = UNSET
    topic: v.Topic | None | UnsetType = UNSET
    summary: Text | None | UnsetType = UNSET
    quote_check: v.QuoteCheck | UnsetType = UNSET


class MetricSeed(Seed, frozen=True, kw_only=True):
    """A metric. Its id is a code, with `_` instead of `-`."""

    id: Code
    label: Text | UnsetType = UNSET
    definition: Text | UnsetType = UNSET
    unit: v.Unit | UnsetType = UNSET
    nature: v.Nature | UnsetType = UNSET
    definition_version: int | UnsetType = UNSET


SEEDS: dict[str, type[Seed]] = {
    "agencies": AgencySeed,
    "incentive-programs": IncentiveProgramSeed,
    "incentives": IncentiveSeed,
    "staffing-figures": StaffingFigureSeed,
    "agreements": AgreementSeed,
    "areas": AreaSeed,
    "area-figures": AreaFigureSeed,
    "sources": SourceSeed,
    "citations": CitationSeed,
    "metrics": MetricSeed,
}
