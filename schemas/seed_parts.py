"""What the rows of seed files are made of: ids, dates, reasons for changes, payments, steps, coverage."""

from decimal import Decimal
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from schemas import vocabularies as v

Id = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Code = Annotated[str, Meta(pattern="^[a-z0-9]+(_[a-z0-9]+)*$", max_length=120)]
Text = Annotated[str, Meta(min_length=1, max_length=2000)]
# A day, month, quarter, year or fiscal year. TOML dates are converted to text first.
When = Annotated[str, Meta(pattern=r"^(FY\d{4}|\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4])?)$")]
Number = int | Decimal


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reason a row replaces or withdraws a record. Corrections need a notice for readers."""

    kind: v.ChangeKind
    notice: Text | None = None


class Payment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    amount: Number | None = None
    percent: Number | None = None
    when: Text
    times: int = 1


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of an attribution, from the page we read to the speaker. Without a name: the publisher."""

    name: Text | None = None
    role: Text | None = None
    verb: v.Verb
    said_on: When | None = None
    source_id: Id | None = None


class Coverage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rows that an importer loaded for one year, and those it skipped, with the reasons."""

    year: int
    loaded: int
    skipped: int = 0
    reason: Text | None = None


class Seed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: Id
    mode: Annotated[str, Meta(pattern="^(merge|withdraw)$")] | UnsetType = UNSET
    change: Change | UnsetType = UNSET
