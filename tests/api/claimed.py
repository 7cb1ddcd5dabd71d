"""The claim that states what a record states, and claims as the parameters of a request."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from api.check import times

ASKED = (
    "agency_id", "metric", "kind", "value", "value_low", "value_high", "qualifier", "subset", "sex",
    "modality", "per", "period", "audience_kind", "as_of", "target_date",
)  # fmt: skip


def claim_of(record: Mapping[str, Any]) -> dict[str, str]:
    """The parameters that claim what a record of the API states."""
    given = {name: record.get(name) for name in ASKED}
    if record["qualifier"] != "between":
        given |= {"value_low": None, "value_high": None}
    given["as_of"] = partial(record.get("as_of") or record.get("period_end"), record.get("as_of_precision"))
    given["target_date"] = partial(record.get("target_date"), record.get("target_date_precision"))
    return {name: written(each) for name, each in given.items() if each is not None}


def written(value: Any) -> str:
    if isinstance(value, str):
        return value
    exact = Fraction(value)
    return format(Decimal(exact.numerator) / Decimal(exact.denominator), "f")


def partial(day: str | None, precision: Any) -> str | None:
    return None if day is None else times.written(date.fromisoformat(day), precision or "day")


def address(*claims: Mapping[str, str], **more: Any) -> str:
    """The URL that checks these claims, each list as long as there are claims."""
    names = dict.fromkeys(name for claim in claims for name in claim)
    lists = {name: ",".join(claim.get(name, "none") for claim in claims) for name in names}
    return f"/v1/check?{urlencode(lists | more, safe=',')}"
