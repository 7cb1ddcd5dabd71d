"""Which sources have the address of their terms."""

import json
from collections import defaultdict
from urllib.request import urlopen

GOVERNMENT_WORK = "https://www.usa.gov/publicdomain/label/1.0/"


def test_terms_with_an_address_have_it_and_the_others_have_none(site):
    with urlopen(f"{site}/v1/sources.array.json?license__isnull=false&fields=license,license_url") as answer:
        found = defaultdict(set)
        for row in json.load(answer):
            found[row["license"]].add(row["license_url"])
    assert found["CC0 1.0"] == {"https://creativecommons.org/publicdomain/zero/1.0/"}
    assert found["Public domain in the United States (17 U.S.C. 105)"] == {GOVERNMENT_WORK}
    assert found["Public domain (work of the US government)"] == {GOVERNMENT_WORK}
    others = {
        url for terms, urls in found.items() for url in urls if not terms.startswith(("CC0", "Public d"))
    }
    assert others == {None}


def test_a_source_without_terms_has_no_address(site):
    with urlopen(f"{site}/v1/sources?license__isnull=true&license_url__isnull=false") as answer:
        assert json.load(answer)["data"] == []
