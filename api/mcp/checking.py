"""`check_claims`: the numbers of a draft against the records, by the rules of `/v1/check`."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from api.catalog.resources import BY_NAME
from api.catalog.values import InvalidValue
from api.check import claims, drafts
from api.check.covered import Covered as CoveredRows
from api.check.lookup import CheckLookup
from api.mcp.answers import Answer, CoveredRow, covered_rows, fitted, number_lines
from api.mcp.arguments import SHOWN, Argument, inlined, shown, text_of
from api.mcp.calls import FIGURES, Call
from api.mcp.cited_number import CitedNumber
from api.mcp.declaration import Tool
from api.problems import Fault, InvalidQuery
from api.query.query_string import SUGGESTIONS
from api.query.suggestions import nearest
from schemas import vocabularies as v
from schemas.claim import Claim
from schemas.verdict import Verdict

ABOUT: Final = (
    "Compares numbers of a draft with the records, and says for each whether it matches, is consistent, was "
    "right when printed, is contradicted, answers another question or cannot be verified. Each claim is a "
    "number and the question that the draft says it answers. The server keeps and logs nothing of it."
)
# The members of a claim that are read, right or wrong.
MEMBERS: Final = 50
SHAPE: Final[Mapping[str, Any]] = {
    "type": "array",
    "minItems": 1,
    "maxItems": claims.LIMIT,
    "items": {
        "type": "object",
        "properties": {
            name: inlined(value.schema) | {"description": value.expected[:120]}
            for name, value in claims.COLUMNS.items()
        },
        "required": ["agency_id"],
        "additionalProperties": False,
    },
}


class CheckedClaim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the records say about one claim."""

    claim: Annotated[int, Meta(description="The place of the claim in the call; the first is 1.")]
    verdict: v.ClaimVerdict
    rule: Annotated[v.ClaimRule, Meta(description="The rule that decided, of /guides/check.")]
    sentence: str
    differs: Annotated[list[str], Meta(description="In what the question of the record is another one.")]
    unsaid: Annotated[list[str], Meta(description="What the record states and the claim leaves out.")]
    record: Annotated[CitedNumber | None, Meta(description="The record that decided; null = none.")]
    coverage: list[CoveredRow]
    coverage_url: str | None

    def lines(self) -> Iterator[str]:
        yield f"Claim {self.claim}: {self.verdict.replace('_', ' ')}. {self.sentence}"
        if self.record:
            yield from number_lines(self.record)
        for row in self.coverage:
            yield f"- Coverage: {row.sentence} {row.url}"
        if self.coverage_url:
            yield f"All coverage: {self.coverage_url}"


