"""The routes every resource has: its list, a page at a time, and one record."""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import fetching, files, negotiation, paging, query, references
from api.answers import Answer, Related
from api.discovery import schema_org
from api.gathering import Lookups
from api.problems import Refusal
from api.query import Question
from api.releases import NAMING, Held, Releases, not_here, nothing_published
from api.replies import HEAD, Reply
from api.resource import Resource
from api.sessions import Pool

# Answers a record in another form than JSON, by the text of its key.
Form = Callable[[Request[Any, Any, Any], Resource, str], Coroutine[Any, Any, ASGIResponse]]


def routes(resource: Resource, forms: Mapping[str, Form]) -> list[HTTPRouteHandler]:
    """`forms`: suffix → what answers the record in that form."""
    path = f"/v1/{resource.name}"

    @get(path, name=f"list-{resource.name}")
    async def list_or_file(request: Request[Any, Any, Any]) -> ASGIResponse:
        """A list in the form that the client likes best."""
        offered = (negotiation.JSON, *files.OFFERED)
        media_type = negotiation.media_type(negotiation.header(request.scope, b"accept"), offered)
        if media_type != negotiation.JSON:
            return await files.respond(request, resource, files.BY_TYPE[media_type], negotiated=True)
        return await page(request, resource, path, negotiated=True)

    @get(f"{path}.json", name=f"page-{resource.name}")
    async def list_as_page(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await page(request, resource, f"{path}.json", negotiated=False)

    @get(f"{path}/{{key:str}}", name=f"get-{resource.name}")
    async def get_record(request: Request[Any, Any, Any]) -> ASGIResponse:
        key: str = request.path_params["key"]
        suffix = next((each for each in forms if key.endswith(each)), None)
        if suffix is None:
            return await record(request, resource, key)
        return await forms[suffix](request, resource, key.removesuffix(suffix))

    return [list_or_file, list_as_page, get_record]


async def page(
    request: Request[Any, Any, Any], resource: Resource, path: str, *, negotiated: bool
) -> ASGIResponse:
    """Parse, choose the release, select, respond."""
    question = query.read(request.scope["query_string"], query.page_values(resource), query.NOT_HERE)
    answer = Answer(request, question, path, negotiation.JSON, negotiated=negotiated)
    pool: Pool = request.app.state.pools.pages
    held = await named(request, question)
    if (short := await early(request, answer, held, exists="after" not in question.given)) is not None:
        return short
    found = await rows(pool, resource, question, held)
    held = request.app.state.releases.remember(found)
    following = None
    if found["last"] is not None:
        following = answer.address(release=str(held.number), after=str(found["last"]), count=None)
    body = answer.page(paging.within(found), held, following, found["count"])
    return await answer.respond(body, held, following)


async def rows(pool: Pool, resource: Resource, question: Question, held: Held | None) -> Any:
    """One row: the release, `bodies`, `last`, `count`. 404 where a name in the question is none."""
    found = await fetching.row(pool, *paging.page(resource, question, held.number if held else None))
    if found is None:
        raise unpublished(held)
    if not found["found"]:
        why = await references.absent(pool, resource, question.get("after"), found["number"])
        # the list is there, only the place in it is not: 404 for a withdrawn one too
        raise Refusal("not-found", why.detail, **why.members)
    if found["bodies"] is None:
        await references.check(pool, resource, question, found["number"])
    return found


def unpublished(held: Held | None) -> Refusal:
    """Why a statement found no release at all."""
    return not_here(held.number) if held else nothing_published()


async def named(request: Request[Any, Any, Any], question: Question) -> Held | None:
    if not NAMING.isdisjoint(question.given):
        releases: Releases = request.app.state.releases
        return await releases.named(request.app.state.pools.pages, question)
    return None


async def early(
    request: Request[Any, Any, Any], answer: Answer, held: Held | None, *, exists: bool
) -> ASGIResponse | None:
    """The answers that need no rows: 304, and HEAD of what is known to exist."""
    head = exists and HEAD in request.scope
    if not head and answer.known is None:
        return None
    held = held or await request.app.state.releases.current(request.app.state.pools.pages)
    return answer.unchanged(held, exists=exists) or (answer.bare(held) if head else None)


async def record(request: Request[Any, Any, Any], resource: Resource, name: str) -> ASGIResponse:
    text = name.removesuffix(".json")
    question = query.read(request.scope["query_string"], query.record_values(resource))
    key = read_key(resource, text)
    pool: Pool = request.app.state.pools.pages
    path = f"/v1/{resource.name}/{text}"
    negotiated = text == name
    if negotiated:
        negotiation.media_type(negotiation.header(request.scope, b"accept"), (negotiation.JSON,))
    answer = Answer(request, question, path, negotiation.JSON, negotiated=negotiated)
    answer.related.extend(dataset_links(path) if resource.dataset else ())
    held = await named(request, question)
    if (short := await early(request, answer, held, exists=False)) is not None:
        return short
    lookups: Lookups = request.app.state.lookups
    wanted = question.get("include", ())
    found = await lookups.find(pool, resource, key, held.number if held else None, wanted)
    if found is None:
        raise unpublished(held)
    held = request.app.state.releases.remember(found)
    if found["body"] is None:
        return await elsewhere(request, resource, key, held)
    if found.get("replaced_by"):
        return moved(request, 301, f"/v1/{resource.name}/{found['replaced_by']}")
    if (short := answer.unchanged(held, exists=True)) is not None:
        return short
    return await answer.respond(answer.record(found["body"], held), held)


def dataset_links(path: str) -> Iterator[Related]:
    """A record that is a data set in itself leads to its description for machines, and to its files."""
    yield Related(relation="describedby", media_type=schema_org.MEDIA_TYPE, path=f"{path}.jsonld")
    yield Related(relation="contents", media_type=negotiation.JSON, path=f"{path}/files")


def read_key(resource: Resource, text: str) -> Any:
    """An id that no record can have is as unknown as any other."""
    value = resource.columns[resource.key].value
    try:
        return value.read(text) if value else text
    except ValueError:
        raise Refusal("not-found", f"No record of {resource.name} can have this id.") from None


async def elsewhere(
    request: Request[Any, Any, Any], resource: Resource, key: Any, held: Held, rest: str = ""
) -> ASGIResponse:
    """302 where exactly one record has the name as an alias, else why there is nothing."""
    pool: Pool = request.app.state.pools.pages
    if resource.aliases:
        found = await references.by_alias(pool, resource, key, held.number)
        if len(found) == 1:
            return moved(request, 302, f"/v1/{resource.name}/{found[0]}{rest}")
    raise await references.absent(pool, resource, key, held.number)


def moved(request: Request[Any, Any, Any], status: int, path: str) -> ASGIResponse:
    query_string = request.scope["query_string"].decode("ascii")
    location = request.app.state.settings.public_url + path + (f"?{query_string}" if query_string else "")
    fields = [(b"location", location.encode("ascii")), (b"cache-control", b"public, max-age=60")]
    return Reply(status, fields)
