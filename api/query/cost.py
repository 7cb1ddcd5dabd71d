"""Estimate what a question costs the database, from its parameters and the indexes alone."""

from api.catalog.costs import Cost
from api.catalog.resource import Resource
from api.query.ordering import default_column, is_indexed
from api.query.parsing import Question


def of_page(resource: Resource, question: Question) -> Cost:
    """Estimate the cost of a page. A resource that is not large is cheap to read entirely."""
    cheap = not resource.large or is_narrow(resource, question) or is_in_order(resource, question)
    return Cost.INDEXED if cheap else Cost.UNINDEXED


def of_changes(resource: Resource, question: Question) -> Cost:
    """Estimate the cost of a page of changes, which an index holds newest first."""
    filtering = question.values.keys() & {*resource.conditions, "q"}
    cheap = not resource.large or not filtering or is_narrow(resource, question)
    return Cost.INDEXED if cheap else Cost.UNINDEXED


def of_file(resource: Resource, question: Question) -> Cost:
    cheap = not resource.large or is_narrow(resource, question) or is_indexed(resource, question)
    return Cost.INDEXED if cheap else Cost.UNINDEXED


def is_narrow(resource: Resource, question: Question) -> bool:
    """Whether an index narrows the records to a few, so that other filters do not matter."""
    names = {
        name.removesuffix("__in")
        for name in question.values
        if not name.endswith("__in") or resource.columns[name.removesuffix("__in")].kind in {"id", "code"}
    }
    return any(columns <= names for columns in resource.narrow)


def is_in_order(resource: Resource, question: Question) -> bool:
    """Whether an index holds the records in the page's order, so that only those on the page are read."""
    filtering = (question.values.keys() & resource.conditions.keys()) | (question.values.keys() & {"q"})
    if not filtering:
        return True
    if question.get("count"):
        return False
    default_order = question.get("sort", default_column(resource)).lstrip("-") == default_column(resource)
    single_indexed = len(filtering) == 1 and filtering <= resource.indexed
    return default_order and (single_indexed or filtering <= resource.ends.keys())
