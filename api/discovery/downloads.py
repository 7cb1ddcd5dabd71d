"""The files of a release with their URLs: every table in every format, and the archive."""

from collections.abc import Iterator

from api.bundle import archive as bundle
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.discovery.holdings import RELEASES, Holdings, pinned
from api.discovery.schema_org import DataDownload
from api.exports.formats import Format, forms_of
from api.storage.manifest import File

ZIP = "application/zip"
ARCHIVE_ABOUT = "All tables of the release with codebook, citations, license and checksums."


def file_path(resource: Resource, form: Format) -> str:
    return f"/v1/{resource.name}{form.suffix}"


def forms(resource: Resource, holdings: Holdings) -> list[Format]:
    """List the formats in which all records of the release fit into one file."""
    return [form for form in forms_of(resource) if holdings.fits(resource, form)]


def downloads(holdings: Holdings, public_url: str) -> Iterator[DataDownload]:
    for resource in CATALOG:
        for form in forms(resource, holdings):
            yield download(pinned(public_url, file_path(resource, form), holdings.number), resource, form)


def download_title(resource: Resource, form: Format) -> str:
    return f"{resource.plural.capitalize()} as {form.suffix}"


def download(url: str, resource: Resource, form: Format) -> DataDownload:
    return DataDownload(
        id_=url,
        name=download_title(resource, form),
        description=form.about,
        content_url=url,
        encoding_format=form.media_type,
    )


def stored(file: File, holdings: Holdings, public_url: str) -> DataDownload:
    """Describe a stored file, whose bytes never change."""
    url = f"{public_url}/v1/{RELEASES.name}/{holdings.number}/files/{file.name}"
    return DataDownload(
        id_=url,
        name=file.name,
        description=file.about,
        content_url=url,
        encoding_format=file.media_type,
        content_size=f"{file.bytes} B",
        sha256=file.sha256,
    )


def archive_url(holdings: Holdings, public_url: str) -> str:
    return f"{public_url}/v1/{RELEASES.name}/{holdings.number}/files/{bundle.name(holdings.number)}"


def archive(holdings: Holdings, public_url: str) -> DataDownload:
    url = archive_url(holdings, public_url)
    return DataDownload(
        id_=url,
        name=bundle.name(holdings.number),
        description=ARCHIVE_ABOUT,
        content_url=url,
        encoding_format=ZIP,
    )
