"""A question as SQL text and its arguments. Names come from the catalogue; values are only ever $n.

Every statement joins the release it reads, so a database without that release answers no row at all.
"""

from collections.abc import Sequence
from typing import Any

from api.catalog import BY_NAME
from api.columns import Column
from api.grammar import Operator
from api.query import Question
from api.resource import Resource

RELEASE = "r.number, r.content_sha256, r.published_at"


class Statement:
    """SQL text in the making: its arguments, and which release it reads (None = the newest).

    A `lateral` one compares spans with the release's row `r`, not with its parameter: only then PostgreSQL
    expects the same of the plan for any release as of the plan for this one, and plans once, not every time.
    """

    def __init__(self, resource: Resource, release: Any, *, lateral: bool = False) -> None:
        self.resource = resource
        self.args: list[Any] = []
        self.release = release
        if release is None:
            self.releases = "api.current_release r"
            self.holding = "{0}.to_release is null"
        else:
            number = self.value(release) + "::integer"
            self.releases = f"(select {RELEASE} from api.releases r where r.number = {number}) r"
            at = "r.number" if lateral else number
            self.holding = (
                f"{{0}}.from_release <= {at} and ({{0}}.to_release is null or {{0}}.to_release >= {at})"
            )
        self.held = self.holding.format("x")
        self.joins = ""

    def value(self, given: Any) -> str:
        self.args.append(given)
        return f"${len(self.args)}"

    def name_of(self, column: str) -> str:
        """SQL of the name of what a column of ids names, at the same release.

        Joined, where a subquery would keep PostgreSQL from sharing the work among processes.
        """
        target, named = BY_NAME[self.resource.references[column]], f"named_{column}"
        join = f" left join {target.view} {named} on {named}.{target.key} = x.{column} and "
        if join not in self.joins:
            self.joins += join + self.holding.format(named)
        return f"{named}.name"

    @property
    def rows(self) -> str:
        """The records of the release, before any filter."""
        return f"{self.resource.view} x{self.joins} where {self.held}"


def conditions(statement: Statement, question: Question) -> list[str]:
    """In the order of the parameter names, so that one set of filters is one statement for PostgreSQL."""
    known = statement.resource.conditions
    found = [
        condition(statement, name, *known[name], question) for name in sorted(question.given) if name in known
    ]
    if (words := question.get("q")) is not None:
        found.append(f"x.search @@ {web_search(statement, words)}")
    return found


def web_search(statement: Statement, words: str) -> str:
    return f"websearch_to_tsquery('pg_catalog.english', {statement.value(words)})"


def condition(statement: Statement, name: str, column: Column, operator: Operator, question: Question) -> str:
    given = question.given[name]
    if operator.choose is not None:
        sql = operator.choose[given]
    else:
        sql = operator.sql
        if operator.by_match is not None:
            sql = operator.by_match[question.get("match", "stated")]
        sql = sql.replace("{v}", statement.value(given))
    return f"({sql.replace('{c}', f'x.{column.name}')})"


def body(statement: Statement, included: Sequence[str], row: str) -> str:
    """A row's record as JSON, whole related records inline at its end, null where it names none."""
    related = "".join(
        f""" || ',"{relation}":' || coalesce({related_body(statement, relation, row)}, 'null')"""
        for relation in included
    )
    return f"left({row}.body, -1){related} || '}}'" if included else f"{row}.body"


def related_body(statement: Statement, relation: str, row: str) -> str:
    column = statement.resource.include[relation]
    target = BY_NAME[statement.resource.references[column]]
    held = statement.holding.format("y")
    return f"(select y.body from {target.view} y where y.{target.key} = {row}.{column} and {held})"


def found(
    resource: Resource, keys: list[Any], release: int | None, included: Sequence[str] = ()
) -> tuple[str, list[Any]]:
    """The release, and the body of each of these records that it holds; one row even where it holds none."""
    statement = Statement(resource, release)
    replaced = ", x.replaced_by" if "replaced_by" in resource.columns else ""
    value = resource.columns[resource.key].value
    among = f"any({statement.value(keys)}{value.array if value else '::text[]'})"
    record = encoded(body(statement, included, "x"))
    sql = f"""select {RELEASE}, x.{resource.key} as key, {record} as body{replaced}
from {statement.releases}
left join {resource.view} x on x.{resource.key} = {among} and {statement.held}"""
    return sql, statement.args


def beside_release(statement: Statement, rows: str) -> str:
    """These rows; a row of nulls where there are none; nothing at all where the release is not here."""
    return f"select i.* from {statement.releases} left join lateral ({rows}) i on true"


def encoded(text: str) -> str:
    """As bytes they go to the client as they come."""
    return f"convert_to({text}, 'UTF8')"
