"""The collection and its releases as schema.org's Dataset, which search engines for data read.

The citation is `creditText`: schema.org's `citation` names other works. Conformance to Croissant is not
claimed: it wants the SHA-256 of every file, which only a server that stores them knows.
"""

from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from api.discovery.members import member

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"
Address: TypeAlias = Annotated[str, Meta(description="Absolute.")]


class Reference(Struct, frozen=True, kw_only=True, rename=member):
    """Something that is described elsewhere in the same document."""

    id_: Address


class Organization(Struct, frozen=True, kw_only=True, rename=member):
    """Who made or published something."""

    type_: str = "Organization"
    name: str
    url: Address | UnsetType = UNSET


class DataCatalog(Struct, frozen=True, kw_only=True, rename=member):
    """The catalogue that lists the data sets."""

    type_: str = "DataCatalog"
    id_: Address
    name: str
    url: Address


class Place(Struct, frozen=True, kw_only=True, rename=member):
    """A country, or a state or territory by its postal code."""

    type_: str
    name: str
    identifier: str


class PropertyValue(Struct, frozen=True, kw_only=True, rename=member):
    """A metric, with its unit and address, or a column of a table."""

    type_: str = "PropertyValue"
    id_: Annotated[Address | UnsetType, Meta(description="The metric's pinned address.")] = UNSET
    name: str
    property_id: Annotated[str, Meta(description="The id of the metric, or the name of the column.")]
    description: str
    unit_text: str | UnsetType = UNSET


class CreativeWork(Struct, frozen=True, kw_only=True, rename=member):
    """A data set of a publisher that figures were taken from; what is unknown is left out."""

    type_: str = "Dataset"
    id_: Annotated[Address, Meta(description="The pinned address of the source.")]
    name: str | UnsetType = UNSET
    description: Annotated[str | UnsetType, Meta(description="What it counts and when.")] = UNSET
    publisher: Organization | UnsetType = UNSET
    url: Annotated[str | UnsetType, Meta(description="The publisher's own address of it.")] = UNSET
    license: Annotated[str | UnsetType, Meta(description="The terms, in words.")] = UNSET


class DataDownload(Struct, frozen=True, kw_only=True, rename=member):
    """A file with all records of a table, or all files of a release."""

    type_: str = "DataDownload"
    id_: Address
    name: str
    description: str
    content_url: Address
    encoding_format: Annotated[str, Meta(description="Its media type.")]


class Table(Struct, frozen=True, kw_only=True, rename=member):
    """A resource of a release: its columns and its files."""

    type_: str = "Dataset"
    id_: Address
    name: str
    description: str
    url: Address
    license: Address
    is_accessible_for_free: bool = True
    creator: Organization
    variable_measured: Annotated[list[PropertyValue], Meta(description="Its columns.")]
    distribution: Annotated[list[Reference], Meta(description="Its files.")]


class Collection(Struct, frozen=True, kw_only=True, rename=member):
    """The data as a whole, whatever the release: what is true of all of them."""

    context: str = CONTEXT
    type_: str = "Dataset"
    id_: Address
    name: str
    description: str
    url: Annotated[Address, Meta(description="Where a reader begins.")]
    license: Address
    keywords: list[str]
    in_language: str
    is_accessible_for_free: bool = True
    creator: Organization
    publisher: Organization
    included_in_data_catalog: DataCatalog
    measurement_technique: Annotated[str, Meta(description="How the numbers were come by.")]
    distribution: list[DataDownload]


class Dataset(Collection, frozen=True, kw_only=True, rename=member):
    """A release of the data in schema.org's terms. `variableMeasured` are the metrics it has figures of."""

    identifier: Annotated[Address, Meta(description="Its pinned address.")]
    version: str
    date_published: str
    credit_text: Annotated[str, Meta(description="What to cite it with.")]
    temporal_coverage: Annotated[
        str | UnsetType, Meta(description="The first and the last day that anything in it holds for.")
    ] = UNSET
    spatial_coverage: Annotated[list[Place], Meta(description="The states and territories of its agencies.")]
    variable_measured: list[PropertyValue]
    is_based_on: Annotated[list[CreativeWork], Meta(description="The data sets it draws on.")]
    has_part: Annotated[list[Table], Meta(description="Its tables.")]
