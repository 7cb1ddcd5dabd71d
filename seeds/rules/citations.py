"""Rules for quotes and for the citations that records need."""

from collections.abc import Iterator
from typing import Final

from seeds.log.revisions import Revision
from seeds.rules.context import Context
from seeds.values.conversion import Finding

LONGEST_QUOTE: Final = 25


def short_quote(revision: Revision, _context: Context) -> Iterator[Finding]:
    words = len((revision.fields["quote"] or "").split())
    if words > LONGEST_QUOTE:
        yield Finding("quote", f"the quote has {words} words: at most {LONGEST_QUOTE} are allowed")


def first_step_is_the_page(revision: Revision, _context: Context) -> Iterator[Finding]:
    steps = revision.fields["attribution"]
    if steps and steps[0].source_id not in {None, revision.fields["source_id"]}:
        yield Finding(
            "attribution", "the source_id of the first step must be the citation's: it is the page we read"
        )


def compared_with_a_text(revision: Revision, context: Context) -> Iterator[Finding]:
    source = context.fields("sources", revision.fields["source_id"])
    if revision.fields["quote_check"] == "text" and source and not source["text_sha256"]:
        yield Finding(
            "quote_check",
            f"{source['id']} has no text_sha256, so there is no text to check the quote against",
        )


def cited(revision: Revision, context: Context) -> Iterator[Finding]:
    """Every record needs a citation that supports it, or the source_id of a table."""
    if revision.fields["source_id"] is None and revision.row.id not in context.supporters:
        yield Finding(None, "has no citation: add a source_id, or a citation that supports it")


def still_cited(revision: Revision, context: Context) -> Iterator[Finding]:
    """A record must not lose the last citation that supports it."""
    before = revision.before["supports"] if revision.before else []
    now = revision.fields["supports"] if revision.operation != "withdrawn" else []
    for record_id in before:
        if record_id in now or record_id in context.supporters or not context.is_live(record_id):
            continue
        fields = context.fields(context.resource_of(record_id) or "", record_id)
        if fields and "qualifier" in fields and fields["source_id"] is None:
            yield Finding("supports", f"{record_id} is left without a citation")
