"""The document is valid, checked in as it is, and complete: every address of the application and no other."""

import json
import re
from collections import Counter, defaultdict
from itertools import combinations

import pytest
import yaml
from click.testing import CliRunner
from openapi_spec_validator import validate

from api import openapi, site
from api.cli import main
from api.cli.inspect import CHECKED_IN
from api.openapi import vocabularies
from api.pages.guides import FILES
from api.routes import operations

BASE = "https://muster.example"
# What people read in a browser, and what programs look for on any host; no client is generated for it.
PAGES = {
    "/docs", "/docs/{}", "/docs/search", "/static/{}", "/codebook",
    "/guides", "/guides/{}", *(f"/guides/{name}" for name in FILES), "/mcp",
    *(re.sub(r"\{\w+\}(\.txt)?", "{}", each.path) for each in site.operations(BASE)),
    "/robots.txt", "/sitemap.xml", "/favicon.ico", "/.well-known/api-catalog", "/.well-known/security.txt",
}  # fmt: skip
DOCUMENT = openapi.document(BASE)
OPERATIONS = {
    f"{method} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


def test_the_document_is_valid():
    validate(DOCUMENT)


def test_the_checked_in_document_is_the_present_one():
    found = CliRunner().invoke(main, ["openapi", "--check"])
    assert found.exit_code == 0, found.output


def test_a_stale_document_is_told(tmp_path):
    stale = tmp_path / "v1.json"
    stale.write_text(CHECKED_IN.read_text().replace("getConfig", "getSettings"))
    found = CliRunner().invoke(main, ["openapi", "--check", "--output", str(stale)])
    assert found.exit_code == 1
    assert "getSettings" in found.output
    assert "make openapi" in found.output


def test_the_command_prints_and_writes_the_same(tmp_path):
    path = tmp_path / "v1.json"
    assert CliRunner().invoke(main, ["openapi", "--output", str(path)]).exit_code == 0
    assert CliRunner().invoke(main, ["openapi"]).output == path.read_text()


def routes(app) -> set[str]:
    """Every address the application answers, as the document writes it."""
    found = {f"{path}" for route in app.routes for path in [route.path]}
    return {re.sub(r"\{(\w+):\w+\}", "{}", path) for path in found}


def test_every_route_is_documented_and_every_address_is_a_route(app):
    # a record's own route answers its name with a suffix too
    documented = {
        re.sub(r"\{\w+\}(\.json(ld)?|\.vl\.json|\.svg|\.png)?", "{}", path) for path in DOCUMENT["paths"]
    }
    assert documented == routes(app) - PAGES


def test_no_two_names_become_one_identifier_in_a_generated_client():
    names = [name for section in DOCUMENT["components"].values() for name in section]
    names += [operation["operationId"] for operation in OPERATIONS.values()]
    alike = defaultdict(set)
    for name, times in Counter(names).items():
        alike[re.sub("[^a-z0-9]", "", name.lower())] |= {f"{name} {n}" for n in range(times)}
    assert [sorted(group) for group in alike.values() if len(group) > 1] == []


def test_one_name_of_a_parameter_means_one_thing():
    meanings = defaultdict(list)
    for operation in operations():
        for name, schema in operation.also.items():
            if schema not in meanings[schema["in"], name]:
                meanings[schema["in"], name].append(schema)
    assert [name for name, schemas in meanings.items() if len(schemas) > 1] == []


def test_no_closed_list_contains_null():
    lists = [node["enum"] for node in nodes(DOCUMENT) if isinstance(node.get("enum"), list)]
    assert len(lists) > 30
    assert not [codes for codes in lists if None in codes]


def test_every_operation_says_what_a_reader_needs():
    identities = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(identities)) == len(identities)
    for name, operation in OPERATIONS.items():
        assert operation["summary"], name
        assert operation["description"].endswith("."), name
        assert operation["tags"], name
        assert {"200", "400"} <= set(operation["responses"]), name


def nodes(node):
    if isinstance(node, dict):
        yield node
        for each in node.values():
            yield from nodes(each)
    elif isinstance(node, list):
        for each in node:
            yield from nodes(each)


def test_every_closed_list_is_a_component_of_its_own():
    components = DOCUMENT["components"]["schemas"]
    named = [schema for schema in components.values() if "enum" in schema]
    everywhere = [node for node in nodes(DOCUMENT) if isinstance(node.get("enum"), list)]
    assert len(everywhere) == len(named) > 30


def test_no_two_vocabularies_hold_the_same_codes():
    records = vocabularies.named()
    for (one, codes), (other, more) in combinations(records.items(), 2):
        assert set(codes) != set(more), (one, other)


def test_every_reference_leads_somewhere_and_every_component_is_used():
    used = {node["$ref"] for node in nodes(DOCUMENT) if "$ref" in node}
    kinds = DOCUMENT["components"]
    there = {f"#/components/{kind}/{name}" for kind, entries in kinds.items() for name in entries}
    assert used == there


def media_types() -> set[str]:
    answers = [answer for each in OPERATIONS.values() for answer in each["responses"].values()]
    return {media_type for answer in answers for media_type in answer.get("content", {})}


def test_the_generator_of_clients_is_told_of_every_media_type_that_it_does_not_know():
    path = CHECKED_IN.with_name("openapi-python-client.yaml")
    told = yaml.safe_load(path.read_text(encoding="utf-8"))["content_type_overrides"]
    known = {"application/json", "application/octet-stream", "text/plain", "text/html"}
    unknown = media_types() - known - set(told)
    assert [name for name in unknown if not name.endswith("+json")] == []


def test_every_example_of_a_text_is_a_text():
    contents = [
        content
        for operation in OPERATIONS.values()
        for answer in operation["responses"].values()
        for content in answer.get("content", {}).values()
        if content["schema"] == {"type": "string"}
    ]
    shown = [example["value"] for each in contents for example in each.get("examples", {}).values()]
    assert shown
    assert all(isinstance(value, str) for value in shown)


def test_every_link_leads_to_a_parameter_of_an_operation():
    by_identity = {operation["operationId"]: operation for operation in OPERATIONS.values()}
    answers = [operation["responses"]["200"] for operation in OPERATIONS.values()]
    links = [link for answer in answers for link in answer.get("links", {}).values()]
    assert len(links) > 100
    for link in links:
        taken = [parameter(each)["name"] for each in by_identity[link["operationId"]]["parameters"]]
        assert set(link["parameters"]) <= set(taken), link


def parameter(node):
    return DOCUMENT["components"]["parameters"][node["$ref"].rpartition("/")[2]]


def test_identical_parameters_are_one_component():
    texts = [json.dumps(each, sort_keys=True) for each in DOCUMENT["components"]["parameters"].values()]
    repeated = {text for text in texts if texts.count(text) > 1 and '"in": "query"' in text}
    assert not repeated


@pytest.mark.parametrize(
    "schema", DOCUMENT["components"]["schemas"].values(), ids=DOCUMENT["components"]["schemas"]
)
def test_what_is_required_is_a_member(schema):
    assert set(schema.get("required", ())) <= set(schema.get("properties", ()))
    assert schema["description"]


async def test_the_document_is_served_with_a_tag(client, settings):
    first = await client.get("/openapi.json")
    assert first.json() == openapi.document(settings.public_url)
    again = await client.get("/openapi.json", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    packed = await client.get("/openapi.json", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == first.json()
    assert packed.headers["etag"] != first.headers["etag"]


async def test_a_typo_in_the_query_of_the_document_is_refused(client):
    assert (await client.get("/openapi.json?version=2")).status_code == 400
