"""Names of columns and codes as people read them."""

from functools import cache

# Words of labels that are abbreviations.
ABBREVIATIONS = {"id": "ID", "url": "URL", "ori": "ORI", "geoid": "GEOID", "sha256": "SHA-256"}


@cache
def label(name: str) -> str:
    """Write the name of a column in words: `agency_state` is `Agency state`."""
    words = [ABBREVIATIONS.get(word, word) for word in name.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
