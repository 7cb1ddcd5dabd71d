"""Records asked for at the same time: all are answered, whenever they come in."""

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.catalog.resources import BY_NAME
from api.database import fetch
from api.reading.batching import CONCURRENT_READS, BatchLoader
from tests.effort import examples

AGENCIES = BY_NAME["agencies"]


@pytest.fixture(scope="module")
def questions():
    """What was asked of the database in place of which this answers, a few turns of the loop later."""
    asked, turns = [], itertools.count()

    async def rows(_pool, _sql, args):
        asked.append(args[0])
        for _ in range(next(turns) % 3):
            await asyncio.sleep(0)
        return [{"key": key, "body": key.encode()} for key in args[0]]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "rows", rows)
        yield asked


@given(pauses=st.lists(st.integers(0, 6), min_size=1, max_size=12))
@settings(max_examples=examples(200), deadline=None)
async def test_no_record_is_waited_for_in_vain(pauses, questions):
    gathering = BatchLoader(AGENCIES, None, ())

    async def ask(place, pause):
        for _ in range(pause):
            await asyncio.sleep(0)
        return (await gathering.find(None, f"agency-{place}"))["body"]

    asking = [ask(place, pause) for place, pause in enumerate(pauses)]
    found = await asyncio.wait_for(asyncio.gather(*asking), 120)
    assert found == [f"agency-{place}".encode() for place in range(len(pauses))]
    assert gathering.active == 0


async def test_what_comes_in_while_the_readers_are_busy_is_asked_for_together(questions):
    questions.clear()
    gathering = BatchLoader(AGENCIES, None, ())
    await asyncio.gather(*(gathering.find(None, f"agency-{place}") for place in range(9)))
    assert sorted(key for keys in questions for key in keys) == sorted(f"agency-{n}" for n in range(9))
    assert len(questions) <= CONCURRENT_READS
