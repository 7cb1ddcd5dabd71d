"""Build SQL text and arguments from a question. Names come from the catalog; values are always $n.

Every statement joins the release it reads, so a database without that release returns no row.
"""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from api.catalog.columns import Column
from api.catalog.intervals import EXACT
from api.catalog.operators import Operator
from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.query.agency_words import written_out
from api.query.figure_words import without_asking
from api.query.parsing import Question

RELEASE = "r.number, r.content_sha256, r.published_at"


class Statement:
    """A statement under construction: its arguments, and the release it reads (None = the newest).

    A `lateral` statement compares validity with the release's row `r` instead of an argument. Then PostgreSQL
    expects the same cost for every release and reuses one generic plan instead of planning every time.

    `validity` is a template for the condition that a row is valid in the release; `valid` is the one for `x`.
    """

    def __init__(self, resource: Resource, release: Any, *, lateral: bool = False) -> None:
        self.resource = resource
        self.args: list[Any] = []
        self.release = release
        if release is None:
            self.releases = "api.current_release r"
            self.validity = "{0}.to_release is null"
        else:
            number = self.value(release) + "::integer"
            self.releases = f"(select {RELEASE} from api.releases r where r.number = {number}) r"
            at = "r.number" if lateral else number
            self.validity = (
                f"{{0}}.from_release <= {at} and ({{0}}.to_release is null or {{0}}.to_release >= {at})"
            )
        self.valid = self.validity.format("x")
        self.joins = ""

    def value(self, value: Any) -> str:
        self.args.append(value)
        return f"${len(self.args)}"

    def name_of(self, column: str) -> str:
        """SQL for the name of the record that a column of ids refers to, in the same release.

        Uses a join, because a subquery would keep PostgreSQL from running the statement in parallel.
        """
        target, named = BY_NAME[self.resource.references[column]], f"named_{column}"
        self.join(target.view, named, f"{named}.{target.key} = x.{column}")
        return f"{named}.name"

    def size(self) -> str:
        """SQL for the number of people that the agency had when last counted in the release."""
        self.join("api.agency_sizes_at", "size_of", "size_of.id = x.id")
        return "size_of.size"

    def join(self, view: str, alias: str, on: str) -> None:
        """Join the view's rows of the release, once."""
        join = f" left join {view} {alias} on {on} and {self.validity.format(alias)}"
        if join not in self.joins:
            self.joins += join

    @property
    def rows(self) -> str:
        """The records of the release, before any filter."""
        return f"{self.resource.view} x{self.joins} where {self.valid}"


class Filters(Struct, frozen=True, kw_only=True):
    """Conditions that must all be true, and mutually exclusive `arms` of which one must be true, if any."""

    common: list[str]
    words: list[str]
    arms: list[str]

    @property
    def all(self) -> list[str]:
        either = [f"({' or '.join(f'({arm})' for arm in self.arms)})"] if self.arms else []
        return [*self.common, *either, *self.words]


def conditions(statement: Statement, question: Question) -> list[str]:
    return filters(statement, question).all


def filters(statement: Statement, question: Question) -> Filters:
    """Build the conditions in the order of parameter names, so that the same filters give the same text."""
    definitions = statement.resource.conditions
    names = [name for name in sorted(question.values) if name in definitions]
    stated = [name for name in names if definitions[name][1].by_match is not None]
    words = searched(statement.resource, question.get("q"))
    return Filters(
        common=[
            condition(statement, name, *definitions[name], question) for name in names if name not in stated
        ],
        arms=stated_arms(statement, stated, question) if stated else [],
        words=[] if words is None else [f"x.search @@ {web_search(statement, words)}"],
    )


def searched(resource: Resource, words: Any) -> Any:
    """The words that the index is searched for. A placeholder stays: `keyset.page` fills it in."""
    if not isinstance(words, str):
        return words
    return written_out(words) if resource.by_name else without_asking(words)


def and_all(where: Sequence[str]) -> str:
    return "".join(f"\n    and {each}" for each in where)


def web_search(statement: Statement, words: Any) -> str:
    """SQL for a search. The same words become one argument, however often the statement uses them."""
    place = next((n for n, value in enumerate(statement.args, 1) if value is words), None)
    value = f"${place}" if place else statement.value(words)
    return f"websearch_to_tsquery('pg_catalog.english', {value})"


def condition(statement: Statement, name: str, column: Column, operator: Operator, question: Question) -> str:
    value = question.values[name]
    sql = (
        operator.sql.replace("{v}", statement.value(value))
        if operator.choose is None
        else operator.choose[value]
    )
    return f"({sql.replace('{c}', f'x.{column.name}')})"


def stated_arms(statement: Statement, names: Sequence[str], question: Question) -> list[str]:
    """Build all comparisons of stated values, once for exact numbers and once for the others.

    Separated from the others, exact numbers are one range of an index, possibly an empty one.
    """
    exact, others = [EXACT], [f"not {EXACT}"]
    for name in names:
        column, operator = statement.resource.conditions[name]
        value = statement.value(question.values[name])
        exact.append(operator.sql.replace("{c}", f"x.{column.name}").replace("{v}", value))
        if operator.by_match is not None:
            others.append(operator.by_match[question.get("match", "stated")].replace("{v}", value))
    return [" and ".join(exact), " and ".join(others)]


def body(statement: Statement, included: Sequence[str], row: str) -> str:
    """SQL for a row's record as JSON, with the included related records at its end, or null."""
    related = "".join(
        f""" || ',"{relation}":' || coalesce({related_body(statement, relation, row)}, 'null')"""
        for relation in included
    )
    return f"left({row}.body, -1){related} || '}}'" if included else f"{row}.body"


def related_body(statement: Statement, relation: str, row: str) -> str:
    column = statement.resource.include[relation]
    target = BY_NAME[statement.resource.references[column]]
    valid = statement.validity.format("y")
    return f"(select y.body from {target.view} y where y.{target.key} = {row}.{column} and {valid})"


def records_by_key(
    resource: Resource, keys: list[Any], release: int | None, included: Sequence[str] = ()
) -> tuple[str, list[Any]]:
    """Select the release and its records with these keys; one row without a record if there are none."""
    statement = Statement(resource, release)
    replaced = ", x.replaced_by" if "replaced_by" in resource.columns else ""
    value = resource.columns[resource.key].value
    among = f"any({statement.value(keys)}{value.array if value else '::text[]'})"
    record = encoded(body(statement, included, "x"))
    sql = f"""select {RELEASE}, x.{resource.key} as key, {record} as body{replaced}
from {statement.releases}
left join {resource.view} x on x.{resource.key} = {among} and {statement.valid}"""
    return sql, statement.args


def rows_or_null(statement: Statement, rows: str) -> str:
    """Select these rows, or one row of nulls if there are none. No row at all means a missing release."""
    return f"select i.* from {statement.releases} left join lateral ({rows}) i on true"


def encoded(text: str) -> str:
    """SQL for the text as bytes, which go to the client without conversion."""
    return f"convert_to({text}, 'UTF8')"
