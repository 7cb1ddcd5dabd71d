"""A release as a catalog for data portals, with one data set per table."""

from msgspec import UNSET

from api import about
from api.bundle import archive
from api.catalog.resource import Resource
from api.catalog.resources import CATALOG
from api.discovery import places, schema_org
from api.discovery.datasets import contents
from api.discovery.dcat import (
    DcatCatalog,
    DcatContact,
    DcatDataset,
    DcatDistribution,
    DcatDocument,
    DcatLocation,
    DcatOrganization,
    DcatPeriod,
    DcatService,
    DcatStandard,
    distribution,
)
from api.discovery.dcat_terms import CONTEXT
from api.discovery.downloads import (
    ARCHIVE_ABOUT,
    ZIP,
    archive_url,
    download_title,
    file_path,
    forms,
)
from api.discovery.holdings import RELEASES, Holdings, pinned
from api.exports.formats import CSV, Format
from api.exports.plan import METADATA
from api.http import negotiation

STANDARD = DcatStandard(id_="https://resources.data.gov/dcat-us/3.0.0/catalog", title="DCAT-US 3.0")
PUBLISHER = DcatOrganization(name=about.NAME)


class Listing:
    """Builds the catalog of one release. `email`: the operator's email address, if set."""

    def __init__(self, holdings: Holdings, public_url: str, email: str | None) -> None:
        self.holdings, self.public_url = holdings, public_url
        self.catalog_url = f"{public_url}/data.json"
        self.contact = DcatContact(
            fn=about.NAME, has_email=f"mailto:{email}" if email else UNSET, has_url=f"{public_url}/docs"
        )
        self.home = DcatDocument(title=f"{about.NAME}: documentation", access_url=f"{public_url}/docs")
        self.conforms_to = STANDARD if email else UNSET
        self.archive = archive_url(holdings, public_url)
        states = (places.NAMES[state] for state in holdings.states)
        self.spatial = [DcatLocation(pref_label=name) for name in (places.COUNTRY, *states)]
        first, last = str(holdings.first), str(holdings.last)
        self.temporal = [DcatPeriod(start_date=first, end_date=last)] if holdings.first else []

    def catalog(self) -> DcatCatalog:
        return DcatCatalog(
            context=CONTEXT,
            id_=self.catalog_url,
            title=about.TITLE,
            description=about.ABOUT,
            publisher=PUBLISHER,
            contact_point=[self.contact],
            homepage=self.home,
            language=[about.LANGUAGE],
            license=about.LICENSE,
            modified=self.holdings.release.published_at,
            conforms_to=self.conforms_to,
            dataset=[self.whole(), *(self.table(resource) for resource in CATALOG)],
            service=[self.service()],
        )

    def dataset(
        self,
        name: str,
        title: str,
        description: str,
        described_by: DcatDistribution,
        files: list[DcatDistribution],
    ) -> DcatDataset:
        release = self.holdings.release
        return DcatDataset(
            id_=f"{self.catalog_url}#{name}",
            identifier=f"{self.catalog_url}#{name}",
            title=title,
            description=description,
            publisher=PUBLISHER,
            contact_point=self.contact,
            keyword=list(about.KEYWORDS),
            landing_page=self.home,
            language=[about.LANGUAGE],
            version=release.version,
            version_notes=release.title,
            modified=release.published_at,
            rights=[about.LICENSE_NOTE],
            spatial=self.spatial,
            temporal=self.temporal,
            described_by=described_by,
            distribution=files,
        )

    def whole(self) -> DcatDataset:
        return self.dataset(
            "collection",
            about.TITLE,
            f"{about.ABOUT} {contents(self.holdings)}",
            distribution(
                "The release in terms of schema.org",
                "Its tables, columns, metrics and sources.",
                f"{self.public_url}/v1/{RELEASES.name}/{self.holdings.number}.jsonld",
                schema_org.MEDIA_TYPE,
            ),
            [distribution(archive.name(self.holdings.number), ARCHIVE_ABOUT, self.archive, ZIP)],
        )

    def table(self, resource: Resource) -> DcatDataset:
        return self.dataset(
            resource.name,
            f"{about.NAME}: {resource.plural}",
            resource.about,
            distribution(
                f"Columns of {resource.plural}",
                "Each column with its type, meaning and codes, as CSV on the Web.",
                pinned(self.public_url, file_path(resource, CSV) + METADATA, self.holdings.number),
                negotiation.JSON,
            ),
            [
                distribution(
                    download_title(resource, form),
                    form.about,
                    self.pinned_file(resource, form),
                    form.media_type,
                )
                for form in forms(resource, self.holdings)
            ],
        )

    def service(self) -> DcatService:
        return DcatService(
            id_=f"{self.catalog_url}#api",
            title=f"{about.NAME} API",
            description="Every table with filters, as pages and files. No key needed.",
            publisher=PUBLISHER,
            contact_point=[self.contact],
            endpoint_url=[self.public_url],
            endpoint_description=[f"{self.public_url}/openapi.json"],
            license=about.LICENSE,
        )

    def pinned_file(self, resource: Resource, form: Format) -> str:
        """Build the pinned URL of a table in a format."""
        return pinned(self.public_url, file_path(resource, form), self.holdings.number)
