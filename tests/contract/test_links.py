"""Links of the contract lead on: from records that exist, along each of them."""

import json

from tests.contract import strict_members  # noqa: F401 - its hooks make the schemas strict
from tests.contract.examining import examples
from tests.contract.links import ENOUGH, followed, names


def test_at_least_150_links_lead_from_a_record_that_exists_to_an_answer(service, monkeypatch):
    monkeypatch.setenv("EXAMPLES", json.dumps(examples(service)))
    led, every = set(followed(service)), names()
    assert led <= every
    assert len(led) >= ENOUGH, f"not followed: {sorted(every - led)}"
