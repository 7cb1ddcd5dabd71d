"""Explain a URL: its SQL and arguments, and the database's query plan."""

from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME
from api.database.connection import connected
from api.exports import plan
from api.exports.formats import BY_SUFFIX, forms_of
from api.problems import ProblemError
from api.query import keyset, parameters, parsing, sql
from api.query.parsing import Question
from api.reading.releases import NEWEST, ON_DAY, end_of
from api.routes.serve import read_key

NO_SQL = "This command explains the URLs of lists, files and records. See /openapi.json for the list."


class ParsedUrl(Struct, frozen=True, kw_only=True):
    """A parsed URL: a list, a file with a suffix, or the record with a key."""

    resource: Resource
    question: Question
    suffix: str
    key: str | None = None

    @property
    def is_file(self) -> bool:
        return self.suffix in BY_SUFFIX

    def statement(self, release: int | None) -> tuple[str, list[Any]]:
        if self.key is not None:
            return sql.records_by_key(self.resource, [read_key(self.resource, self.key)], release)
        if self.is_file:
            return plan.selection(self.resource, BY_SUFFIX[self.suffix], self.question, release)
        return keyset.page(self.resource, self.question, release)

    @property
    def first(self) -> str | None:
        return plan.session_settings(self.resource, self.question) if self.is_file else None


def read(url: str) -> ParsedUrl:
    """Parse the URL. Raises the server's problem: 400 for an invalid query, 404 for any other URL."""
    parts = urlsplit(url)
    segments = unquote(parts.path).strip("/").split("/")
    if len(segments) not in {2, 3} or segments[0] != "v1":
        raise ProblemError("not-found", NO_SQL)
    query = parts.query.encode()
    if len(segments) == 3:
        resource = resource_of(segments[1])
        question = parsing.read(query, parameters.record_values(resource))
        return ParsedUrl(
            resource=resource, question=question, suffix="", key=segments[2].removesuffix(".json")
        )
    name, dot, rest = segments[1].partition(".")
    resource, suffix = resource_of(name), dot + rest
    if suffix in {"", ".json"}:
        question = parsing.read(query, parameters.page_values(resource), parameters.UNAVAILABLE)
    elif suffix in {form.suffix for form in forms_of(resource)}:
        question = parsing.read_file(query, resource, BY_SUFFIX[suffix].parameters)
    else:
        raise ProblemError("not-found", NO_SQL)
    return ParsedUrl(resource=resource, question=question, suffix=suffix)


def resource_of(name: str) -> Resource:
    if name not in BY_NAME:
        raise ProblemError("not-found", NO_SQL)
    return BY_NAME[name]


async def explain(url: str, database_url: str | None) -> str:
    parsed = read(url)
    if database_url is None:
        return formatted(*parsed.statement(parsed.question.get("release")), [])
    async with connected(database_url) as connection, connection.transaction():
        if parsed.first:
            await connection.execute(parsed.first)
        text, args = parsed.statement(await release(connection, parsed))
        plan = await connection.fetch(f"explain (analyze, buffers) {text}", *args)
    return formatted(text, args, [line for (line,) in plan])


async def release(connection: Any, parsed: ParsedUrl) -> int | None:
    """Find the release number that the server would bind. None for a live page, which joins the newest."""
    number, day = parsed.question.get("release"), parsed.question.get("known_on")
    if number is not None:
        return int(number)
    if day is None and not parsed.is_file:
        return None
    row = await connection.fetchrow(ON_DAY, end_of(day)) if day else await connection.fetchrow(NEWEST)
    return row["number"] if row else None


def formatted(text: str, args: list[Any], plan: list[str]) -> str:
    query = [f"-- ${number} = {value!r}" for number, value in enumerate(args, 1)]
    return "\n".join([text, *query, *(["", *plan] if plan else [])])
