"""A release as a catalogue that portals harvest: a data set for each table, since no two hold the same."""

from msgspec import UNSET

from api import negotiation, terms
from api.bundle import archive as bundle
from api.catalog import CATALOG
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
    ARCHIVED,
    ZIP,
    archive_address,
    file_path,
    forms,
    titled,
)
from api.discovery.holdings import RELEASES, Holdings, pinned
from api.files import METADATA
from api.formats import CSV, Format
from api.resource import Resource

STANDARD = DcatStandard(id_="https://resources.data.gov/dcat-us/3.0.0/catalog", title="DCAT-US 3.0")
PUBLISHER = DcatOrganization(name=terms.NAME)


class Listing:
    """Writes the catalogue of one release for one public address. `email` is the operator's, if any."""

    def __init__(self, held: Holdings, public_url: str, email: str | None) -> None:
        self.held, self.public_url = held, public_url
        self.address = f"{public_url}/data.json"
        self.contact = DcatContact(
            fn=terms.NAME, has_email=f"mailto:{email}" if email else UNSET, has_url=f"{public_url}/docs"
        )
        self.home = DcatDocument(title=f"{terms.NAME}: documentation", access_url=f"{public_url}/docs")
        self.conforms_to = STANDARD if email else UNSET
        self.archive = archive_address(held, public_url)
        states = (places.NAMES[state] for state in held.states)
        self.spatial = [DcatLocation(pref_label=name) for name in (places.COUNTRY, *states)]
        first, last = str(held.first), str(held.last)
        self.temporal = [DcatPeriod(start_date=first, end_date=last)] if held.first else []

    def catalog(self) -> DcatCatalog:
        return DcatCatalog(
            context=CONTEXT,
            id_=self.address,
            title=terms.TITLE,
            description=terms.ABOUT,
            publisher=PUBLISHER,
            contact_point=[self.contact],
            homepage=self.home,
            language=[terms.LANGUAGE],
            license=terms.LICENSE,
            modified=self.held.release.published_at,
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
        release = self.held.release
        return DcatDataset(
            id_=f"{self.address}#{name}",
            identifier=f"{self.address}#{name}",
            title=title,
            description=description,
            publisher=PUBLISHER,
            contact_point=self.contact,
            keyword=list(terms.KEYWORDS),
            landing_page=self.home,
            language=[terms.LANGUAGE],
            version=release.version,
            version_notes=release.title,
            modified=release.published_at,
            rights=[terms.LICENSE_NOTE],
            spatial=self.spatial,
            temporal=self.temporal,
            described_by=described_by,
            distribution=files,
        )

    def whole(self) -> DcatDataset:
        return self.dataset(
            "collection",
            terms.TITLE,
            f"{terms.ABOUT} {contents(self.held)}",
            distribution(
                "The release in terms of schema.org",
                "Its tables, columns, metrics and sources.",
                f"{self.public_url}/v1/{RELEASES.name}/{self.held.number}.jsonld",
                schema_org.MEDIA_TYPE,
            ),
            [distribution(bundle.name(self.held.number), ARCHIVED, self.archive, ZIP)],
        )

    def table(self, resource: Resource) -> DcatDataset:
        return self.dataset(
            resource.name,
            f"{terms.NAME}: {resource.plural}",
            resource.about,
            distribution(
                f"Columns of {resource.plural}",
                "Each column with its type, its meaning and its codes, in the terms of CSV on the Web.",
                pinned(self.public_url, file_path(resource, CSV) + METADATA, self.held.number),
                negotiation.JSON,
            ),
            [
                distribution(titled(resource, form), form.about, self.of(resource, form), form.media_type)
                for form in forms(resource, self.held)
            ],
        )

    def service(self) -> DcatService:
        return DcatService(
            id_=f"{self.address}#api",
            title=f"{terms.NAME} API",
            description="Every table with filters, as pages and as files, without a key.",
            publisher=PUBLISHER,
            contact_point=[self.contact],
            endpoint_url=[self.public_url],
            endpoint_description=[f"{self.public_url}/openapi.json"],
            license=terms.LICENSE,
        )

    def of(self, resource: Resource, form: Format) -> str:
        """The pinned address of a table in that form."""
        return pinned(self.public_url, file_path(resource, form), self.held.number)
