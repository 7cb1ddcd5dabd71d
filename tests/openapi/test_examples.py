"""Every example in the contract is what its release serves. `make examples` records them anew."""

import json
import os

import pytest

from api.openapi import examples
from tests.conftest import files_of

EXAMPLES = list(examples.requests())


async def answered(client, example):
    answer = await client.get(example.url, headers={"accept": example.accept})
    assert (answer.status_code != 200) == (example in examples.FAULTS.values()), answer.text
    if example.url == "/v1/releases/1/files":
        return abridged(answer.json())
    if example.url == "/v1/releases/1.jsonld":
        return without_other_files(answer.json())
    if example in examples.FAULTS.values():
        return answer.json() | {"request_id": examples.REQUEST_ID}
    is_json = answer.content and answer.headers["content-type"].endswith(("/json", "+json"))
    return answer.json() if is_json else answer.text


def abridged(body):
    """One file of the list: what packs others is not the same on every machine."""
    return body | {"data": [each for each in body["data"] if each["name"] == "metrics.csv"]}


def without_other_files(body):
    """The same of the stored files among the downloads."""
    kept = [each for each in body["distribution"] if "sha256" not in each or each["name"] == "metrics.csv"]
    return body | {"distribution": kept}


@pytest.fixture(scope="module")
def stored(database, settings):
    """The files of the release that the examples are of."""
    files_of(database, settings, 1)


@pytest.fixture(scope="module")
async def recorded(client, settings, stored):
    if os.environ.get("RECORD_EXAMPLES"):
        bodies = {examples.name(example): await answered(client, example) for example in EXAMPLES}
        text = json.dumps(bodies, indent=1, ensure_ascii=False).replace(settings.public_url, examples.BASE)
        examples.RECORDED.write_text(text + "\n", encoding="utf-8")
        examples.recorded.cache_clear()
    return examples.recorded(settings.public_url)


@pytest.mark.parametrize("example", EXAMPLES, ids=examples.name)
async def test_an_example_is_what_is_served(example, client, recorded):
    name = examples.name(example)
    assert name in recorded, "make examples records it"
    assert recorded[name] == await answered(client, example)


def test_nothing_else_is_recorded(recorded):
    assert set(recorded) == {examples.name(example) for example in EXAMPLES}


async def test_an_address_that_is_too_long_is_refused_in_the_words_of_the_example(client, settings):
    answer = await client.get(f"/v1/agencies?q={'a' * 9000}")
    assert answer.status_code == 414
    shown = examples.problems(["uri-too-long"], settings.public_url)
    served = answer.json() | {"request_id": examples.REQUEST_ID}
    assert served == shown["examples"]["uri-too-long"]["value"]
