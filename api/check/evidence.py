"""A decision as the response tells it: the records with their sources."""

from typing import Final

from api.check.covered import Covered
from api.check.facts import Fact, resource_of
from api.check.questions import Asked
from api.check.records import Record, Records, best, chain, stated_in
from api.check.rules import Decision
from api.check.sentences import sentence
from api.check.statements import match_of
from api.cite import titles
from schemas.claim import Claim
from schemas.staffing_figure import StaffingFigure
from schemas.verdict import Evidence, Verdict

COPIED: Final = (
    "value_text", "qualifier", "modality", "as_of", "as_of_precision", "date_basis", "series", "source_id",
    "source_publisher", "locator", "disputed", "rank", "note",
)  # fmt: skip


class Teller:
    """Tells decisions of one release, from the records that they name."""

    def __init__(self, records: Records, public_url: str, release: int) -> None:
        self.records, self.public_url, self.release = records, public_url, release

    def verdict(self, claim: Claim, decision: Decision, coverage: Covered | None) -> Verdict:
        first = decision.facts[0] if decision.facts else None
        return Verdict(
            claim=claim,
            verdict=decision.verdict,
            rule=decision.rule,
            match=decision.match,
            sentence=sentence(
                claim,
                decision,
                self.record(first) if first else None,
                stated_in(first, self.release) if first else self.release,
            ),
            records=[self.evidence(claim, fact, decision.differs(claim, fact)) for fact in decision.facts],
            coverage=coverage.rows if coverage else [],
            coverage_url=coverage.url if coverage else None,
        )

    def record(self, fact: Fact) -> Record:
        return self.records[fact.id, stated_in(fact, self.release)]

    def evidence(self, claim: Claim, fact: Fact, differs: list[str]) -> Evidence:
        record, resource, asked = self.record(fact), resource_of(claim), Asked(claim)
        passage, release = best(record), stated_in(fact, self.release)
        figure = record if isinstance(record, StaffingFigure) else None
        return Evidence(
            id=record.id,
            resource=resource.name,  # type: ignore[arg-type] # both resources have revisions
            title=titles.of_record(record),
            match=match_of(asked, fact),
            differs=differs,
            unsaid=asked.unsaid(fact),
            period=figure.period if figure else None,
            flags=figure.flags if figure else [],
            quote=passage.quote if passage else None,
            quote_url=passage.quote_url if passage else None,
            attribution_chain=chain(passage),
            source_url=passage.url if passage else None,
            release=release,
            url=f"{self.public_url}{resource.path}/{record.id}?release={release}",
            **{name: getattr(record, name) for name in COPIED},
        )
