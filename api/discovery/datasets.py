"""Describe the collection, and a release of it, for dataset search."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import UNSET

from api import about
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.cite import apa
from api.discovery import places
from api.discovery.downloads import archive, download, downloads, file_path, forms, stored
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
from api.exports.formats import CSV
from api.storage.manifest import File
from schemas.metric import Metric
from schemas.source import Source

TECHNIQUE = (
    "Compiled from official data sets, documents and news reports. Each number keeps its qualifier and names "
    "its source, the passage or table cell it comes from, and who said it. Numbers that Muster computed are "
    "marked."
)


def collection(public_url: str) -> Collection:
    """Describe the collection independently of a release, with live URLs."""
    return Collection(
        **common(public_url),
        id_=f"{public_url}/docs",
        name=about.TITLE,
        description=about.ABOUT,
        distribution=[download(f"{public_url}{file_path(each, CSV)}", each, CSV) for each in CATALOG],
    )


def dataset(holdings: Holdings, public_url: str, files: Sequence[File] = ()) -> Dataset:
    """Describe a release. `files`: its stored files, if this server stores them."""
    work = holdings.work(public_url)
    kept = [stored(file, holdings, public_url) for file in files] or [archive(holdings, public_url)]
    return Dataset(
        **common(public_url),
        id_=work.pinned_url,
        name=str(work.title),
        description=f"{about.ABOUT} {contents(holdings)}",
        distribution=[*downloads(holdings, public_url), *kept],
        identifier=work.pinned_url,
        version=holdings.release.version,
        date_published=holdings.release.published_at,
        credit_text=apa.reference(work),
        temporal_coverage=f"{holdings.first}/{holdings.last}" if holdings.first else UNSET,
        spatial_coverage=[*coverage(holdings)],
        variable_measured=[variable(metric, holdings, public_url) for metric in holdings.metrics],
        is_based_on=[basis(source, holdings, public_url) for source in holdings.data_sets],
        has_part=[table(resource, holdings, public_url) for resource in CATALOG],
    )


def common(public_url: str) -> dict[str, Any]:
    listed = f"{public_url}/data.json"
    return {
        "url": f"{public_url}/docs",
        "license": about.LICENSE,
        "keywords": list(about.KEYWORDS),
        "in_language": about.LANGUAGE,
        "creator": creator(public_url),
        "publisher": Organization(name=about.NAME, url=f"{public_url}/docs"),
        "included_in_data_catalog": DataCatalog(id_=listed, name=about.NAME, url=listed),
        "measurement_technique": TECHNIQUE,
    }


def creator(public_url: str) -> Organization:
    return Organization(name=about.AUTHORS, url=f"{public_url}/docs")


def contents(holdings: Holdings) -> str:
    """Write the release's title and its number of records of each kind."""
    counts = [f"{holdings.count(each):,} {each.plural}" for each in CATALOG if holdings.count(each)]
    return f"Release {holdings.number} ({holdings.release.title}) holds {', '.join(counts)}."


def coverage(holdings: Holdings) -> Iterator[Place]:
    yield Place(type_="Country", name=places.COUNTRY, identifier="US")
    for state in holdings.states:
        yield Place(type_="AdministrativeArea", name=places.NAMES[state], identifier=state)


def variable(metric: Metric, holdings: Holdings, public_url: str) -> PropertyValue:
    return PropertyValue(
        id_=pinned(public_url, f"/v1/metrics/{metric.id}", holdings.number),
        name=metric.label,
        property_id=metric.id,
        description=metric.definition,
        unit_text=metric.unit,
    )


def basis(source: Source, holdings: Holdings, public_url: str) -> CreativeWork:
    return CreativeWork(
        id_=pinned(public_url, f"/v1/sources/{source.id}", holdings.number),
        name=source.title or UNSET,
        description=source.counting_rule or UNSET,
        publisher=Organization(name=source.publisher) if source.publisher else UNSET,
        url=source.url or UNSET,
        license=source.license_url or source.license or UNSET,
    )


def table(resource: Resource, holdings: Holdings, public_url: str) -> Table:
    url = pinned(public_url, f"/v1/{resource.name}", holdings.number)
    return Table(
        id_=url,
        name=f"{resource.plural.capitalize()} of {about.NAME}, release {holdings.number}",
        description=f"{resource.about} One of the tables of {about.NAME}, release {holdings.number}.",
        url=url,
        license=about.LICENSE,
        creator=creator(public_url),
        variable_measured=[
            PropertyValue(name=column.name, property_id=column.name, description=column.description)
            for column in resource.file_schema.values()
        ],
        distribution=[
            Reference(id_=pinned(public_url, file_path(resource, form), holdings.number))
            for form in forms(resource, holdings)
        ],
    )
