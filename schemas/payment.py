"""An installment of an incentive."""

from typing import Annotated

from msgspec import Meta, Struct

from schemas import types


class Payment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An instalment of an incentive: an amount in the incentive's unit, or a percentage of the whole."""

    amount: Annotated[types.Number | None, Meta(description="The instalment, in the incentive's unit.")]
    percent: Annotated[types.Number | None, Meta(description="The instalment as a percentage of the whole.")]
    when: Annotated[str, Meta(description="When it is paid, as stated.")]
    times: Annotated[int, Meta(description="How often it is paid.")]
