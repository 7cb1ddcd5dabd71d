"""A question as SQL text and its arguments. Names come from the catalogue; values are only ever $n.

Every statement joins the release it reads, so a database without that release answers no row at all.
"""

from typing import Any

from api.grammar import Operator
from api.query import Question
from api.resource import Column, Resource

RELEASE = "r.number, r.content_sha256, r.published_at"


class Statement:
    """SQL text in the making: its arguments, and which release it reads (None = the newest)."""

    def __init__(self, resource: Resource, release: int | None) -> None:
        self.resource = resource
        self.args: list[Any] = []
        self.release = release
        if release is None:
            self.releases = "api.current_release r"
            self.held = "x.to_release is null"
        else:
            number = self.value(release) + "::integer"
            self.releases = f"(select {RELEASE} from api.releases r where r.number = {number}) r"
            self.held = f"x.from_release <= {number} and (x.to_release is null or x.to_release >= {number})"

    def value(self, given: Any) -> str:
        self.args.append(given)
        return f"${len(self.args)}"

    @property
    def rows(self) -> str:
        """The records of the release, before any filter."""
        return f"{self.resource.view} x where {self.held}"


def conditions(statement: Statement, question: Question) -> list[str]:
    """In the order of the parameter names, so that one set of filters is one statement for PostgreSQL."""
    filters = statement.resource.filters
    found = [
        condition(statement, *filters[name], question) for name in sorted(question.given) if name in filters
    ]
    if (words := question.get("q")) is not None:
        found.append(f"x.search @@ {web_search(statement, words)}")
    return found


def web_search(statement: Statement, words: str) -> str:
    return f"websearch_to_tsquery('pg_catalog.english', {statement.value(words)})"


def condition(statement: Statement, column: Column, operator: Operator, question: Question) -> str:
    given = question.given[column.name + operator.suffix]
    if operator.choose is not None:
        sql = operator.choose[given]
    else:
        sql = operator.sql
        if operator.by_match is not None:
            sql = operator.by_match[question.get("match", "stated")]
        sql = sql.replace("{v}", statement.value(given))
    return f"({sql.replace('{c}', f'x.{column.name}')})"


def found(resource: Resource, keys: list[Any], release: int | None) -> tuple[str, list[Any]]:
    """The release, and the body of each of these records that it holds; one row even where it holds none."""
    statement = Statement(resource, release)
    columns = [resource.key + " as key", "body", *dict.fromkeys(resource.include.values())]
    columns += ["replaced_by"] if "replaced_by" in resource.columns else []
    key = resource.columns[resource.key].value
    among = f"any({statement.value(keys)}{key.array if key else '::text[]'})"
    sql = f"""select {RELEASE}, {", ".join(f"x.{column}" for column in columns)}
from {statement.releases}
left join {resource.view} x on x.{resource.key} = {among} and {statement.held}"""
    return sql, statement.args


def several(resource: Resource, keys: list[str], release: int) -> tuple[str, list[Any]]:
    """The bodies of some records by their ids."""
    statement = Statement(resource, release)
    sql = f"""select x.{resource.key} as key, x.body
from {statement.releases}
join {resource.view} x on x.{resource.key} = any({statement.value(keys)}::text[]) and {statement.held}"""
    return sql, statement.args