class ClaimsAnswer(Answer, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A verdict for each claim, in their order."""

    verdicts: list[CheckedClaim]
    not_shown: Annotated[
        list[int],
        Meta(description="The claims whose verdicts did not fit: check them in another call."),
    ]

    def lines(self) -> Iterator[str]:
        for each in self.verdicts:
            yield from each.lines()


def read_claims(given: Any) -> list[Claim]:
    """Read the claims. Raises InvalidQuery with every fault of every claim."""
    if not isinstance(given, list) or not 1 <= len(given) <= claims.LIMIT:
        expected = f"a list of 1 to {claims.LIMIT} claims"
        raise InvalidQuery([Fault(parameter="claims", given=shown(given), expected=expected)])
    faults: list[Fault] = []
    found = [claim for n, each in enumerate(given) if (claim := read_claim(each, f"claims[{n}]", faults))]
    if faults:
        raise InvalidQuery(faults)
    return found


def read_claim(given: Any, place: str, faults: list[Fault]) -> Claim | None:
    """Read one claim, or add what is wrong with it to the faults."""
    if not isinstance(given, dict) or len(given) > MEMBERS:
        faults.append(Fault(parameter=place, given=shown(given), expected="an object with the claim"))
        return None
    before = len(faults)
    texts: dict[str, str] = {}
    for name, value in given.items():
        if name not in claims.COLUMNS:
            faults.append(unknown(name, value, place, suggest=len(faults) < SUGGESTIONS))
        elif value is not None:
            add_text(texts, name, value, place, faults)
    cells, wrong = drafts.read_cells(texts)
    if not wrong:
        wrong = [*claims.misread(cells)]
    faults += [
        Fault(parameter=f"{place}.{each.column}", given=each.given, expected=each.expected) for each in wrong
    ]
    return claims.claim(cells) if len(faults) == before else None


def unknown(name: str, value: Any, place: str, *, suggest: bool) -> Fault:
    columns = tuple(claims.COLUMNS)
    expected = f"one of {', '.join(columns)}"
    near = nearest(name[:SHOWN], columns) if suggest else None
    return Fault(parameter=f"{place}.{name[:SHOWN]}", given=shown(value), expected=expected, nearest=near)


def add_text(texts: dict[str, str], name: str, value: Any, place: str, faults: list[Fault]) -> None:
    try:
        texts[name] = text_of(value)
    except InvalidValue:
        expected = claims.COLUMNS[name].expected
        faults.append(Fault(parameter=f"{place}.{name}", given=shown(value), expected=expected))


async def check_claims(call: Call) -> ClaimsAnswer:
    read: list[Claim] = call.arguments.values["claims"]
    verdicts = await CheckLookup(call.pool, call.public_url, call.number).answer(read)
    checked = await asyncio.gather(*(told(call, n, each) for n, each in enumerate(verdicts, 1)))

    def build(count: int) -> ClaimsAnswer:
        left = [each.claim for each in checked[count:]]
        more = f" Check claims {', '.join(map(str, left))} in another call: they did not fit." if left else ""
        return ClaimsAnswer(
            sentence=f"{summary(verdicts)}{more}",
            release=call.number,
            found=len(checked),
            verdicts=checked[:count],
            not_shown=left,
        )

    return fitted(build, len(checked), claims.LIMIT)


async def deciding(call: Call, verdict: Verdict) -> CitedNumber | None:
    """Read the record that decided, in the release that states it so."""
    if not verdict.records:
        return None
    first = verdict.records[0]
    resource = BY_NAME[first.resource]
    record = await call.record(resource, first.id, first.release)
    return None if record is None else call.cited(record, resource, first.release)


async def covered(call: Call, verdict: Verdict) -> CoveredRows | None:
    """Return the coverage of a claim that nothing answers: in the state of the agency, else anywhere."""
    if verdict.rule != "nothing_held" or verdict.claim.metric is None:
        return None
    if verdict.coverage:
        return CoveredRows(verdict.coverage[:1], verdict.coverage_url or "")
    return await call.coverage_of(FIGURES, call.question(FIGURES, {"metric": verdict.claim.metric}))


async def told(call: Call, place: int, verdict: Verdict) -> CheckedClaim:
    first = verdict.records[0] if verdict.records else None
    coverage = await covered(call, verdict)
    return CheckedClaim(
        claim=place,
        verdict=verdict.verdict,
        rule=verdict.rule,
        sentence=verdict.sentence,
        differs=first.differs if first else [],
        unsaid=first.unsaid if first else [],
        record=await deciding(call, verdict),
        coverage=covered_rows(coverage, call.public_url, call.number)[:1],
        coverage_url=verdict.coverage_url,
    )


def summary(verdicts: list[Verdict]) -> str:
    """Count the verdicts: `Of 3 claims: matches 1, contradicted 2.`"""
    found = [each.verdict for each in verdicts]
    counts = [f"{each.replace('_', ' ')} {found.count(each)}" for each in dict.fromkeys(found)]
    if len(found) == 1:
        return f"The claim: {found[0].replace('_', ' ')}."
    return f"Of {len(found)} claims: {', '.join(counts)}."


TOOL: Final = Tool(
    name="check_claims",
    title="Check the numbers of a draft",
    about=ABOUT,
    arguments={"claims": Argument(about="The claims.", structure=SHAPE, unfold=read_claims)},
    required=("claims",),
    output=ClaimsAnswer,
    answer=check_claims,
)
