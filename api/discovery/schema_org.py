"""The structs of schema.org's Dataset, which search engines for data read.

The citation is `creditText`, because schema.org's `citation` is for other works. The description does not
claim to be Croissant: `croissant.json`, a stored file of the release, is.
"""

from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from api.discovery.members import member

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"
Url: TypeAlias = Annotated[str, Meta(description="An absolute URL.")]


class Reference(Struct, frozen=True, kw_only=True, rename=member):
    """A reference to something described elsewhere in the same document."""

    id_: Url


class Organization(Struct, frozen=True, kw_only=True, rename=member):
    """A creator or publisher."""

    type_: str = "Organization"
    name: str
    url: Url | UnsetType = UNSET


class DataCatalog(Struct, frozen=True, kw_only=True, rename=member):
    """The catalog that lists the data sets."""

    type_: str = "DataCatalog"
    id_: Url
    name: str
    url: Url


class Place(Struct, frozen=True, kw_only=True, rename=member):
    """A country, or a state or territory by its postal code."""

    type_: str
    name: str
    identifier: str


class PropertyValue(Struct, frozen=True, kw_only=True, rename=member):
    """A metric with its unit and URL, or a column of a table."""

    type_: str = "PropertyValue"
    id_: Annotated[Url | UnsetType, Meta(description="The metric's pinned URL.")] = UNSET
    name: str
    property_id: Annotated[str, Meta(description="The id of the metric, or the name of the column.")]
    description: str
    unit_text: str | UnsetType = UNSET


class CreativeWork(Struct, frozen=True, kw_only=True, rename=member):
    """A publisher's data set from which figures were taken. Unknown members are left out."""

    type_: str = "Dataset"
    id_: Annotated[Url, Meta(description="The pinned URL of the source.")]
    name: str | UnsetType = UNSET
    description: Annotated[str | UnsetType, Meta(description="What the data set counts, and when.")] = UNSET
    publisher: Organization | UnsetType = UNSET
    url: Annotated[str | UnsetType, Meta(description="The publisher's own URL.")] = UNSET
    license: Annotated[
        str | UnsetType, Meta(description="The address of the terms, or the terms in words.")
    ] = UNSET


class DataDownload(Struct, frozen=True, kw_only=True, rename=member):
    """A file with all records of a table, or a stored file of a release, which has a size and a hash."""

    type_: str = "DataDownload"
    id_: Url
    name: str
    description: str
    content_url: Url
    encoding_format: Annotated[str, Meta(description="The media type.")]
    content_size: Annotated[str | UnsetType, Meta(description="The size in bytes, as `12 B`.")] = UNSET
    sha256: Annotated[str | UnsetType, Meta(description="The SHA-256 of a stored file.")] = UNSET


class Table(Struct, frozen=True, kw_only=True, rename=member):
    """A resource of a release: its columns and its files."""

    type_: str = "Dataset"
    id_: Url
    name: str
    description: str
    url: Url
    license: Url
    is_accessible_for_free: bool = True
    creator: Organization
    variable_measured: Annotated[list[PropertyValue], Meta(description="The columns.")]
    distribution: Annotated[list[Reference], Meta(description="The files.")]


class Collection(Struct, frozen=True, kw_only=True, rename=member):
    """The collection as a whole, independent of a release."""

    context: str = CONTEXT
    type_: str = "Dataset"
    id_: Url
    name: str
    description: str
    url: Annotated[Url, Meta(description="The documentation.")]
    license: Url
    keywords: list[str]
    in_language: str
    is_accessible_for_free: bool = True
    creator: Organization
    publisher: Organization
    included_in_data_catalog: DataCatalog
    measurement_technique: Annotated[str, Meta(description="How the numbers were collected.")]
    distribution: list[DataDownload]


class Dataset(Collection, frozen=True, kw_only=True, rename=member):
    """A release as schema.org's Dataset. `variableMeasured` lists the metrics that have figures."""

    identifier: Annotated[Url, Meta(description="The pinned URL.")]
    version: str
    date_published: str
    credit_text: Annotated[str, Meta(description="The citation.")]
    temporal_coverage: Annotated[
        str | UnsetType, Meta(description="The first and last day that any record holds for.")
    ] = UNSET
    spatial_coverage: Annotated[list[Place], Meta(description="The states and territories of the agencies.")]
    variable_measured: list[PropertyValue]
    is_based_on: Annotated[list[CreativeWork], Meta(description="Data sets from which figures were taken.")]
    has_part: Annotated[list[Table], Meta(description="The tables.")]
