"""What a query is expected to cost, judged by its parameters alone."""

import pytest

from api.catalog.costs import Cost
from api.catalog.resources import BY_NAME
from api.query import cost, parameters, parsing

NUMBERS = ",".join(str(number) for number in range(100))
PAGES = [
    # an index has these in the order of the page, or a release knows their number
    ("staffing-figures", "", Cost.INDEXED),
    ("staffing-figures", "count=true", Cost.INDEXED),
    ("staffing-figures", "sort=-value&limit=1000", Cost.INDEXED),
    ("staffing-figures", "metric=hires", Cost.INDEXED),
    ("staffing-figures", "source_id=opm-fwd-2026&after=a&include=agency", Cost.INDEXED),
    ("changes", "since=1&until=3&sort=-release_number", Cost.INDEXED),
    # an index leaves few, whatever else is asked of them
    ("staffing-figures", "agency_id=us-dhs-ice&q=police&count=true&sort=-value", Cost.INDEXED),
    ("staffing-figures", "agency_id__in=us-dhs-ice,us-dhs-cbp&count=true", Cost.INDEXED),
    ("staffing-figures", "metric=hires&year=2025&agency_state=CA&sort=-value&count=true", Cost.INDEXED),
    ("staffing-figures", "metric=hires&year=2025&sort=-value", Cost.INDEXED),
    ("staffing-figures", f"series=a&value__in={NUMBERS}&match=possible&count=true", Cost.INDEXED),
    ("changes", "record_id=us-dhs-ice&count=true", Cost.INDEXED),
    # reading all of these takes no time
    ("agencies", "q=police&count=true&sort=-name", Cost.INDEXED),
    ("incentives", f"value__in={NUMBERS}&match=possible&count=true", Cost.INDEXED),
    # any number of records may have to be read
    ("staffing-figures", f"value__in={NUMBERS}&match=possible&count=true", Cost.UNINDEXED),
    ("staffing-figures", "q=police", Cost.UNINDEXED),
    ("staffing-figures", "q=-police&count=true", Cost.UNINDEXED),
    ("staffing-figures", "note__contains=x", Cost.UNINDEXED),
    ("staffing-figures", "metric=hires&sort=-value", Cost.UNINDEXED),
    ("staffing-figures", "metric=hires&count=true", Cost.UNINDEXED),
    ("staffing-figures", "metric=hires&sex=female", Cost.UNINDEXED),
    ("staffing-figures", "metric__not=hires", Cost.UNINDEXED),
    ("staffing-figures", "agency_id__not=us-dhs-ice&count=true", Cost.UNINDEXED),
    ("staffing-figures", "metric=hires&year__in=2020,2021,2022&count=true", Cost.UNINDEXED),
    ("staffing-figures", "agency_state__in=CA,TX,NY&count=true", Cost.UNINDEXED),
    ("staffing-figures", "year=2025", Cost.UNINDEXED),
    ("changes", "since=1&count=true", Cost.UNINDEXED),
    ("changes", "operation=added&count=true", Cost.UNINDEXED),
]
FILES = [
    ("staffing-figures", "", Cost.INDEXED),
    ("staffing-figures", "metric=hires&fields=id,value", Cost.INDEXED),
    ("staffing-figures", "agency_id=us-dhs-ice&note__contains=x", Cost.INDEXED),
    ("agencies", "q=police", Cost.INDEXED),
    ("changes", "resource=agencies", Cost.INDEXED),
    ("staffing-figures", "sort=-value", Cost.UNINDEXED),
    ("staffing-figures", "q=police", Cost.UNINDEXED),
    ("staffing-figures", "note__contains=x", Cost.UNINDEXED),
    ("staffing-figures", "metric=hires&sex=female", Cost.UNINDEXED),
    ("changes", "since=1", Cost.UNINDEXED),
]


@pytest.mark.parametrize(("name", "query", "expected"), PAGES)
def test_a_page_costs(name, query, expected):
    resource = BY_NAME[name]
    question = parsing.read(query.encode(), parameters.page_values(resource))
    assert cost.of_page(resource, question) == expected


@pytest.mark.parametrize(("name", "query", "expected"), FILES)
def test_a_file_costs(name, query, expected):
    resource = BY_NAME[name]
    assert cost.of_file(resource, parsing.read_file(query.encode(), resource, {})) == expected


def test_what_is_said_to_be_narrow_is_a_column_of_equality():
    for resource in BY_NAME.values():
        for columns in resource.narrow:
            assert columns <= resource.filters.keys(), resource.name
            assert resource.large, resource.name
