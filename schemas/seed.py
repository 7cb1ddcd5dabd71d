"""What a seed row may say: one frozen struct a resource, the columns of the seed files in their order.

A field left out is unknown (null). `UNSET` tells a merging row that the field is not named at all.
Dates may be partial ("2025-09", "2025-Q3", "2025", "FY2019"); reading makes a last day and a precision.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from schemas import vocabularies as v

Id = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Code = Annotated[str, Meta(pattern="^[a-z0-9]+(_[a-z0-9]+)*$", max_length=120)]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
# A day, month, quarter, year or fiscal year. Reading turns TOML's own dates into text first.
When = Annotated[str, Meta(pattern=r"^(FY\d{4}|\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4])?)$")]
Number = int | Decimal


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a row replaces or withdraws a record; corrections need a notice for the reader."""

    kind: v.ChangeKind
    notice: Text | None = None


class Payment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    amount: Number | None = None
    percent: Number | None = None
    when: Text
    times: int = 1


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One hop of an attribution: first the page we read (no `name` = its publisher), last the speaker."""

    name: Text | None = None
    role: Text | None = None
    verb: v.Verb
    said_on: When | None = None
    source_id: Id | None = None


class Coverage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an importer took from a data set for one year, and what it left out and why."""

    year: int
    loaded: int
    skipped: int = 0
    reason: Text | None = None


class Seed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Id
    mode: Annotated[str, Meta(pattern="^(merge|withdraw)$")] | UnsetType = UNSET
    change: Change | UnsetType = UNSET


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
    """What incentives and figures share: the stated value, and when and where it was stated."""

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
    """Metric ids are codes (`_` for `-`)."""

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
    "sources": SourceSeed,
    "citations": CitationSeed,
    "metrics": MetricSeed,
}
