"""The names of JSON-LD members, which no Python name can be."""

NAMES = {
    "context": "@context",
    "type_": "@type",
    "id_": "@id",
    "access_url": "accessURL",
    "download_url": "downloadURL",
    "endpoint_url": "endpointURL",
    "has_url": "hasURL",
    "property_id": "propertyID",
}


def member(name: str) -> str:
    """As the vocabularies write it: `date_published` is datePublished."""
    first, *others = name.split("_")
    return NAMES.get(name) or first + "".join(word.capitalize() for word in others)
