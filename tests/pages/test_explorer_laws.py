"""Laws of explorers: a form asks what its page asks, and a page shows what the API answers."""

from datetime import date
from typing import Any
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from api.catalog.resource import Resource
from api.catalog.resources import BY_NAME, CATALOG
from api.catalog.values import Value
from api.explorer import fields, form
from api.explorer.form import Form
from api.explorer.tidy import tidy
from api.query import parsing
from api.query.parameters import DEFAULTS
from api.query.parsing import Question
from api.site.lists import page_values
from tests.effort import examples
from tests.pages.submitting import Sent

# Browsers send line breaks in a form of their own, and cannot type other control characters.
TYPED = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20)
NUMBERS = st.decimals(-9999, 9999, places=2).map(str).filter(lambda text: not text.startswith("-0.00"))


def texts(resource: Resource, name: str, value: Value) -> st.SearchStrategy[str]:
    """Legal texts of a parameter."""
    known = fields.field(resource, name)
    if known and known.options:
        codes = st.sampled_from([each.value for each in known.options])
        return st.lists(codes, min_size=1, max_size=4).map(",".join) if known.kind == "several" else codes
    if value.schema.get("type") == "array":
        return st.lists(single(resource, name, value.schema["items"]), min_size=1, max_size=3).map(",".join)
    return single(resource, name, value.schema)


def single(resource: Resource, name: str, schema: Any) -> st.SearchStrategy[str]:
    if schema.get("type") == "integer":
        return st.integers(max(schema["minimum"], -3000), min(schema["maximum"], 3000)).map(str)
    if schema.get("type") == "number":
        return NUMBERS
    if schema.get("format") == "date":
        return st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
    listed = resource.conditions[name][0].kind == "list" if name in resource.conditions else False
    return st.sampled_from(PATTERNED) | (TYPED.filter(lambda text: "," not in text) if listed else TYPED)


# Texts that match the patterns of ids, codes and times.
PATTERNED = [
    "us-dhs-ice",
    "hires",
    "0500000US06037",
    "CA0194200",
    "2025-11-22T10:00:00Z",
    "ca-2025",
    "sheriff",
]


@st.composite
def queries(draw: st.DrawFn, resource: Resource) -> str:
    known = page_values(resource)
    names = draw(st.lists(st.sampled_from(sorted(known.keys() - {"after"})), unique=True, max_size=6))
    pairs = [(name, draw(texts(resource, name, known[name]))) for name in names]
    return "&".join(f"{name}={quote(text, safe=',')}" for name, text in pairs if is_legal(known[name], text))


def is_legal(value: Value, text: str) -> bool:
    try:
        value.read(text)
    except ValueError:
        return False
    return True


def question(resource: Resource, query: str) -> Question:
    known = page_values(resource)
    return parsing.read(tidy(query.encode(), known), known)


def meaning(asked: Question) -> set[tuple[str, frozenset[Any]]]:
    """What a question asks: a list is a set, and one of a single value asks for that value."""
    sets = {
        name: frozenset(value if isinstance(value, list) else [value]) for name, value in asked.values.items()
    }
    return {(name.removesuffix("__in") if len(each) == 1 else name, each) for name, each in sets.items()}


@settings(max_examples=examples(400))
@given(data=st.data(), resource=st.sampled_from(CATALOG))
def test_to_submit_the_form_of_a_page_asks_the_question_of_the_page(resource, data):
    asked = question(resource, data.draw(queries(resource)))
    written = form.write(Form(resource=resource, action=resource.name, texts=form.texts_of(asked)))
    sent = question(resource, Sent(str(written)).query)
    assert meaning(sent) == meaning(asked) - {each for each in meaning(asked) if is_default(*each)}


def is_default(name: str, values: frozenset[Any]) -> bool:
    """Whether a URL leaves it out, as `count=false`."""
    return DEFAULTS.get(name) in {str(each).lower() for each in values}


@settings(max_examples=examples(400))
@given(data=st.data(), resource=st.sampled_from(CATALOG))
def test_a_tidy_query_asks_the_same_and_stays_as_it_is(resource, data):
    known, query = page_values(resource), data.draw(queries(resource))
    once = tidy(query.encode(), known)
    assert tidy(once, known) == once
    assert meaning(parsing.read(once, known)) == meaning(parsing.read(query.encode(), known))


ASKED = {
    "staffing-figures": ["metric", "agency_state__in", "modality__in", "headline", "year__gte", "flags__in"],
    "incentives": ["kind__in", "value__gte", "agency_state", "modality__not", "disputed"],
    "agencies": ["state__in", "kind", "aggregate", "q", "replaced_by__isnull"],
    "agency-years": ["agency_state", "year", "size_class__in", "sworn__gte"],
    "state-years": ["state__in", "year__lte", "no_rate_because__isnull"],
}
OF_DATA = {
    "metric": ["sworn_headcount", "hires"],
    "q": ["police", "sheriff county", "NYPD"],
    "year": ["2025", "2005"],
    "year__gte": ["2020"],
    "year__lte": ["2010"],
    "value__gte": ["1", "50000"],
    "sworn__gte": ["10"],
}


@st.composite
def lists(draw: st.DrawFn) -> str:
    """The path and query of a list, as of some release and in some order."""
    resource = BY_NAME[draw(st.sampled_from(sorted(ASKED)))]
    known = page_values(resource)
    names = draw(st.lists(st.sampled_from(ASKED[resource.name]), unique=True, max_size=2))
    pairs = {
        name: draw(st.sampled_from(OF_DATA[name]) if name in OF_DATA else texts(resource, name, known[name]))
        for name in names
    }
    if draw(st.booleans()):
        pairs["sort"] = draw(texts(resource, "sort", known["sort"]))
    pairs["limit"] = draw(st.sampled_from(["3", "25"]))
    return f"{resource.name}?" + "&".join(f"{name}={quote(text, safe=',')}" for name, text in pairs.items())


@settings(max_examples=examples(100))
@given(path=lists())
async def test_a_page_shows_the_records_of_the_json_answer_in_their_order(path, client, read):
    answer = (await client.get(f"/v1/{path}")).json()
    name, _, query = path.partition("?")
    tidied = tidy(query.encode(), page_values(BY_NAME[name])).decode()
    page = await read(f"/{name}?{tidied}")
    key = BY_NAME[name].key
    assert page.row_links() == [f"{name}/{each[key]}" for each in answer["data"]]
    assert ("Next page" in page.links) == (answer["links"]["next"] is not None)
