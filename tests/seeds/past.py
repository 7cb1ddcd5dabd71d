"""What the past of a log of releases should be, in plain Python: states of seed fields, changes, statuses."""

import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from schemas.value_columns import VALUE_COLUMNS
from schemas.vocabularies import CORRECTIONS
from seeds.values.rows import COLUMNS, DERIVED_COLUMNS, MEASURED
from tests.seeds.model import Model, Record, Served, plain

# Resource and id → the fields that a seed names and that are known.
State = dict[tuple[str, str], Record]
WEIGHTS = {
    "enrichment": "superseded",
    "update": "superseded",
    "source_revision": "superseded",
    "definition_change": "superseded",
    "our_error": "corrected",
    "source_correction": "corrected",
}
ORDER = ["current", "superseded", "corrected", "retracted"]


class Moment(Struct, frozen=True, kw_only=True):
    """A release: its state, what it did to which records, and what it serves."""

    state: State
    tails: dict[str, tuple[str, str | None, str | None]]
    served: Served


def moments(log: Path) -> list[Moment]:
    """By release number; before the first there is nothing."""
    model = Model()
    found = [Moment(state={}, tails={}, served={})]
    for folder in sorted(log.iterdir()):
        served = model.publish(folder)
        found.append(Moment(state=state_of(model), tails=model.tails, served=served))
    return found


def state_of(model: Model) -> State:
    return {
        (resource, record_id): stated(resource, columns)
        for resource, records in model.live.items()
        for record_id, columns in records.items()
    }


def stated(resource: str, columns: Record) -> Record:
    """A record as a seed would state it: nothing that derives, nothing that is unknown."""
    names = [name for name in COLUMNS[resource] if name not in {"id", *DERIVED_COLUMNS}]
    if resource in MEASURED:
        names.remove("unit")
    if columns.get("qualifier") == "between":
        names += ["value_low", "value_high"]
    values = {name: as_json(columns[name], name) for name in names}
    return {name: value for name, value in values.items() if value not in (None, [])}


def as_json(value: Any, name: str) -> Any:
    if name in {"payments", "attribution", "coverage"}:
        return json.loads(value)
    return plain(value)


def applied(state: State, changes: list[Record]) -> State:
    """The state after these changes, by nothing but what they say."""
    after = {key: dict(record) for key, record in state.items()}
    for change in changes:
        key = (change["resource"], change["record_id"])
        if change["operation"] == "withdrawn":
            del after[key]
            continue
        record = after.setdefault(key, {})
        for each in change["fields"]:
            assert record.get(each["field"]) == (None if each["old"] == [] else each["old"])
            record[each["field"]] = each["new"]
            if each["new"] in (None, []):
                del record[each["field"]]
    return after


def status(past: list[Moment], resource: str, record_id: str, since: int) -> tuple[str, int | None]:
    """How a record stands that was cited at `since`, and the release that made it stand so."""
    worst, decisive = "current", None
    for number in range(since + 1, len(past)):
        found = weight(past, resource, record_id, number)
        if ORDER.index(found) > ORDER.index(worst):
            worst, decisive = found, number
    return worst, decisive


def weight(past: list[Moment], resource: str, record_id: str, number: int) -> str:
    operation, kind, _ = past[number].tails.get(record_id, ("", None, None))
    if operation not in {"changed", "withdrawn"}:
        return "current"
    before = past[number - 1].state[resource, record_id]
    after = past[number].state.get((resource, record_id), {})
    if operation == "withdrawn" or kind == "retraction":
        return "retracted"
    if after.get("rank") == "deprecated" != before.get("rank"):
        return "retracted"
    moved = [name for name in VALUE_COLUMNS[resource] if before.get(name) != after.get(name)]
    if kind == "enrichment":
        moved = [name for name in moved if name in before]
    return WEIGHTS[kind or ""] if moved else "current"


def corrections(past: list[Moment]) -> set[str]:
    return {
        f"{number}-{record_id}"
        for number, moment in enumerate(past)
        for record_id, (_, kind, _) in moment.tails.items()
        if kind in CORRECTIONS
    }


def newer(past: list[Moment], resource: str, record_id: str, since: int) -> tuple[Any, str] | None:
    """Day and id of the latest record of its series, where it is later than the one asked about."""
    now = past[-1].served[resource]
    known = now.get(record_id) or past[since].served[resource].get(record_id)
    if known is None or known["as_of"] is None:
        return None
    later = [
        each
        for each in now.values()
        if each["series"] == known["series"] and each["as_of"] and each["as_of"] > known["as_of"]
        if each["rank"] != "deprecated"
    ]
    best = min(later, key=lambda each: each["id"], default=None)
    best = max(later, key=lambda each: (each["as_of"], each["headline"]), default=best)
    return (best["as_of"], best["id"]) if best else None
