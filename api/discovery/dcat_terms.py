"""The JSON-LD context of `/data.json`. It is part of the document, so readers need not fetch it."""

from typing import Any


def url_term(term: str) -> dict[str, Any]:
    """Define a term whose value is a URL."""
    return {"@id": term, "@type": "@id"}


def typed_term(term: str, datatype: str) -> dict[str, str]:
    return {"@id": term, "@type": f"xsd:{datatype}"}


MEDIA_TYPE_REGISTRY = "https://www.iana.org/assignments/media-types/"
CONTEXT: dict[str, Any] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcat-us": "http://data.resources.gov/ontology/dcat-us#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "Catalog": "dcat:Catalog",
    "DataService": "dcat:DataService",
    "Dataset": "dcat:Dataset",
    "Distribution": "dcat:Distribution",
    "Document": "foaf:Document",
    "Kind": "vcard:Kind",
    "Location": "dcterms:Location",
    "Organization": "org:Organization",
    "PeriodOfTime": "dcterms:PeriodOfTime",
    "Standard": "dcterms:Standard",
    "accessURL": url_term("dcat:accessURL"),
    "conformsTo": "dcterms:conformsTo",
    "contactPoint": "dcat:contactPoint",
    "dataset": "dcat:dataset",
    "describedBy": "dcat-us:describedBy",
    "description": "dcterms:description",
    "distribution": "dcat:distribution",
    "downloadURL": url_term("dcat:downloadURL"),
    "endDate": typed_term("dcat:endDate", "date"),
    "endpointDescription": url_term("dcat:endpointDescription"),
    "endpointURL": url_term("dcat:endpointURL"),
    "fn": "vcard:fn",
    "hasEmail": url_term("vcard:hasEmail"),
    "hasURL": url_term("vcard:hasURL"),
    "homepage": "foaf:homepage",
    "identifier": "dcterms:identifier",
    "keyword": "dcat:keyword",
    "landingPage": "dcat:landingPage",
    "language": "dcterms:language",
    "license": url_term("dcterms:license"),
    # text/csv abbreviates its URL in IANA's registry.
    "mediaType": url_term("dcat:mediaType") | {"@context": {"@base": MEDIA_TYPE_REGISTRY}},
    "modified": typed_term("dcterms:modified", "dateTime"),
    "name": "foaf:name",
    "prefLabel": "skos:prefLabel",
    "publisher": "dcterms:publisher",
    "rights": "dcterms:rights",
    "service": "dcat:service",
    "spatial": "dcterms:spatial",
    "startDate": typed_term("dcat:startDate", "date"),
    "temporal": "dcterms:temporal",
    "title": "dcterms:title",
    "version": "dcat:version",
    "versionNotes": "adms:versionNotes",
}
