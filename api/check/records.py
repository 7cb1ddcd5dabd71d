"""The records that decisions name, each in the release that states it so."""

from typing import Any, Final, TypeAlias

import msgspec

from api.catalog.resource import Resource
from api.check.facts import FIGURES, Fact
from schemas.area_figure import AreaFigure
from schemas.cited_passage import CitedPassage
from schemas.incentive import Incentive
from schemas.staffing_figure import StaffingFigure

Record: TypeAlias = StaffingFigure | Incentive
# (id, release) → the record in that release.
Records: TypeAlias = dict[tuple[str, int], Record]
SUPPORTING: Final = frozenset({"supports", "repeats"})
figure = msgspec.json.Decoder(StaffingFigure).decode
incentive = msgspec.json.Decoder(Incentive).decode


def decode_record(resource: Resource, body: bytes) -> Record:
    return figure(body) if resource is FIGURES else incentive(body)


def stated_in(fact: Fact, release: int) -> int:
    """Return the release in which to read the fact: the one that is asked for, or the last that states it."""
    return release if fact.holds_in(release) or fact.to_release is None else fact.to_release


def best(record: Record | AreaFigure) -> CitedPassage | None:
    """Return the best passage that states the record."""
    return next((each for each in record.citations if each.relation in SUPPORTING), None)


def chain(passage: CitedPassage | None) -> str | None:
    names: list[Any] = [] if passage is None else [step.name for step in passage.attribution if step.name]
    return " > ".join(names) or None
