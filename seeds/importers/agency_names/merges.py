"""Moves the figures and agreements of a body's older record to the newer one."""

from collections.abc import Iterator, Mapping, Sequence

import click

from seeds.importers.agency_names.register import Agency, figures
from seeds.importers.agency_names.successors import Pair, notice
from seeds.importers.shared.write import Row
from seeds.log.state import State

FIGURES, AGREEMENTS = "staffing-figures-moved.csv.gz", "agreements-moved.csv.gz"
MOVED = ["id", "agency_id", "change"]
# Records of these resources would need rows of their own; no pair has any.
OTHERS = ("incentives", "incentive-programs")


def moved_figures(state: State, found: Sequence[Pair], agencies: Mapping[str, Agency]) -> Iterator[Row]:
    new = dict(found)
    for fields in figures(state, set(new)):
        yield _moved(fields["id"], Pair(fields["agency_id"], new[fields["agency_id"]]), agencies)


def moved_agreements(state: State, found: Sequence[Pair], agencies: Mapping[str, Agency]) -> Iterator[Row]:
    new = dict(found)
    for key, record in state.records["agreements"].items():
        if (old := record.fields["agency_id"]) in new:
            yield _moved(key, Pair(old, new[old]), agencies)


def _moved(key: str, pair: Pair, agencies: Mapping[str, Agency]) -> Row:
    text = notice(agencies[pair.old], agencies[pair.new])
    return {"id": key, "agency_id": pair.new, "change": {"kind": "our_error", "notice": text}}


def check_others(state: State, found: Sequence[Pair]) -> None:
    """Refuse pairs of which the older record has more than figures and agreements."""
    old = {pair.old for pair in found}
    for resource in OTHERS:
        left = [key for key, record in state.records[resource].items() if record.fields["agency_id"] in old]
        if left:
            raise click.ClickException(
                f"{resource} of replaced agencies: {', '.join(left)}. Move them by hand."
            )
    if parts := [key for key, each in state.records["agencies"].items() if each.fields["parent_id"] in old]:
        raise click.ClickException(f"agencies within replaced agencies: {', '.join(parts)}")
