"""A release described for dataset search, for data portals and for language models: what they read is so."""

import json
import re
from html.parser import HTMLParser

import asyncpg
import pytest
from rdflib import Graph
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, SDO, SKOS

from api import openapi, routes
from api.catalog.resources import CATALOG
from api.discovery import places
from api.discovery.dcat_terms import CONTEXT
from api.documentation.pages import Pages
from api.exports.formats import forms_of
from schemas.vocabularies import State
from tests.api.linked import expanded, members, objects, terms
from tests.conftest import client_of, files_of, running

BASE = "https://muster.example"
DECLARED = (*routes.operations(), openapi.openapi_operation())
DATED = ("staffing-figures", "incentives")


@pytest.fixture(scope="module")
async def dataset(client, newest):
    return (await client.get(f"/v1/releases/{newest}.jsonld")).json()


@pytest.fixture(scope="module")
async def catalogue(client):
    return (await client.get("/data.json")).json()


@pytest.fixture(scope="module")
async def page(client):
    return (await client.get("/llms.txt")).text


def test_a_release_is_a_data_set_of_schema_org(dataset, records, newest):
    release = next(each for each in records["releases"] if each["number"] == newest)
    address = f"{BASE}/v1/releases/{newest}?release={newest}"
    assert {name: dataset[name] for name in ("@context", "@type", "@id", "identifier", "url")} == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": address,
        "identifier": address,
        "url": f"{BASE}/docs",
    }
    assert (dataset["version"], dataset["datePublished"]) == (release["version"], release["published_at"])
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["isAccessibleForFree"] is True
    assert [dataset[name]["name"] for name in ("creator", "publisher")] == ["The Muster authors", "Muster"]
    assert dataset["includedInDataCatalog"]["url"] == f"{BASE}/data.json"
    assert release["title"] in dataset["description"]
    assert f"{release['staffing_figures']:,} staffing figures" in dataset["description"]


async def test_it_is_cited_as_its_citation_says(dataset, client, newest):
    cite = (await client.get(f"/v1/releases/{newest}/cite?release={newest}")).json()["data"]
    assert dataset["creditText"] == cite["apa"]
    assert dataset["name"] == cite["title"]


def test_its_days_are_the_first_and_the_last_that_anything_holds_for(dataset, records):
    days = [each["as_of"] for name in DATED for each in records[name] if each["as_of"]]
    agreements = [(each["signed_on"], each["last_listed_on"]) for each in records["agreements"]]
    days += [day for both in agreements for day in both if day]
    assert dataset["temporalCoverage"] == f"{min(days)}/{max(days)}"


async def test_few_figures_gathered_say_the_same_as_many_looked_up(database, newest):
    from api.discovery.holdings import statement

    connection = await asyncpg.connect(database.reader_url)
    for release in range(1, newest + 1):
        statements = (asked(statement(release, small=small)) for small in (True, False))
        one, other = [await connection.fetch(*each) for each in statements]
        assert one == other
        assert len(one) == 1
    await connection.close()


def asked(made):
    text, args = made
    return text, *args


def test_its_places_are_those_of_its_agencies(dataset, records):
    country, *states = dataset["spatialCoverage"]
    assert country == {"@type": "Country", "name": "United States", "identifier": "US"}
    assert [each["identifier"] for each in states] == sorted(
        {each["state"] for each in records["agencies"]} - {None}
    )
    assert {"California"} == {each["name"] for each in states if each["identifier"] == "CA"}


def test_every_state_has_a_name():
    assert [*places.NAMES] == [*State.__args__]
    assert len({*places.NAMES.values()}) == len(places.NAMES)


def test_what_it_measures_are_the_metrics_it_has_figures_of(dataset, records, newest):
    used = {figure["metric"] for figure in records["staffing-figures"]}
    assert dataset["variableMeasured"] == [
        {
            "@type": "PropertyValue",
            "@id": f"{BASE}/v1/metrics/{metric['id']}?release={newest}",
            "name": metric["label"],
            "propertyID": metric["id"],
            "description": metric["definition"],
            "unitText": metric["unit"],
        }
        for metric in records["metrics"]
        if metric["id"] in used
    ]


