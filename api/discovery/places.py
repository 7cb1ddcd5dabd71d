"""The names of the country, and of its states and territories by their postal codes."""

from schemas.states import STATES as NAMES

COUNTRY = "United States"

__all__ = ["COUNTRY", "NAMES"]
