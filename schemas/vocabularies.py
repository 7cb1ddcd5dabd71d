"""The closed vocabularies: every code of each enum column. Adding a code takes a change of the software."""

from typing import Literal, TypeAlias, get_args

AgencyKind: TypeAlias = Literal[
    "police_department",
    "sheriff",
    "county_police",
    "state_police",
    "state_agency",
    "federal_department",
    "federal_agency",
    "field_office",
    "campus_police",
    "school_police",
    "transit_police",
    "tribal_police",
    "constable",
    "marshal",
    "corrections",
    "prosecutor",
    "special_district",
    "government",
    "government_total",
    "other",
]
AgencyLevel: TypeAlias = Literal[
    "federal", "state", "territory", "county", "municipal", "tribal", "campus", "special_district"
]
IncentiveKind: TypeAlias = Literal[
    "signing_bonus",
    "retention_bonus",
    "referral_bonus",
    "relocation",
    "housing",
    "student_loan_repayment",
    "student_loan_forgiveness",
    "tuition",
    "premium_pay",
    "overtime",
    "starting_salary",
    "academy_pay",
    "salary_range",
    "salary_step",
    "first_year_earnings",
    "pay_raise",
    "package",
    "reimbursement",
    "performance_award",
    "benefit",
    "requirement",
    "other",
]
AudienceKind: TypeAlias = Literal[
    "entry", "lateral", "any_hire", "former", "serving", "referrer", "agency", "unspecified"
]
ProgramStatus: TypeAlias = Literal["proposed", "announced", "active", "paused", "ended", "unknown"]
Qualifier: TypeAlias = Literal[
    "exact",
    "more_than",
    "at_least",
    "nearly",
    "approximately",
    "up_to",
    "less_than",
    "at_most",
    "between",
    "unspecified",
]
Comparator: TypeAlias = Literal["=", ">", ">=", "<", "<=", "~"]
Modality: TypeAlias = Literal[
    "observed",
    "estimated",
    "projected",
    "target",
    "required",
    "recommended",
    "authorized",
    "budgeted",
    "proposed",
    "offered",
    "not_offered",
]
PLANS: frozenset[str] = frozenset(
    {"projected", "target", "required", "recommended", "authorized", "budgeted", "proposed"}
)
Per: TypeAlias = Literal["hour", "day", "week", "pay_period", "month", "quarter", "year", "class", "total"]
IncentiveUnit: TypeAlias = Literal["usd", "percent", "times"]
Unit: TypeAlias = Literal[
    "people",
    "positions",
    "full_time_equivalents",
    "applications",
    "offers",
    "agreements",
    "residents",
    "employees_per_1000_residents",
    "usd",
    "percent",
    "times",
]
Sex: TypeAlias = Literal["all", "male", "female"]
Precision: TypeAlias = Literal["day", "month", "quarter", "year", "fiscal_year"]
DateBasis: TypeAlias = Literal["stated", "source_date", "inferred"]
Period: TypeAlias = Literal["month", "quarter", "year", "fiscal_year", "to_date", "span"]
DisputeAbout: TypeAlias = Literal["value", "deadline", "audience"]
# Why a figure is doubtful, in the order in which a figure lists them. seeds/quality has the rules.
Flag: TypeAlias = Literal[
    "jump",
    "recount",
    "repeats_another_year",
    "zero_staff",
    "population_is_remainder",
    "few_residents",
    "old",
    "inferred_date",
]
BreakKind: TypeAlias = Literal["source", "counting_rule"]
# Why there is no rate of a state or of the nation.
RateGap: TypeAlias = Literal["no_reports", "officer_coverage", "resident_coverage", "population"]
StatewideBody: TypeAlias = Literal["counted", "parts", "silent"]
# Full-time sworn officers, in the classes of the Bureau of Justice Statistics.
SizeClass: TypeAlias = Literal[
    "0_1", "2_4", "5_9", "10_24", "25_49", "50_99", "100_249", "250_499", "500_999", "1000_or_more",
]  # fmt: skip
Rank: TypeAlias = Literal["preferred", "normal", "deprecated"]
AreaKind: TypeAlias = Literal["nation", "state", "metropolitan", "nonmetropolitan"]
AgreementModel: TypeAlias = Literal["task_force", "warrant_service_officer", "jail_enforcement"]
AgreementStatus: TypeAlias = Literal["pending", "active", "absent", "ended"]
AgreementMatch: TypeAlias = Literal["exact_name", "by_hand", "new_agency"]
SourceKind: TypeAlias = Literal[
    "news_article",
    "opinion",
    "press_release",
    "social_post",
    "advertisement",
    "job_posting",
    "email",
    "statute",
    "bill",
    "legal_document",
    "government_page",
    "report",
    "dataset",
    "association_statement",
]
SourceQuality: TypeAlias = Literal[
    "primary", "reputable_press", "local_press", "trade_press", "association", "aggregator"
]
# The kinds of sources that take precedence when sources disagree, best first; all others come after them.
WEIGHTIEST: tuple[SourceKind, ...] = (
    "dataset", "statute", "legal_document", "government_page", "press_release", "report", "news_article",
)  # fmt: skip
Verb: TypeAlias = Literal[
    "published",
    "said",
    "wrote",
    "posted",
    "reported",
    "cited",
    "called_for",
    "enacted",
    "proposed",
    "advertised",
]
Relation: TypeAlias = Literal["supports", "repeats", "disputes", "corrects", "context"]
Topic: TypeAlias = Literal[
    "advertising",
    "offers",
    "outcome",
    "benefits",
    "job_security",
    "duties",
    "policy",
    "legislation",
    "other",
]
QuoteCheck: TypeAlias = Literal["text", "excerpt"]
Nature: TypeAlias = Literal["stock", "flow", "rate", "ratio"]
ChangeKind: TypeAlias = Literal[
    "our_error",
    "source_correction",
    "source_revision",
    "retraction",
    "definition_change",
    "update",
    "enrichment",
]
CorrectionKind: TypeAlias = Literal[
    "our_error", "source_correction", "source_revision", "retraction", "definition_change"
]
CORRECTIONS: frozenset[str] = frozenset(get_args(CorrectionKind))
Operation: TypeAlias = Literal["added", "changed", "withdrawn"]
# The status of a record since a release, from best to worst; `unknown` means that the release has no such
# record.
Standing: TypeAlias = Literal["current", "superseded", "corrected", "retracted", "unknown"]
# What the records say about a number in a draft, by which rule, and how a record fits the number (/v1/check).
ClaimVerdict: TypeAlias = Literal[
    "matches", "consistent", "right_when_printed", "contradicted", "different_question", "cannot_verify"
]
ClaimRule: TypeAlias = Literal[
    "newer_since", "same_statement", "revised_since", "follows", "rounded", "allowed", "narrower_period",
    "another_question", "not_excluded", "was_wrong", "doubtful_record", "cannot_both_be_true", "nothing_held",
]  # fmt: skip
ClaimMatch: TypeAlias = Literal["certain", "possible", "rounded"]
ResourceName: TypeAlias = Literal[
    "agencies", "incentive-programs", "incentives", "staffing-figures", "agreements", "areas",
    "area-figures", "sources", "citations", "metrics",
]  # fmt: skip
# USPS codes of the states, the District of Columbia and the territories.
State: TypeAlias = Literal[
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC",
    "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
    "AS", "GU", "MP", "PR", "VI", "PW", "FM", "MH",
]  # fmt: skip
