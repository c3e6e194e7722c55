"""Workers: the event loop never waits for them, and nobody waits for them for ever."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from capi.hub.errors import Conflict, Unavailable
from capi.hub.service.workers import Workers


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers(threads=2, most=4)
    yield workers
    workers.close()


async def all_ended(workers: Workers) -> None:
    while workers._under_way:
        await asyncio.sleep(0.005)


def test_work_is_done_in_a_thread_and_its_result_or_error_comes_back(workers: Workers) -> None:
    def fail() -> None:
        raise Conflict("conflict", "No.")

    async def both() -> str:
        with pytest.raises(Conflict):
            await workers.run(fail)
        return await workers.run(lambda: threading.current_thread().name)

    assert asyncio.run(both()).startswith("hub")


def test_one_more_than_may_wait_is_told_to_come_again_and_place_is_free_again_later(workers: Workers) -> None:
    go_on = threading.Event()

    async def many() -> tuple[int, int]:
        asked = [asyncio.ensure_future(workers.run(go_on.wait)) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(Unavailable) as refused:
            await workers.run(lambda: True)
        go_on.set()
        await asyncio.gather(*asked)
        return refused.value.seconds, await workers.run(lambda: 7)

    assert asyncio.run(many()) == (15, 7)


def test_the_loop_goes_on_while_work_is_done(workers: Workers) -> None:
    go_on = threading.Event()

    async def ticks() -> bool:
        working = asyncio.ensure_future(workers.run(go_on.wait))
        for _ in range(6):
            await asyncio.sleep(0.01)
        assert not working.done()
        go_on.set()
        return await working

    assert asyncio.run(ticks())


def test_a_request_is_answered_even_where_its_work_never_ends_and_the_place_stays_taken(workers: Workers) -> None:
    go_on = threading.Event()

    async def patient() -> int:
        for _ in range(4):
            with pytest.raises(Unavailable):
                await workers.run(go_on.wait, patience=0.01)
        with pytest.raises(Unavailable, match="at once"):
            await workers.run(lambda: True)
        go_on.set()
        await all_ended(workers)
        return await workers.run(lambda: 7)

    assert asyncio.run(patient()) == 7


def test_an_error_after_nobody_waits_any_more_is_no_noise(workers: Workers, caplog: pytest.LogCaptureFixture) -> None:
    go_on = threading.Event()

    def late() -> None:
        go_on.wait()
        raise Conflict("conflict", "Too late.")

    async def impatient() -> None:
        with pytest.raises(Unavailable):
            await workers.run(late, patience=0.01)
        go_on.set()
        await all_ended(workers)

    asyncio.run(impatient())
    assert not caplog.records
