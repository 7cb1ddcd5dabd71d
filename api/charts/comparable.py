"""Which records may stand side by side in one chart, and why others may not."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from api.charts.points import not_drawable

# More bars than that are no chart on a phone.
MOST: Final = 50
# Columns in which the records of one chart must agree.
SAME: Final = ("metric", "kind", "unit", "modality", "per", "period")


def drawn(records: Sequence[Any]) -> list[Any]:
    """List the records with a number that is not known to be wrong. Raises 400 with every reason."""
    if len(records) > MOST:
        raise not_drawable(f"The list has more than {MOST} records. Add filters, such as headline=true.")
    shown = [each for each in records if each.value is not None and each.rank != "deprecated"]
    if not shown:
        raise not_drawable("No record of this list has a number, so there is nothing to draw.")
    if reasons := " ".join(misleading(shown)):
        raise not_drawable(f"Side by side these records would mislead. {reasons}")
    return shown


def misleading(records: Sequence[Any]) -> Iterator[str]:
    for column in SAME:
        codes = dict.fromkeys(str(getattr(each, column, None)) for each in records)
        if len(codes) > 1:
            yield f"They differ in {column}: {', '.join(list(codes)[:5])}. Filter by {column}."
    agencies = {each.agency_id for each in records}
    if any(each.agency_parent_id in agencies for each in records):
        yield "An agency stands beside one that belongs to it. Filter by agency_id__in."
    if len({each.agency_aggregate for each in records}) > 1:
        yield "A total of agencies stands beside agencies. Filter by agency_aggregate."
    sexes = {getattr(each, "sex", "all") for each in records}
    if "all" in sexes and len(sexes) > 1:
        yield "Men or women stand beside all. Filter by sex."
    ids = {each.id for each in records}
    if any(each.part_of in ids for each in records):
        yield "An amount stands beside one that includes it. Filter by id__in."
