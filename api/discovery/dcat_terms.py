"""What the members of `/data.json` mean: a context in the document itself, so that nothing is fetched."""

from typing import Any


def named(term: str) -> dict[str, Any]:
    """A term whose value is the address of something."""
    return {"@id": term, "@type": "@id"}


def typed(term: str, datatype: str) -> dict[str, str]:
    return {"@id": term, "@type": f"xsd:{datatype}"}


REGISTER = "https://www.iana.org/assignments/media-types/"
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
    "accessURL": named("dcat:accessURL"),
    "conformsTo": "dcterms:conformsTo",
    "contactPoint": "dcat:contactPoint",
    "dataset": "dcat:dataset",
    "describedBy": "dcat-us:describedBy",
    "description": "dcterms:description",
    "distribution": "dcat:distribution",
    "downloadURL": named("dcat:downloadURL"),
    "endDate": typed("dcat:endDate", "date"),
    "endpointDescription": named("dcat:endpointDescription"),
    "endpointURL": named("dcat:endpointURL"),
    "fn": "vcard:fn",
    "hasEmail": named("vcard:hasEmail"),
    "hasURL": named("vcard:hasURL"),
    "homepage": "foaf:homepage",
    "identifier": "dcterms:identifier",
    "keyword": "dcat:keyword",
    "landingPage": "dcat:landingPage",
    "language": "dcterms:language",
    "license": named("dcterms:license"),
    # text/csv is short for its address in IANA's register
    "mediaType": named("dcat:mediaType") | {"@context": {"@base": REGISTER}},
    "modified": typed("dcterms:modified", "dateTime"),
    "name": "foaf:name",
    "prefLabel": "skos:prefLabel",
    "publisher": "dcterms:publisher",
    "rights": "dcterms:rights",
    "service": "dcat:service",
    "spatial": "dcterms:spatial",
    "startDate": typed("dcat:startDate", "date"),
    "temporal": "dcterms:temporal",
    "title": "dcterms:title",
    "version": "dcat:version",
    "versionNotes": "adms:versionNotes",
}
