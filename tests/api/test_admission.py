"""Who waits for a session, how long, and what those are told who waited in vain."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from api.catalog.costs import Cost
from api.database.admission import Admission
from api.database.pools import FILE_SHARES, FILES, PAGE_SHARES, PAGES


@contextmanager
def taken(admission: Admission, slot: object) -> Iterator[None]:
    try:
        yield
    finally:
        admission.leave(slot)


async def enter_all(admission: Admission, stack: ExitStack) -> None:
    for _ in range(admission.size):
        stack.callback(admission.leave, await admission.enter())


async def test_no_more_run_at_a_time_than_there_is_room_for():
    admission, running, most = Admission(3, 60), 0, 0

    async def query() -> None:
        nonlocal running, most
        with taken(admission, await admission.enter()):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(query() for _ in range(50)))
    assert (most, running, admission.waiting) == (3, 0, 0)


async def test_who_waits_is_let_in_in_the_order_of_coming():
    admission, came = Admission(1, 60), list[int]()

    async def query(number: int) -> None:
        with taken(admission, await admission.enter()):
            came.append(number)

    with ExitStack() as stack:
        await enter_all(admission, stack)
        waiting = [asyncio.create_task(query(number)) for number in range(5)]
        for _ in waiting:
            await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert came == [0, 1, 2, 3, 4]


async def test_who_waits_in_vain_or_gives_up_leaves_the_room_to_others():
    admission = Admission(2, 0.01)
    with ExitStack() as stack:
        await enter_all(admission, stack)
        leaving = asyncio.create_task(Admission.enter(admission))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(TimeoutError):
            await admission.enter()
    assert leaving.cancelled() or leaving.cancelling()
    with ExitStack() as stack:
        await enter_all(admission, stack)


# How long the latest queries took, how many still wait, and the seconds that whoever is refused is told.
TOLD = [
    ([], 0, 1),
    ([0.01, 0.02], 0, 1),
    ([3, 3, 3], 0, 2),
    ([3, 3, 3], 1, 3),
    ([3, 3, 3], 9, 15),
    ([1, 2, 3, 2], 4, 5),
    ([100] * 20 + [1] * 20, 3, 2),
]


@pytest.mark.parametrize(("seconds", "waiting", "told"), TOLD)
def test_retry_after_follows_from_the_queue_and_the_latest_queries(seconds, waiting, told):
    admission = Admission(2)
    admission.durations.extend(seconds)
    admission.waiting = waiting
    assert admission.retry_after() == told
    assert admission.overloaded("x").headers == {"retry-after": str(told)}


async def test_a_query_under_way_takes_at_least_as_long_as_it_has_by_now():
    admission = Admission(1)
    admission.durations.extend([0.01] * 20)
    with ExitStack() as stack:
        await enter_all(admission, stack)
        admission.started = {turn: since - 7.5 for turn, since in admission.started.items()}
        assert admission.retry_after() == 8


async def test_of_many_refused_at_once_the_first_is_sent_away_for_longest():
    admission, told = Admission(2, 0.01), list[int]()
    admission.durations.extend([4.0] * 20)

    async def query() -> None:
        try:
            await admission.enter()
        except TimeoutError:
            told.append(admission.retry_after())

    with ExitStack() as stack:
        await enter_all(admission, stack)
        await asyncio.gather(*(query() for _ in range(8)))
    assert len(told) == 8
    assert told == sorted(told, reverse=True)
    assert told[0] > told[-1]


def test_lists_leave_sessions_to_lookups_and_slow_files_to_the_others():
    assert PAGE_SHARES[Cost.INDEXED] + PAGE_SHARES[Cost.UNINDEXED] < PAGES
    assert Cost.LOOKUP not in PAGE_SHARES
    assert FILE_SHARES[Cost.UNINDEXED] < FILES