def test_what_it_is_based_on_are_the_data_sets_among_its_sources(dataset, records):
    used = [source for source in records["sources"] if source["kind"] == "dataset"]
    assert [each["@id"].rpartition("/")[2].partition("?")[0] for each in dataset["isBasedOn"]] == [
        source["id"] for source in used
    ]
    for found, source in zip(dataset["isBasedOn"], used, strict=True):
        said = {
            "name": source["title"],
            "url": source["url"],
            "license": source["license_url"] or source["license"],
        }
        assert {name: found.get(name) for name in said} == said
        assert found["publisher"]["name"] == source["publisher"]


def test_each_table_has_its_columns_and_its_files(dataset, newest):
    files = {each["@id"] for each in dataset["distribution"]}
    assert len(dataset["hasPart"]) == len(CATALOG)
    for table, resource in zip(dataset["hasPart"], CATALOG, strict=True):
        assert [each["name"] for each in table["variableMeasured"]] == [*resource.file_columns]
        of_table = [each["@id"] for each in table["distribution"]]
        assert {*of_table} <= files
        assert f"{BASE}/v1/{resource.name}.csv?release={newest}" in of_table
        assert len(table["description"]) >= 50  # what Google's search asks for


async def test_every_file_it_names_is_answered_as_it_says(dataset, client):
    for each in dataset["distribution"][:-1]:
        answer = await client.head(each["contentUrl"])
        assert answer.status_code == 200, each
        assert answer.headers["content-type"].partition(";")[0] == each["encodingFormat"]


def test_every_form_is_there_and_the_archive_last(dataset, newest):
    expected = {
        f"{BASE}/v1/{resource.name}{form.suffix}?release={newest}"
        for resource in CATALOG
        for form in forms_of(resource)
        if form.max_rows is None
    }
    *files, archive = dataset["distribution"]
    assert expected <= {each["contentUrl"] for each in files}
    name = f"muster-release-{newest}.zip"
    assert archive["contentUrl"] == f"{BASE}/v1/releases/{newest}/files/{name}"
    assert (archive["name"], archive["encodingFormat"]) == (name, "application/zip")


async def test_a_workbook_that_would_be_refused_is_not_offered(app, monkeypatch, client, newest):
    from api.discovery.holdings import Holdings

    monkeypatch.setattr(Holdings, "count", lambda held, resource: 100_001)
    dataset = (await client.get(f"/v1/releases/{newest}.jsonld")).json()
    assert not [each for each in dataset["distribution"] if ".xlsx" in each["contentUrl"]]


async def test_a_release_is_described_as_it_was(client):
    first = (await client.get("/v1/releases/1.jsonld")).json()
    assert first["@id"] == f"{BASE}/v1/releases/1?release=1"
    named = ("release=1", "/v1/releases/1/files/")  # the latter once its files are stored here
    assert all(any(part in each["contentUrl"] for part in named) for each in first["distribution"][:-1])
    assert first["isBasedOn"] == []


@pytest.fixture(scope="module")
def stored(database, settings):
    files_of(database, settings, 1)


@pytest.mark.usefixtures("stored")
async def test_stored_files_are_listed_with_their_hashes_and_urls(client, dataset):
    assert not any("sha256" in each for each in dataset["distribution"])
    address = "/v1/releases/1.jsonld"
    answer = await client.get(address)
    listed = (await client.get("/v1/releases/1/files")).json()["data"]
    found = [each for each in answer.json()["distribution"] if "sha256" in each]
    assert [(each["name"], each["contentUrl"], each["sha256"], each["contentSize"]) for each in found] == [
        (each["name"], each["url"], each["sha256"], f"{each['bytes']} B") for each in listed
    ]
    assert {"agencies.parquet", "croissant.json"} <= {each["name"] for each in found}
    tag = answer.headers["etag"]
    assert (await client.head(address)).headers["etag"] == tag
    assert (await client.get(address, headers={"if-none-match": tag})).status_code == 304


