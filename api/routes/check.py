"""Check the numbers of a draft against the records of a release."""

from typing import Any

import msgspec
from litestar.response.base import ASGIResponse

from api.catalog.resources import BY_NAME
from api.check import claims
from api.check.lookup import CheckLookup
from api.http.confidential import CACHE_CONTROL
from api.query import parameters
from api.query.parsing import Question
from api.reading.releases import ReleaseRef
from api.routes.asked import Asked
from api.routes.choose_release import named_or_newest
from api.routes.operation import NOT_MODIFIED, Operation, Schema, record_response, title
from api.state import AppState

ABOUT = (
    "Compares up to 20 numbers of a draft with the records of a release, and says for each which records "
    "state it, allow it or contradict it. Each parameter is a list with one value for each claim, in the "
    "same order, or with one value that holds for all; `none` stands for what a claim leaves open. The "
    "server keeps and logs nothing of a claim, and no cache may keep the response. /guides/check has the "
    "rules."
)
MEANINGS = {
    "agency_id": "The agencies that the numbers are about.",
    "metric": "What is counted. A claim has either a metric or a kind.",
    "kind": "What is offered, such as a signing bonus.",
    "value": "The numbers.",
    "value_low": "The low ends of ranges, without `value`.",
    "value_high": "The high ends of ranges.",
    "qualifier": "How the draft qualifies the numbers: `more_than`, `approximately`. Default: exact.",
    "subset": "The part of the people or money that is counted. Default: all that the metric names.",
    "sex": "Whose numbers they are. Default: all.",
    "modality": "Whether the numbers are observed, targets and so on. Default: observed; of offers, offered.",
    "per": "The time unit of a pace or of pay. Default: a count; of offers, any.",
    "period": "The kinds of periods. Default: any.",
    "audience_kind": "To whom offers are made. Default: anybody.",
    "as_of": "When the numbers held: `2026-01-15`, `2026-01`, `2026-Q1`, `2026` or `FY2026`. Default: the "
    "newest ones on the day of printing, or else the headlines.",
    "target_date": "When plans are for, written like `as_of`. Default: any.",
    "printed_on": "The days on which the numbers were or are printed.",
}
EXAMPLE = "/v1/check?agency_id=us-dhs-ice&metric=applications&value=200000&qualifier=more_than&release=1"
EXAMPLES = {
    "agency_id": ["us-dhs-ice"], "metric": ["hires"], "value": [12000], "qualifier": ["more_than"],
    "subset": ["officers"], "as_of": ["2026-01"], "printed_on": ["2026-01-15"],
}  # fmt: skip


def documented(name: str) -> Schema:
    schema = {
        "name": name,
        "in": "query",
        "required": name == "agency_id",
        "description": MEANINGS[name],
        "schema": dict(claims.PARAMETERS[name].schema),
        "style": "form",
        "explode": False,
    }
    return schema | ({"example": EXAMPLES[name]} if name in EXAMPLES else {})


def operation() -> Operation:
    return Operation(
        path="/v1/check",
        id="checkClaims",
        summary="Check the numbers of a draft",
        description=ABOUT,
        tag=title(BY_NAME["staffing-figures"]),
        query={**claims.PARAMETERS, **parameters.moment_values()},
        required=("agency_id",),
        also={f"{name}_of_claims": documented(name) for name in claims.COLUMNS},
        negotiated=True,
        release=for_valid_claims,
        cache_control=CACHE_CONTROL,
        cited="",
        responses=(record_response("VerdictsAnswer", EXAMPLE), NOT_MODIFIED),
        problems=("InvalidQuery", "NotFound", "NotAcceptable"),
        remembered=False,
        answer=check,
    )


async def for_valid_claims(services: AppState, question: Question, key: Any) -> ReleaseRef:
    """Read the release that the question names, or else the newest. Invalid claims raise 400 before."""
    claims.read_all(question.values)
    return await named_or_newest(services, question, key)


async def check(asked: Asked) -> ASGIResponse:
    """Respond with a verdict for each claim, in the order of the claims."""
    read = claims.read_all(asked.question.values)
    release = await asked.chosen_release()
    verdicts = await CheckLookup(asked.pool, asked.public_url, release.number).answer(read)
    return await asked.respond_record(release, msgspec.json.encode(verdicts))
