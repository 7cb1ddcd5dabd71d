"""What a rule may ask: the folders before with this folder laid over them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from schemas.vocabularies import Unit
from seeds.drafts import Draft, Entry
from seeds.fields import Fields
from seeds.headline import QUALITIES
from seeds.state import FIGURES, State

Drafts = dict[str, dict[str, Draft]]


class World:
    """`melted` grows while the folder's wide tables are checked."""

    def __init__(self, state: State, drafts: Drafts, published_on: date) -> None:
        self.state = state
        self.drafts = drafts
        self.published_on = published_on
        self.melted: dict[str, int] = {}
        self._resources = {record_id: name for name, of in drafts.items() for record_id in of}

    def add(self, draft: Draft) -> None:
        """A record that a wide table only merges into."""
        self.drafts[draft.resource][draft.row.id] = draft
        self._resources[draft.row.id] = draft.resource

    def resource_of(self, record_id: str) -> str | None:
        if record_id in self.melted:
            return FIGURES
        return self._resources.get(record_id) or self.state.resource_of(record_id)

    def is_new(self, record_id: str) -> bool:
        """Whether a row of this folder has given the id already."""
        return record_id in self.melted or record_id in self._resources

    def knows(self, record_id: str) -> bool:
        if record_id in self.melted or record_id in self._resources:
            return True
        return self.state.place_of(record_id) is not None or record_id in self.state.removed.records

    def is_agency(self, record_id: str) -> bool:
        return self.fields("agencies", record_id) is not None

    def holds(self, record_id: str) -> bool:
        """Whether the record is live once this folder is published."""
        resource = self._resources.get(record_id)
        if resource is not None:
            return self.drafts[resource][record_id].operation != "withdrawn"
        return record_id in self.melted or self.state.holds(record_id)

    def fields(self, resource: str, record_id: str | None) -> Fields | None:
        """The live record as this folder leaves it."""
        if record_id is None:
            return None
        if found := self.drafts[resource].get(record_id):
            return found.fields if found.operation != "withdrawn" else None
        entry = self.state.entry(resource, record_id)
        return entry.fields if entry else None

    def live(self, resource: str) -> Mapping[str, Fields]:
        """The records of a small resource; of figures those that no wide table holds."""
        before = {key: entry.fields for key, entry in self.state.entries[resource].items()}
        now = {key: d.fields for key, d in self.drafts[resource].items() if d.operation != "withdrawn"}
        gone = {key for key, d in self.drafts[resource].items() if d.operation == "withdrawn"}
        return {key: value for key, value in (before | now).items() if key not in gone}

    def entry(self, resource: str, record_id: str) -> Entry | None:
        return self.state.entry(resource, record_id)

    @cached_property
    def supporters(self) -> Mapping[str, list[str]]:
        """By record: the sources of the citations that support it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for citation in self.live("citations").values():
            for record_id in citation["supports"]:
                found[record_id].append(citation["source_id"])
        return found

    def source_of(self, fields: Fields) -> Fields | None:
        """The source a record is taken from: its own, else that of the best passage that supports it."""
        if fields["source_id"]:
            return self.fields("sources", fields["source_id"])
        cited = (self.fields("sources", source_id) for source_id in self.supporters.get(fields["id"], []))
        return min((source for source in cited if source), key=_worth, default=None)

    def unit(self, fields: Fields) -> Unit | None:
        """A figure's unit is its metric's."""
        metric = self.fields("metrics", fields.get("metric"))
        return metric["unit"] if metric else fields.get("unit")

    def fiscal_year_end(self, fields: Fields) -> str | None:
        """From the record's source, or from one whose passage supports it."""
        if "fiscal_year_end" in fields:
            return fields["fiscal_year_end"]  # type: ignore[no-any-return]
        cited = [fields.get("source_id"), *self.supporters.get(fields["id"], [])]
        sources = (self.fields("sources", source_id) for source_id in cited)
        return next(
            (found["fiscal_year_end"] for found in sources if found and found["fiscal_year_end"]), None
        )


def _worth(source: Fields) -> tuple[int, str, str]:
    return QUALITIES.index(source["quality"]), source["published_on"] or "9999", source["id"]