def test_every_term_of_schema_org_is_one_and_none_is_lost(dataset):
    found = expanded(dataset)
    known = {str(term) for term in dir(SDO)}
    assert terms(found) <= known
    assert members(found) == sorted(f"https://schema.org/{name}" for name in members(dataset))


def test_the_catalogue_has_a_data_set_for_each_table_and_one_for_all(catalogue, newest):
    names = ["collection", *(resource.name for resource in CATALOG)]
    assert [each["identifier"] for each in catalogue["dataset"]] == [
        f"{BASE}/data.json#{name}" for name in names
    ]
    urls = [each["downloadURL"] for found in catalogue["dataset"] for each in found["distribution"]]
    assert len({*urls}) == len(urls)
    assert all(f"release={newest}" in url or f"/releases/{newest}/" in url for url in urls)


# Class → the members that DCAT-US 3 requires of it, by its JSON schemas.
MANDATORY = {
    "Catalog": {"dataset"},
    "DataService": {"contactPoint", "endpointURL", "publisher", "title"},
    "Dataset": {"contactPoint", "description", "identifier", "publisher", "title"},
    "Distribution": set(),
    "Document": {"title"},
    "Kind": {"fn", "hasEmail"},
    "Location": set(),
    "Organization": {"name"},
    "PeriodOfTime": set(),
    "Standard": set(),
}


def lacking(catalogue):
    missing = [(each["@type"], MANDATORY[each["@type"]] - each.keys()) for each in objects(catalogue)]
    return {(kind, name) for kind, names in missing for name in names}


def test_without_a_mail_address_it_lacks_that_and_nothing_else(catalogue):
    assert lacking(catalogue) == {("Kind", "hasEmail")}
    assert "conformsTo" not in catalogue
    assert {each["hasURL"] for each in objects(catalogue) if each["@type"] == "Kind"} == {f"{BASE}/docs"}


