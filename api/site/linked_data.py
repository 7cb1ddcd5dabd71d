"""A stated value as schema.org's Observation, for search engines and language models."""

from typing import Any

from api import about
from api.cite.dates import partial_day
from api.cite.work import Work
from api.discovery.schema_org import CONTEXT
from api.site.evidence import Found
from api.site.stated import Stated
from schemas.source import Source

Json = dict[str, Any]


def observation(record: Any, shown: Stated, found: Found, url: str) -> Json:
    """Describe the record. A qualified value has bounds and no value, so that nobody reads it as exact."""
    source, work = found.evidence.source, found.work
    return known(
        {
            "@context": CONTEXT,
            "@type": "Observation",
            "@id": url,
            "name": work.title if work else None,
            "observationAbout": {"@type": "Organization", "name": shown.whom.text},
            "variableMeasured": shown.counted,
            **bounds(record),
            "unitText": record.unit,
            "observationDate": observed_on(record),
            "measurementQualifier": getattr(record, "qualifier", None),
            "isBasedOn": work_of(source) if source else None,
            "subjectOf": quotation(work) if work else None,
            "isPartOf": {"@type": "Dataset", "name": about.TITLE, "version": str(found.release.number)},
            "license": about.LICENSE,
        }
    )


def bounds(record: Any) -> Json:
    if getattr(record, "comparator", "=") == "=":
        return {"value": record.value}
    return {"minValue": record.value_low, "maxValue": record.value_high}


def observed_on(record: Any) -> str | None:
    """Write as much of the date as the source names."""
    day = partial_day(record.as_of, record.as_of_precision)
    return "-".join(f"{part:02d}" for part in day.parts) if day else None


def work_of(source: Source) -> Json:
    return known(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "publisher": {"@type": "Organization", "name": source.publisher} if source.publisher else None,
            "url": source.url,
        }
    )


def quotation(work: Work) -> Json | None:
    if work.quote is None:
        return None
    return known({"@type": "Quotation", "text": work.quote, "creditText": work.attributed_to})


def organization(record: Any, url: str) -> Json:
    """Describe an agency."""
    return known(
        {
            "@context": CONTEXT,
            "@type": "GovernmentOrganization",
            "@id": url,
            "name": record.name,
            "alternateName": [each for each in (record.short_name, *record.aliases) if each] or None,
            "areaServed": record.state,
        }
    )


def known(members: Json) -> Json:
    return {name: value for name, value in members.items() if value is not None}
