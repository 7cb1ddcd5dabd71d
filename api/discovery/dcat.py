"""The shapes of `/data.json`: W3C's DCAT in the profile of US government portals, DCAT-US 3."""

from typing import Annotated, Any, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from api import terms
from api.discovery.members import member

Address: TypeAlias = Annotated[str, Meta(description="Absolute.")]


class DcatOrganization(Struct, frozen=True, kw_only=True, rename=member):
    """Who publishes."""

    type_: str = "Organization"
    name: str


class DcatContact(Struct, frozen=True, kw_only=True, rename=member):
    """Whom to ask. The mail address is the operator's, and left out where none is set."""

    type_: str = "Kind"
    fn: Annotated[str, Meta(description="The name.")]
    has_email: Annotated[str | UnsetType, Meta(description="mailto: and the address.")] = UNSET
    has_url: Address


class DcatDocument(Struct, frozen=True, kw_only=True, rename=member):
    """A page for readers."""

    type_: str = "Document"
    title: str
    access_url: Address


class DcatStandard(Struct, frozen=True, kw_only=True, rename=member):
    """What the catalogue conforms to."""

    type_: str = "Standard"
    id_: Address
    title: str


class DcatLocation(Struct, frozen=True, kw_only=True, rename=member):
    """A country, state or territory."""

    type_: str = "Location"
    pref_label: str


class DcatPeriod(Struct, frozen=True, kw_only=True, rename=member):
    """The first and the last day that anything holds for."""

    type_: str = "PeriodOfTime"
    start_date: str
    end_date: str


class DcatDistribution(Struct, frozen=True, kw_only=True, rename=member):
    """A form of a data set, at its pinned address."""

    type_: str = "Distribution"
    title: str
    description: str
    download_url: Address
    media_type: str
    license: Address


class DcatDataset(Struct, frozen=True, kw_only=True, rename=member):
    """A table of the newest release, or the whole of it as one archive.

    `identifier` stays the same from release to release; `version`, `modified` and the addresses do not.
    """

    type_: str = "Dataset"
    id_: Address
    identifier: Address
    title: str
    description: str
    publisher: DcatOrganization
    contact_point: DcatContact
    keyword: list[str]
    landing_page: DcatDocument
    language: list[str]
    version: str
    version_notes: Annotated[str, Meta(description="What the release brought.")]
    modified: str
    rights: Annotated[list[str], Meta(description="What else applies beside the licence.")]
    spatial: list[DcatLocation]
    temporal: list[DcatPeriod]
    described_by: Annotated[DcatDistribution, Meta(description="The columns, with their types and meanings.")]
    distribution: list[DcatDistribution]


class DcatService(Struct, frozen=True, kw_only=True, rename=member):
    """The API."""

    type_: str = "DataService"
    id_: Address
    title: str
    description: str
    publisher: DcatOrganization
    contact_point: list[DcatContact]
    endpoint_url: list[Address]
    endpoint_description: list[Address]
    license: Address


class DcatCatalog(Struct, frozen=True, kw_only=True, rename=member):
    """All data sets of the newest release, or of the one that was asked for, and the API that serves them."""

    context: Annotated[dict[str, Any], Meta(description="What each member means, as JSON-LD.")]
    type_: str = "Catalog"
    id_: Address
    title: str
    description: str
    publisher: DcatOrganization
    contact_point: list[DcatContact]
    homepage: DcatDocument
    language: list[str]
    license: Address
    modified: str
    conforms_to: Annotated[
        DcatStandard | UnsetType,
        Meta(description="DCAT-US, which wants a mail address: only where the operator set one."),
    ] = UNSET
    dataset: list[DcatDataset]
    service: list[DcatService]


def distribution(title: str, description: str, address: str, media_type: str) -> DcatDistribution:
    return DcatDistribution(
        title=title,
        description=description,
        download_url=address,
        media_type=media_type,
        license=terms.LICENSE,
    )
