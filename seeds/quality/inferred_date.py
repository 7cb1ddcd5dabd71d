"""`inferred_date`: a date that the source does not state."""

from collections.abc import Iterator

from seeds.quality.figures import Agency, Mark

NOTES = {
    "inferred": "The source states no full date, and Muster inferred it: check when this was counted.",
    "source_date": "The date is that of the source, which states none for the number: it may be older.",
}


def inferred_date(agency: Agency) -> Iterator[Mark]:
    for each in agency.figures:
        if note := NOTES.get(each.date_basis or ""):
            yield Mark(id=each.id, flag="inferred_date", note=note)
