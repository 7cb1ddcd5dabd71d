"""What exactly a stated value counts, as rows of a list: a label, a value, and what it means."""

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from api.catalog.resource import Resource
from api.cite.titles import SEXES, spaced
from api.site.facts import EXPLAINED, Cell
from api.site.links import Links
from api.site.words import BASES, MODALITIES, QUALIFIERS
from schemas.incentive_program import IncentiveProgram
from schemas.metric import Metric


class Row(Struct, frozen=True, kw_only=True):
    """`note`: what the value means."""

    label: str
    value: Cell | None = None
    note: str | None = None


class Beside(Struct, frozen=True, kw_only=True):
    """The metric that a record counts, and the program that it belongs to."""

    metric: Metric | None
    program: IncentiveProgram | None


def meaning(resource: Resource, record: Any, beside: Beside, links: Links) -> list[Row]:
    return [
        *counted(record, beside.metric, links),
        *kind_of_number(record),
        *circumstances(resource, record, beside.program, links),
    ]


def counted(record: Any, metric: Metric | None, links: Links) -> Iterator[Row]:
    if metric:
        value = Cell(text=metric.label, href=links.record("metrics", metric.id))
        yield Row(label="What was counted", value=value, note=metric.definition)
    for name, label in (("subset", "Which part"), ("eligibility", "Which tier")):
        if code := getattr(record, name, None):
            entry = EXPLAINED[name][code]
            yield Row(label=label, value=Cell(text=entry["label"]), note=entry.get("definition"))
    for name, label in (
        ("subset_as_stated", "The source's words for that part"),
        ("audience", "For whom"),
        ("eligibility_as_stated", "Tier, as stated"),
        ("as_stated", "The source's words for the number"),
    ):
        if text := getattr(record, name, None):
            yield Row(label=label, value=Cell(text=f"“{text}”"))
    if sex := SEXES.get(getattr(record, "sex", "all")):
        yield Row(label="Whose number", value=Cell(text=sex))


def kind_of_number(record: Any) -> Iterator[Row]:
    yield Row(
        label="Kind of number",
        value=Cell(text=spaced(record.modality).capitalize()),
        note=MODALITIES[record.modality],
    )
    if (qualifier := getattr(record, "qualifier", None)) not in {None, "exact"}:
        yield Row(label="Qualifier", value=Cell(text=spaced(qualifier)), note=QUALIFIERS[qualifier])
    if record.date_basis:
        yield Row(label="Date", note=BASES[record.date_basis])


def circumstances(
    resource: Resource, record: Any, program: IncentiveProgram | None, links: Links
) -> Iterator[Row]:
    if months := getattr(record, "service_obligation_months", None):
        yield Row(label="Service asked for", value=Cell(text=f"{months} months"))
    if terms := getattr(record, "payout_terms", None):
        yield Row(label="Payment", value=Cell(text=terms))
    if program:
        page = links.record("incentive-programs", program.id)
        yield Row(label="Program", value=Cell(text=program.name, href=page), note=program.summary)
    if whole := getattr(record, "part_of", None):
        value = Cell(text=whole, href=links.record(resource.references["part_of"], whole))
        yield Row(label="Part of", value=value, note="That amount includes this one. Never add both.")
    if computed := getattr(record, "computed", None):
        yield Row(label="Computed by Muster", value=Cell(text=computed))
    if record.note:
        yield Row(label="Note", value=Cell(text=record.note))