async def test_with_the_operators_mail_address_it_conforms_to_dcat_us(settings, catalogue):
    from msgspec import structs

    async with (
        running(structs.replace(settings, contact_email="data@muster.example")) as app,
        client_of(app) as client,
    ):
        answer = await client.get("/data.json")
        again = await client.get("/data.json", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    found = answer.json()
    assert lacking(found) == set()
    kinds = [each for each in objects(found) if each["@type"] == "Kind"]
    assert {each["hasEmail"] for each in kinds} == {"mailto:data@muster.example"}
    assert found["conformsTo"]["title"] == "DCAT-US 3.0"


async def test_another_mail_address_is_another_tag(settings, client):
    from msgspec import structs

    plain = (await client.get("/data.json")).headers["etag"]
    async with (
        running(structs.replace(settings, contact_email="data@muster.example")) as app,
        client_of(app) as other,
    ):
        assert (await other.get("/data.json")).headers["etag"] != plain


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHAPES = {
    "accessURL": re.compile(r"https://\S+"),
    "downloadURL": re.compile(r"https://\S+"),
    "endDate": DAY,
    "license": re.compile(r"https://\S+"),
    "mediaType": re.compile(r"[a-z]+/[a-z0-9.+-]+"),
    "modified": re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"),
    "startDate": DAY,
    "title": re.compile(r"\S.*"),
}


def test_its_members_have_the_shapes_that_dcat_us_gives_them(catalogue):
    for each in objects(catalogue):
        for name, shape in SHAPES.items():
            assert name not in each or shape.fullmatch(each[name]), (name, each)
        assert all(len(code) == 2 for code in each.get("language", ["en"]))


def test_every_member_of_the_catalogue_means_something(catalogue):
    found = expanded(catalogue)
    assert len(members(found)) == len(members(catalogue))
    prefixes = {name: text for name, text in CONTEXT.items() if str(text).endswith(("#", "/"))}
    assert all(term.startswith(tuple(prefixes.values())) for term in terms(found))
    assert {*members(catalogue)} | {each["@type"] for each in objects(catalogue)} == (
        CONTEXT.keys() - prefixes.keys() - {"hasEmail", "conformsTo", "Standard"}
    )


# Of the vocabularies that the library does not know, or not in their newest version.
OTHERS = {
    "http://www.w3.org/ns/dcat#version",
    "http://www.w3.org/ns/adms#versionNotes",
    "http://data.resources.gov/ontology/dcat-us#describedBy",
    *(f"http://www.w3.org/2006/vcard/ns#{name}" for name in ("Kind", "fn", "hasURL")),
}


def test_its_terms_are_those_of_the_vocabularies_they_claim(catalogue):
    known = {str(term) for each in (DCAT, DCTERMS, FOAF, ORG, SKOS) for term in dir(each)}
    assert terms(expanded(catalogue)) - known == OTHERS


FILES = """
prefix dcat: <http://www.w3.org/ns/dcat#> prefix dcterms: <http://purl.org/dc/terms/>
select ?title ?url ?type where {
  ?catalog a dcat:Catalog; dcat:dataset ?dataset.
  ?dataset a dcat:Dataset; dcterms:title ?title; dcat:distribution ?file.
  ?file dcat:downloadURL ?url; dcat:mediaType ?type.
}"""
REGISTER = "https://www.iana.org/assignments/media-types/"


# rdflib's reader of JSON-LD still makes its own graph in a way that rdflib would leave
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_harvester_of_rdf_finds_every_file(catalogue):
    graph = Graph().parse(data=json.dumps(catalogue), format="json-ld")
    expected = {
        (dataset["title"], each["downloadURL"], REGISTER + each["mediaType"])
        for dataset in catalogue["dataset"]
        for each in dataset["distribution"]
    }
    assert {tuple(map(str, row)) for row in graph.query(FILES)} == expected


async def test_what_the_catalogue_leads_to_is_there(catalogue, client):
    for dataset in catalogue["dataset"][1:]:
        for each in (dataset["describedBy"], dataset["distribution"][0]):
            answer = await client.get(each["downloadURL"])
            assert answer.status_code == 200, each
            assert answer.headers["content-type"].partition(";")[0] == each["mediaType"]
    described = catalogue["dataset"][0]["describedBy"]
    assert (await client.get(described["downloadURL"])).headers["content-type"] == described["mediaType"]


def test_the_page_for_models_is_of_the_form_of_its_convention(page):
    heading, about, *_ = page.split("\n\n")
    assert heading == "# Muster"
    assert about.startswith("> Open data on how US law-enforcement agencies recruit")
    assert re.findall(r"^#.*", page, re.MULTILINE) == [
        "# Muster",
        "## Documentation",
        "## Tables",
        "## Optional",
    ]
    for section in page.split("\n## ")[1:]:
        assert all(
            re.fullmatch(r"- \[[^\]]+\]\(\S+\): .+", line) for line in section.splitlines()[2:] if line
        )
    assert "$" not in page
    assert "\n\n\n" not in page


def test_its_answer_is_the_headline_that_the_data_has(page, records):
    figures = [
        each
        for each in records["staffing-figures"]
        if each["agency_id"] == "us-dhs-ice" and each["metric"] == "applications" and each["headline"]
    ]
    latest = max(figures, key=lambda each: (each["as_of"] or "", each["id"]))
    (said,) = re.findall(r"^For example .*$", page, re.MULTILINE)
    assert latest["value_text"] in said
    assert latest["id"] in said


async def test_every_address_it_names_answers(page, client):
    found = re.findall(rf"{BASE}(/[^\s)]*)", page)
    assert len(found) > len(CATALOG)
    for address in found:
        answer = await client.get(address)
        if address.endswith("/files"):  # this server keeps none, and says so
            assert answer.json()["type"].endswith("/files-not-here")
        else:
            assert answer.status_code == 200, address


def test_it_names_every_table_and_every_form(page):
    assert all(f"({BASE}/v1/{resource.name}?" in page for resource in CATALOG)
    assert all(f"`{form.suffix}`" in page for form in forms_of(CATALOG[0]) if form.suffix != ".csv")


async def test_it_says_nothing_of_what_a_release_does_not_know(client, monkeypatch):
    from api.discovery import answering

    monkeypatch.setattr(answering, "QUERY", b"agency_id=us-dhs-ice&metric=payroll&headline=true")
    page = (await client.get("/llms.txt?release=1")).text
    assert "For example" not in page
    assert "\n\n\n" not in page


PATHS = ["/v1/releases/1.jsonld", "/data.json", "/llms.txt"]


@pytest.mark.parametrize("path", PATHS)
async def test_a_typo_is_refused(path, get):
    answer = await get(f"{path}?relase=1")
    assert (answer.status, answer.problem) == (400, "invalid-query")


@pytest.mark.parametrize("path", PATHS[1:])
async def test_the_catalogue_and_the_page_can_be_pinned(path, get, newest):
    live, pinned = await get(path), await get(f"{path}?release={newest}")
    assert live.body == pinned.body
    assert live.headers["etag"] == pinned.headers["etag"]
    assert pinned.headers["content-location"] == f"{BASE}{path}?release={newest}"
    assert "max-age=86400" in pinned.headers["cache-control"]
    first = await get(f"{path}?release=1")
    assert (first.headers["muster-release"], first.headers["etag"] != live.headers["etag"]) == ("1", True)
    assert (await get(f"{path}?release=999")).problem == "not-found"


async def test_the_address_of_a_data_set_is_pinned_by_its_number(get):
    answer = await get("/v1/releases/1.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.headers["content-location"] == f"{BASE}/v1/releases/1.jsonld"
    assert answer.headers["muster-release"] == "1"
    assert "max-age=86400" in answer.headers["cache-control"]
    assert f'<{BASE}/v1/releases/1?release=1>; rel="cite-as"' in answer.headers["link"]
    refused = await get("/v1/releases/1.jsonld?release=2")
    assert refused.json["errors"][0]["expected"] == ("not available here: the URL names the release")


@pytest.mark.parametrize("name", ["0", "-1", "01", "999", "1.0", "nypd", "1.json", "9" * 20, ""])
async def test_a_release_that_is_none_is_not_described(name, get):
    assert (await get(f"/v1/releases/{name}.jsonld")).problem == "not-found"


async def test_only_releases_are_data_sets(get):
    assert (await get("/v1/agencies/us-dhs-ice.jsonld")).problem == "not-found"


async def test_a_release_leads_to_its_description_and_its_files(get):
    links = (
        f'<{BASE}/v1/releases/1.jsonld>; rel="describedby"; type="application/ld+json", '
        f'<{BASE}/v1/releases/1/files>; rel="contents"; type="application/json", '
    )
    for path in ("/v1/releases/1", "/v1/releases/1.json?release=2"):
        assert (await get(path)).headers["link"].startswith(links)
    other = (await get("/v1/agencies/us-dhs-ice")).headers["link"]
    assert ".jsonld" not in other
    assert 'rel="contents"' not in other


class Scripts(HTMLParser):
    """The elements of a page, and the text of its data blocks."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.data, self.within = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.within = ("type", "application/ld+json") in attrs

    def handle_data(self, data):
        if self.within:
            self.data.append(data)
            self.within = False


async def test_the_documentation_tells_search_engines_of_the_data(client):
    answer = await client.get("/docs")
    (text,) = Scripts(answer.text).data
    found = json.loads(text)
    assert (found["@type"], found["name"]) == ("Dataset", "Muster: How US law-enforcement agencies recruit")
    assert terms(expanded(found)) <= {str(term) for term in dir(SDO)}
    assert "release=" not in text
    for each in found["distribution"]:
        assert (await client.head(each["contentUrl"])).status_code == 200


def test_nothing_in_it_can_become_a_tag():
    hostile = "https://muster.example/</script><img src=x onerror=alert(1)>&amp;"
    plain, made = (
        Scripts(Pages(DECLARED, openapi.document, url).front.body.decode()) for url in (BASE, hostile)
    )
    assert made.tags == plain.tags
    assert json.loads(made.data[0])["url"] == f"{hostile}/docs"
