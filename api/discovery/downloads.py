"""The files of a release with their addresses: every form of every table, and all as one archive."""

from collections.abc import Iterator

from api.bundle import archive as bundle
from api.catalog import CATALOG
from api.discovery.holdings import RELEASES, Holdings, pinned
from api.discovery.schema_org import DataDownload
from api.formats import Format, forms_of
from api.resource import Resource

ZIP = "application/zip"
ARCHIVED = "All tables of the release with codebook, citations, licence and checksums."


def file_path(resource: Resource, form: Format) -> str:
    return f"/v1/{resource.name}{form.suffix}"


def forms(resource: Resource, held: Holdings) -> list[Format]:
    """Those in which all records of the release are answered."""
    return [form for form in forms_of(resource) if held.fits(resource, form)]


def downloads(held: Holdings, public_url: str) -> Iterator[DataDownload]:
    for resource in CATALOG:
        for form in forms(resource, held):
            yield download(pinned(public_url, file_path(resource, form), held.number), resource, form)


def titled(resource: Resource, form: Format) -> str:
    return f"{resource.plural.capitalize()} as {form.suffix}"


def download(address: str, resource: Resource, form: Format) -> DataDownload:
    return DataDownload(
        id_=address,
        name=titled(resource, form),
        description=form.about,
        content_url=address,
        encoding_format=form.media_type,
    )


def archive_address(held: Holdings, public_url: str) -> str:
    return f"{public_url}/v1/{RELEASES.name}/{held.number}/files/{bundle.name(held.number)}"


def archive(held: Holdings, public_url: str) -> DataDownload:
    address = archive_address(held, public_url)
    return DataDownload(
        id_=address,
        name=bundle.name(held.number),
        description=ARCHIVED,
        content_url=address,
        encoding_format=ZIP,
    )
