"""Every example in the contract is what its release serves. `make examples` records them anew."""

import json
import os

import pytest

from api.contract import examples
from tests.conftest import files_of

ASKED = list(examples.asked())


async def answered(client, asked):
    answer = await client.get(asked.address, headers={"accept": asked.accept})
    assert (answer.status_code != 200) == (asked in examples.FAULTS.values()), answer.text
    if asked.address == examples.RELEASE_FILES:
        return abridged(answer.json())
    is_json = answer.content and answer.headers["content-type"].endswith(("/json", "+json"))
    return answer.json() if is_json else answer.text


def abridged(body):
    """One file of the list: what packs others is not the same on every machine."""
    return body | {"data": [each for each in body["data"] if each["name"] == "metrics.csv"]}


@pytest.fixture(scope="module")
def stored(database, settings):
    """The files of the release that the examples are of."""
    files_of(database, settings, 1)


@pytest.fixture(scope="module")
async def recorded(client, settings, stored):
    if os.environ.get("RECORD_EXAMPLES"):
        bodies = {examples.name(asked): await answered(client, asked) for asked in ASKED}
        text = json.dumps(bodies, indent=1, ensure_ascii=False).replace(settings.public_url, examples.BASE)
        examples.RECORDED.write_text(text + "\n", encoding="utf-8")
        examples.recorded.cache_clear()
    return examples.recorded(settings.public_url)


@pytest.mark.parametrize("asked", ASKED, ids=examples.name)
async def test_an_example_is_what_is_served(asked, client, recorded):
    name = examples.name(asked)
    assert name in recorded, "make examples records it"
    assert recorded[name] == await answered(client, asked)


def test_nothing_else_is_recorded(recorded):
    assert set(recorded) == {examples.name(asked) for asked in ASKED}


async def test_an_address_that_is_too_long_is_refused_in_the_words_of_the_example(client, settings):
    answer = await client.get(f"/v1/agencies?q={'a' * 9000}")
    assert answer.status_code == 414
    shown = examples.problems(["uri-too-long"], settings.public_url)
    assert answer.json() == shown["examples"]["uri-too-long"]["value"]
