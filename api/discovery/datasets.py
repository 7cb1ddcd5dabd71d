"""The collection and a release of it described for dataset search."""

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET

from api import terms
from api.catalog import CATALOG
from api.citing import sentences
from api.discovery import places
from api.discovery.downloads import archive, download, downloads, file_path, forms
from api.discovery.holdings import Holdings, pinned
from api.discovery.schema_org import (
    Collection,
    CreativeWork,
    DataCatalog,
    Dataset,
    Organization,
    Place,
    PropertyValue,
    Reference,
    Table,
)
from api.formats import CSV
from api.resource import Resource
from schemas.metric import Metric
from schemas.source import Source

TECHNIQUE = (
    "Compiled from official data sets, documents and news reports. Each number keeps its qualification, and "
    "names its source, the passage or table cell it was taken from, and who said it. What a publisher does "
    "not print and Muster computed is marked."
)


def collection(public_url: str) -> Collection:
    """As it stands whatever the release, with the live addresses."""
    return Collection(
        **common(public_url),
        id_=f"{public_url}/docs",
        name=terms.TITLE,
        description=terms.ABOUT,
        distribution=[download(f"{public_url}{file_path(each, CSV)}", each, CSV) for each in CATALOG],
    )


def dataset(held: Holdings, public_url: str) -> Dataset:
    work = held.work(public_url)
    return Dataset(
        **common(public_url),
        id_=work.address,
        name=str(work.title),
        description=f"{terms.ABOUT} {contents(held)}",
        distribution=[*downloads(held, public_url), archive(held, public_url)],
        identifier=work.address,
        version=held.release.version,
        date_published=held.release.published_at,
        credit_text=sentences.reference(work),
        temporal_coverage=f"{held.first}/{held.last}" if held.first else UNSET,
        spatial_coverage=[*covered(held)],
        variable_measured=[variable(metric, held, public_url) for metric in held.metrics],
        is_based_on=[basis(source, held, public_url) for source in held.data_sets],
        has_part=[table(resource, held, public_url) for resource in CATALOG],
    )


def common(public_url: str) -> dict[str, Any]:
    listed = f"{public_url}/data.json"
    return {
        "url": f"{public_url}/docs",
        "license": terms.LICENSE,
        "keywords": list(terms.KEYWORDS),
        "in_language": terms.LANGUAGE,
        "creator": creator(public_url),
        "publisher": Organization(name=terms.NAME, url=f"{public_url}/docs"),
        "included_in_data_catalog": DataCatalog(id_=listed, name=terms.NAME, url=listed),
        "measurement_technique": TECHNIQUE,
    }


def creator(public_url: str) -> Organization:
    return Organization(name=terms.AUTHORS, url=f"{public_url}/docs")


def contents(held: Holdings) -> str:
    """What the release brought, and how many records of each kind it holds."""
    counts = [f"{held.count(each):,} {each.plural}" for each in CATALOG if held.count(each)]
    return f"Release {held.number} ({held.release.title}) holds {', '.join(counts)}."


def covered(held: Holdings) -> Iterator[Place]:
    yield Place(type_="Country", name=places.COUNTRY, identifier="US")
    for state in held.states:
        yield Place(type_="AdministrativeArea", name=places.NAMES[state], identifier=state)


def variable(metric: Metric, held: Holdings, public_url: str) -> PropertyValue:
    return PropertyValue(
        id_=pinned(public_url, f"/v1/metrics/{metric.id}", held.number),
        name=metric.label,
        property_id=metric.id,
        description=metric.definition,
        unit_text=metric.unit,
    )


def basis(source: Source, held: Holdings, public_url: str) -> CreativeWork:
    return CreativeWork(
        id_=pinned(public_url, f"/v1/sources/{source.id}", held.number),
        name=source.title or UNSET,
        description=source.counting_rule or UNSET,
        publisher=Organization(name=source.publisher) if source.publisher else UNSET,
        url=source.url or UNSET,
        license=source.license or UNSET,
    )


def table(resource: Resource, held: Holdings, public_url: str) -> Table:
    address = pinned(public_url, f"/v1/{resource.name}", held.number)
    return Table(
        id_=address,
        name=f"{resource.plural.capitalize()} of {terms.NAME}, release {held.number}",
        description=f"{resource.about} One of the tables of {terms.NAME}, release {held.number}.",
        url=address,
        license=terms.LICENSE,
        creator=creator(public_url),
        variable_measured=[
            PropertyValue(name=column.name, property_id=column.name, description=column.description)
            for column in resource.file_schema.values()
        ],
        distribution=[
            Reference(id_=pinned(public_url, file_path(resource, form), held.number))
            for form in forms(resource, held)
        ],
    )
