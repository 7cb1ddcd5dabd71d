"""The URL that a CMS asks `/oembed` about: a record's page or its embed, read back into a request."""

import re
from urllib.parse import urlsplit

from msgspec import Struct

from api.catalog import values
from api.catalog.resource import Resource
from api.problems import InvalidQuery, ProblemError
from api.query import parameters, parsing
from api.query.parsing import Question
from api.routes.chart_forms import FORMS, look_values
from api.routes.charts import SERIES
from api.routes.serve import read_key
from api.site.embed import MODE, PYM
from api.site.stated import STATED

PAGE = re.compile(r"/(?P<resource>[a-z-]+)/(?P<key>[a-z0-9_-]+)(?:/embed)?", re.ASCII)
PICTURE = re.compile(r"/v1/(?P<resource>series)/(?P<key>[a-z0-9_-]+)(?P<suffix>\.svg|\.png)", re.ASCII)
RESOURCES = {resource.name: resource for resource in (*STATED, SERIES)}
# What the URL of a page or an embed takes, and that of a picture by its suffix.
QUERIES = {"": {**parameters.moment_values(), **MODE, **PYM}} | {
    form.suffix: {**parameters.moment_values(), **look_values(form)} for form in FORMS
}
LIMIT = 2000


class EmbeddedAddress(Struct, frozen=True, kw_only=True):
    """A record, and what its embed or its picture takes. `picture`: the suffix of a picture, or nothing."""

    resource: Resource
    key: str
    question: Question
    picture: str


def unknown(detail: str) -> ProblemError:
    return ProblemError("not-found", detail)


def read(url: str, public_url: str) -> EmbeddedAddress:
    """Read a URL of this server. Raises 404 for one that has no embed, as oEmbed wants it."""
    names = ", ".join(RESOURCES)
    where = f"The url must be that of a page of this server about one of: {names}; or of a chart."
    if not url.startswith(f"{public_url}/") or not url.isascii():
        raise unknown(where)
    try:
        parts = urlsplit(url[len(public_url) :])
    except ValueError as error:
        raise unknown(where) from error
    found = PAGE.fullmatch(parts.path) or PICTURE.fullmatch(parts.path)
    resource = RESOURCES.get(found["resource"]) if found else None
    if found is None or resource is None:
        raise unknown(where)
    picture = found.groupdict().get("suffix", "")
    key, question = read_key(resource, found["key"]), query(parts.query, picture)
    return EmbeddedAddress(resource=resource, key=key, question=question, picture=picture)


def query(text: str, picture: str) -> Question:
    try:
        question = parsing.read(text.encode(), QUERIES[picture])
    except InvalidQuery as error:
        raise unknown(f"The url has invalid parameters. {error.detail}") from error
    if "mode" in question.values and "release" not in question.values:
        raise unknown("The url has mode=notice, which needs the release that you cite.")
    kept = {name: each for name, each in question.values.items() if name not in PYM}
    return Question(
        values=kept, pairs={name: each for name, each in question.pairs.items() if name not in PYM}
    )


def read_url(text: str) -> str:
    if not 0 < len(text) <= LIMIT:
        raise values.InvalidValue
    return text


URL = values.Value(
    expected=f"the URL of a page, of at most {LIMIT} characters",
    schema={"type": "string", "format": "uri", "maxLength": LIMIT},
    read=read_url,
)
