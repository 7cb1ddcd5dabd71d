"""The texts of pages, in AP style, that depend on a code of the data."""

from typing import Final

from schemas import vocabularies as v

# What kind of number a figure or an offer is.
MODALITIES: Final[dict[v.Modality, str]] = {
    "observed": "Counted, as the source reports it.",
    "estimated": "An estimate.",
    "projected": "A projection: what somebody expects.",
    "target": "A target, not a count.",
    "required": "What a rule or an analysis says is required, not a count.",
    "recommended": "A recommendation, not a count.",
    "authorized": "Authorized by those who decide, not a count of what exists.",
    "budgeted": "Budgeted, not a count of what exists.",
    "proposed": "A proposal, not adopted as far as the source says.",
    "offered": "An offer, as announced.",
    "not_offered": "Not offered.",
}
QUALIFIERS: Final[dict[v.Qualifier, str]] = {
    "exact": "The source states this number.",
    "more_than": "The source says “more than”: the number is higher than the one shown.",
    "at_least": "The source says “at least”: the number may be higher.",
    "nearly": "The source says “nearly”: the number is a little lower than the one shown.",
    "approximately": "The source gives an approximate number.",
    "up_to": "The source says “up to”: the number may be lower.",
    "less_than": "The source says “less than”: the number is lower than the one shown.",
    "at_most": "The source says “at most”: the number may be lower.",
    "between": "The source gives a range.",
    "unspecified": "The source states no number.",
}
BASES: Final[dict[v.DateBasis, str]] = {
    "stated": "The source states this date.",
    "source_date": "This is the source's own date. It states no other for the number.",
    "inferred": "The source does not state this date. Muster inferred it.",
}
# A short form of the same, for the line below the value.
BASES_IN_BRIEF: Final[dict[v.DateBasis, str]] = {
    "stated": "date stated by the source",
    "source_date": "the source's own date",
    "inferred": "date inferred by Muster",
}
RELATIONS: Final[dict[v.Relation, str]] = {
    "supports": "States it",
    "repeats": "Repeats it",
    "disputes": "Disputes it",
    "corrects": "Corrects it",
    "context": "Gives context",
}
VERBS: Final[dict[v.Verb, str]] = {
    "published": "published it",
    "said": "said it",
    "wrote": "wrote it",
    "posted": "posted it",
    "reported": "reported it",
    "cited": "cited it",
    "called_for": "called for it",
    "enacted": "enacted it",
    "proposed": "proposed it",
    "advertised": "advertised it",
}
CHANGES: Final[dict[v.ChangeKind, str]] = {
    "our_error": "Correction of our error",
    "source_correction": "The source corrected itself",
    "source_revision": "The source revised it",
    "retraction": "Retracted",
    "definition_change": "The definition changed",
    "update": "Update",
    "enrichment": "More detail",
}
OPERATIONS: Final[dict[v.Operation, str]] = {
    "added": "Added",
    "changed": "Changed",
    "withdrawn": "Withdrawn",
}
STANDINGS: Final[dict[v.Standing, tuple[str, str]]] = {
    "current": ("Current", "Nothing that you may have printed has changed."),
    "superseded": (
        "Superseded",
        "The source revised it, or the world moved on.",
    ),
    "corrected": ("Corrected", "It was wrong. Consider a correction."),
    "retracted": ("Retracted", "It was withdrawn or taken back. Do not print it."),
    "unknown": ("Unknown", "That release has no such record."),
}
DISPUTES: Final[dict[v.DisputeAbout | None, str]] = {
    "value": "the value",
    "deadline": "the deadline",
    "audience": "who gets it",
    None: "the same question",
}
