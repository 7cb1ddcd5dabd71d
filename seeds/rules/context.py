"""The records that a rule can look up: the folders before, with this folder's changes on top."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from schemas.vocabularies import Unit
from seeds.headline.rule import QUALITIES
from seeds.log.release_changes import ReleaseChanges
from seeds.log.revisions import Revision
from seeds.log.state import State
from seeds.values.fields import FIGURES, Fields


class Context:
    """A state and the changes of the folder after it."""

    def __init__(self, state: State, changes: ReleaseChanges) -> None:
        self.state, self.changes = state, changes
        self.revisions, self.figures = changes.revisions, changes.figures
        self.published_on = changes.published_on
        self._resources = {record_id: name for name, of in self.revisions.items() for record_id in of}

    def add(self, revision: Revision) -> None:
        """Add a curated record that a wide table only merges into."""
        self.revisions[revision.resource][revision.row.id] = revision
        self._resources[revision.row.id] = revision.resource

    def resource_of(self, record_id: str) -> str | None:
        if record_id in self.figures:
            return FIGURES
        return self._resources.get(record_id) or self.state.resource_of(record_id)

    def is_in_release(self, record_id: str) -> bool:
        """Whether a row of this folder uses the id."""
        return record_id in self.figures or record_id in self._resources

    def is_used(self, record_id: str) -> bool:
        """Whether this folder or one before it ever used the id."""
        if record_id in self.figures or record_id in self._resources:
            return True
        return self.state.location_of(record_id) is not None or record_id in self.state.removed.records

    def is_agency(self, record_id: str) -> bool:
        return self.fields("agencies", record_id) is not None

    def is_live(self, record_id: str) -> bool:
        """Whether the record is live after this folder is published."""
        resource = self._resources.get(record_id)
        if resource is not None:
            return self.revisions[resource][record_id].operation != "withdrawn"
        return record_id in self.figures or self.state.is_live(record_id)

    def fields(self, resource: str, record_id: str | None) -> Fields | None:
        """Return the fields of the live record as this folder leaves it."""
        if record_id is None:
            return None
        if revision := self.revisions[resource].get(record_id):
            return revision.fields if revision.operation != "withdrawn" else None
        record = self.state.record(resource, record_id)
        return record.fields if record else None

    def live(self, resource: str) -> Mapping[str, Fields]:
        """Return the live records of a resource by id, without the figures of wide tables."""
        records = {key: record.fields for key, record in self.state.records[resource].items()}
        for key, revision in self.revisions[resource].items():
            if revision.operation == "withdrawn":
                records.pop(key, None)
            else:
                records[key] = revision.fields
        return records

    @cached_property
    def supporters(self) -> Mapping[str, list[str]]:
        """The source ids of the citations that support each record."""
        supporters: defaultdict[str, list[str]] = defaultdict(list)
        for citation in self.live("citations").values():
            for record_id in citation["supports"]:
                supporters[record_id].append(citation["source_id"])
        return supporters

    def source_of(self, fields: Fields) -> Fields | None:
        """Return the record's own source, else the best source of a citation that supports it."""
        if fields["source_id"]:
            return self.fields("sources", fields["source_id"])
        cited = (self.fields("sources", source_id) for source_id in self.supporters.get(fields["id"], []))
        return min((source for source in cited if source), key=_source_rank, default=None)

    def unit(self, fields: Fields) -> Unit | None:
        """Return the metric's unit for a figure, else the record's own."""
        metric = self.fields("metrics", fields.get("metric"))
        return metric["unit"] if metric else fields.get("unit")

    def fiscal_year_end(self, fields: Fields) -> str | None:
        """Return the value of the record's source, else of a source that supports it."""
        if "fiscal_year_end" in fields:
            return fields["fiscal_year_end"]  # type: ignore[no-any-return]
        cited = [fields.get("source_id"), *self.supporters.get(fields["id"], [])]
        sources = (self.fields("sources", source_id) for source_id in cited)
        ends = (source["fiscal_year_end"] for source in sources if source)
        return next((end for end in ends if end), None)


def _source_rank(source: Fields) -> tuple[int, str, str]:
    return QUALITIES.index(source["quality"]), source["published_on"] or "9999", source["id"]
