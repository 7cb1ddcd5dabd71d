"""What queries cost: the classes by which they are admitted."""

from enum import Enum


class Cost(Enum):
    """The expected cost of a query, which `api.query.cost` estimates."""

    LOOKUP = "a few records by their keys"
    INDEXED = "records that an index holds together, or in the requested order"
    UNINDEXED = "any number of records read to find the requested ones"
