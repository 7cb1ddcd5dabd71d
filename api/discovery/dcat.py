"""The structs of `/data.json`: W3C's DCAT in the profile of US government portals, DCAT-US 3."""

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from api import about
from api.discovery.members import member

Url: TypeAlias = Annotated[str, Meta(description="An absolute URL.")]


class DcatOrganization(Struct, frozen=True, kw_only=True, rename=member):
    """The publisher."""

    type_: str = "Organization"
    name: str


class DcatContact(Struct, frozen=True, kw_only=True, rename=member):
    """The contact. The email address is the operator's; it is left out if none is set."""

    type_: str = "Kind"
    fn: Annotated[str, Meta(description="The name.")]
    has_email: Annotated[str | UnsetType, Meta(description="The email address as a mailto: URL.")] = UNSET
    has_url: Url


class DcatDocument(Struct, frozen=True, kw_only=True, rename=member):
    """A page for readers."""

    type_: str = "Document"
    title: str
    access_url: Url


class DcatStandard(Struct, frozen=True, kw_only=True, rename=member):
    """The standard that the catalog conforms to."""

    type_: str = "Standard"
    id_: Url
    title: str


class DcatLocation(Struct, frozen=True, kw_only=True, rename=member):
    """A country, state or territory."""

    type_: str = "Location"
    pref_label: str


class DcatPeriod(Struct, frozen=True, kw_only=True, rename=member):
    """The first and last day that any record holds for."""

    type_: str = "PeriodOfTime"
    start_date: str
    end_date: str


class DcatDistribution(Struct, frozen=True, kw_only=True, rename=member):
    """A file of a data set in one format, at its pinned URL."""

    type_: str = "Distribution"
    title: str
    description: str
    download_url: Url
    media_type: str
    license: Url


class DcatDataset(Struct, frozen=True, kw_only=True, rename=member):
    """A table of the release, or the whole release as an archive.

    `identifier` stays the same from release to release. `version`, `modified` and the URLs change.
    """

    type_: str = "Dataset"
    id_: Url
    identifier: Url
    title: str
    description: str
    publisher: DcatOrganization
    contact_point: DcatContact
    keyword: list[str]
    landing_page: DcatDocument
    language: list[str]
    version: str
    version_notes: Annotated[str, Meta(description="The title of the release.")]
    modified: str
    rights: Annotated[list[str], Meta(description="Terms besides the license.")]
    spatial: list[DcatLocation]
    temporal: list[DcatPeriod]
    described_by: Annotated[DcatDistribution, Meta(description="The columns, with their types and meanings.")]
    distribution: list[DcatDistribution]


class DcatService(Struct, frozen=True, kw_only=True, rename=member):
    """The API."""

    type_: str = "DataService"
    id_: Url
    title: str
    description: str
    publisher: DcatOrganization
    contact_point: list[DcatContact]
    endpoint_url: list[Url]
    endpoint_description: list[Url]
    license: Url


class DcatCatalog(Struct, frozen=True, kw_only=True, rename=member):
    """All data sets of the newest or the requested release, and the API."""

    context: Annotated[dict[str, Any], Meta(description="The JSON-LD context, which defines each member.")]
    type_: str = "Catalog"
    id_: Url
    title: str
    description: str
    publisher: DcatOrganization
    contact_point: list[DcatContact]
    homepage: DcatDocument
    language: list[str]
    license: Url
    modified: str
    conforms_to: Annotated[
        DcatStandard | UnsetType,
        Meta(description="DCAT-US. Left out unless the operator set an email address, which it requires."),
    ] = UNSET
    dataset: list[DcatDataset]
    service: list[DcatService]


def distribution(title: str, description: str, url: str, media_type: str) -> DcatDistribution:
    return DcatDistribution(
        title=title,
        description=description,
        download_url=url,
        media_type=media_type,
        license=about.LICENSE,
    )
