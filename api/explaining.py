"""What an address asks the database: its SQL and arguments, and with a database the plan."""

from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from api import files, paging, query, sql
from api.catalog import BY_NAME
from api.connection import connected
from api.formats import BY_SUFFIX, forms_of
from api.problems import Refusal
from api.query import Question
from api.records import read_key
from api.releases import NEWEST, ON_DAY, end_of
from api.resource import Resource

NO_SQL = "Explained are the addresses of lists, files and records: /openapi.json lists them."


class Asked(Struct, frozen=True, kw_only=True):
    """An address taken apart: a list, a file of that suffix, or the record of that key."""

    resource: Resource
    question: Question
    suffix: str
    key: str | None = None

    @property
    def is_file(self) -> bool:
        return self.suffix in BY_SUFFIX

    def statement(self, release: int | None) -> tuple[str, list[Any]]:
        if self.key is not None:
            return sql.found(self.resource, [read_key(self.resource, self.key)], release)
        if self.is_file:
            return files.selection(self.resource, BY_SUFFIX[self.suffix], self.question, release)
        return paging.page(self.resource, self.question, release)

    @property
    def first(self) -> str | None:
        return files.first(self.resource, self.question) if self.is_file else None


def read(url: str) -> Asked:
    """Raises what the server would answer: 400 for a bad query, 404 for an address of another kind."""
    parts = urlsplit(url)
    words = unquote(parts.path).strip("/").split("/")
    if len(words) not in {2, 3} or words[0] != "v1":
        raise Refusal("not-found", NO_SQL)
    given = parts.query.encode()
    if len(words) == 3:
        resource = named(words[1])
        question = query.read(given, query.record_values(resource))
        return Asked(resource=resource, question=question, suffix="", key=words[2].removesuffix(".json"))
    name, dot, rest = words[1].partition(".")
    resource, suffix = named(name), dot + rest
    if suffix in {"", ".json"}:
        question = query.read(given, query.page_values(resource), query.NOT_HERE)
    elif suffix in {form.suffix for form in forms_of(resource)}:
        question = query.read_file(given, resource, BY_SUFFIX[suffix].parameters)
    else:
        raise Refusal("not-found", NO_SQL)
    return Asked(resource=resource, question=question, suffix=suffix)


def named(name: str) -> Resource:
    if name not in BY_NAME:
        raise Refusal("not-found", NO_SQL)
    return BY_NAME[name]


async def explained(url: str, database_url: str | None) -> str:
    asked = read(url)
    if database_url is None:
        return shown(*asked.statement(asked.question.get("release")), [])
    async with connected(database_url) as connection, connection.transaction():
        if asked.first:
            await connection.execute(asked.first)
        text, args = asked.statement(await release(connection, asked))
        plan = await connection.fetch(f"explain (analyze, buffers) {text}", *args)
    return shown(text, args, [line for (line,) in plan])


async def release(connection: Any, asked: Asked) -> int | None:
    """The release as the server would bind it: a live page joins the newest, a live file has its number."""
    number, day = asked.question.get("release"), asked.question.get("known_on")
    if number is not None:
        return int(number)
    if day is None and not asked.is_file:
        return None
    found = await connection.fetchrow(ON_DAY, end_of(day)) if day else await connection.fetchrow(NEWEST)
    return found["number"] if found else None


def shown(text: str, args: list[Any], plan: list[str]) -> str:
    given = [f"-- ${number} = {value!r}" for number, value in enumerate(args, 1)]
    return "\n".join([text, *given, *(["", *plan] if plan else [])])
