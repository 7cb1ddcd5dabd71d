"""What one release folder does to the records before it, as the state and the rules read it."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, Protocol

from msgspec import Struct, field

from seeds.folder.header import Header
from seeds.log.revisions import Revision, Revisions
from seeds.values.fields import RESOURCES, Fields
from seeds.values.rows import ChangeValues

# The publication date of a folder whose release.toml cannot be read: no date lies after it.
NO_DATE: Final = date.max


class FigureIndex(Protocol):
    """Finds the figures of one wide table by agency and suffix, the two parts of a figure's id."""

    def suffixes(self) -> set[str]: ...

    def contains(self, agency: str, suffix: str) -> bool: ...

    def clear(self) -> None: ...


class FigureTable(Protocol):
    """A wide table as the log sees it. `is_lazy` tables do not list the ids of their figures."""

    @property
    def is_lazy(self) -> bool: ...

    @property
    def index(self) -> FigureIndex: ...

    @property
    def change_values(self) -> Mapping[str, ChangeValues]: ...

    def figures(self, agencies: Container[str] | None = None) -> Iterator[Fields]: ...

    def find(self, record_id: str) -> Fields | None: ...


class ReleaseChanges(Struct, frozen=True, kw_only=True):
    """The revisions, figures and wide tables of one folder.

    `figures` maps the id of each figure of a wide table to its table's location in the state. It grows while
    the tables are validated.
    """

    folder: str
    header: Header | None = None
    revisions: Revisions = field(default_factory=lambda: {resource: {} for resource in RESOURCES})
    figures: dict[str, int] = field(default_factory=dict)
    tables: Sequence[FigureTable] = ()

    @property
    def published_on(self) -> date:
        return self.header.release.published_at.date() if self.header else NO_DATE

    def all_revisions(self) -> Iterator[Revision]:
        for revisions in self.revisions.values():
            yield from revisions.values()
