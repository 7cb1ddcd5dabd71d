"""Text for XML, in which some characters are illegal even if they are escaped."""

import re

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(words: str) -> str:
    """Replace each illegal character. The result is not escaped."""
    return ILLEGAL.sub("\ufffd", words)
