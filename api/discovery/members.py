"""The names of JSON-LD members that are not valid Python names."""

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
    """Convert a field name to the vocabulary's spelling: `date_published` to `datePublished`."""
    first, *others = name.split("_")
    return NAMES.get(name) or first + "".join(word.capitalize() for word in others)
