"""SQL for the ids that the filters of a question name, and for the records that they may name."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME, REVISED
from api.query.parsing import Question
from api.query.sql import Statement

# The suffixes of filters that name records. The others compare or test for null.
SUFFIXES = ("", "__not", "__in")


class Target(Struct, frozen=True, kw_only=True):
    """The records that a filter may name: those of one resource, or (None) of all resources with revisions.

    `past`: whether it may name those that an earlier release had, too.
    """

    resource: Resource | None
    past: bool

    @property
    def name(self) -> str:
        return self.resource.name if self.resource else "all resources"

    @property
    def resources(self) -> tuple[Resource, ...]:
        return (self.resource,) if self.resource else REVISED

    @property
    def key(self) -> str:
        """SQL for the key of a record `x`, as text."""
        if self.registered or self.resource is None:
            return "x.id"
        key = self.resource.key
        return f"x.{key}" if self.resource.columns[key].kind == "id" else f"x.{key}::text"

    @property
    def registered(self) -> bool:
        """Whether the registry of ids lists the records, rather than the resource's own view."""
        return self.resource is None or (self.past and self.resource.revised)

    def rows(self, statement: Statement) -> str:
        """SQL for the records, as `x`. The statement reads its release as `r`."""
        if not self.registered and self.resource is not None:
            return f"{self.resource.view} x where {statement.validity.format('x')}"
        mine = f" and x.resource = '{self.resource.name}'" if self.resource else ""
        valid = "" if self.past else " and (x.withdrawn_in is null or x.withdrawn_in > r.number)"
        return f"api.records x where x.since <= r.number{valid}{mine}"

    @property
    def current(self) -> str:
        """SQL that leaves out a record that another one replaced."""
        replaced = self.resource is not None and "replaced_by" in self.resource.columns
        return " and x.replaced_by is null" if replaced and not self.registered else ""


def targets(resource: Resource, *, past: bool = False) -> Mapping[str, Target]:
    """Map each column that holds ids to the records that they are ids of.

    The resources that list what releases did name the records of all releases so far. So do their feeds
    (`past`).
    """
    own = {resource.key: resource.name} | resource.references
    listing = bool(resource.ends)
    named = {
        column: Target(resource=BY_NAME[name], past=past or (listing and column != resource.key))
        for column, name in own.items()
    }
    past = past or listing
    return named | {column: Target(resource=None, past=past) for column in resource.mentions}


def filters(resource: Resource, question: Question, *, past: bool = False) -> Iterator[tuple[str, Target]]:
    """Yield each parameter of the question that names records, and the records that it may name."""
    for column, target in targets(resource, past=past).items():
        for suffix in SUFFIXES:
            if (name := column + suffix) in question.values and name in resource.conditions:
                yield name, target


def unmatched(statement: Statement, question: Question, *, past: bool = False) -> str:
    """SQL for the rows (parameter, key) of the ids that name nothing. Empty if no filter names records."""
    return " union all ".join(
        f"select '{name}' as parameter, k from unnest({keys(statement, name, question)}) k "
        f"where not exists (select from {target.rows(statement)} and {target.key} = k{target.current})"
        for name, target in filters(statement.resource, question, past=past)
    )


def keys(statement: Statement, name: str, question: Question) -> str:
    """SQL for the ids in a filter, as an array of texts."""
    column, operator = statement.resource.conditions[name]
    value = statement.value(question.values[name])
    number = column.kind == "integer"
    if operator.suffix == "__in":
        return f"{value}::integer[]::text[]" if number else f"{value}::text[]"
    return f"array[{value}::integer::text]" if number else f"array[{value}::text]"
