"""Gathering: what comes in while the database is busy writing is written together, in the next transaction.

    gathering = Gathering(writers=1)
    result = gathering.put(read, write, size=len(body)).result()    # or awaited; `read` gives a Ready

A disk confirms a transaction of a hundred batches in the time of one, and a thread that goes on with the next batch costs
less than one that is woken for it. So all of this is done by one thread, and by a second one where there is much to read:
it takes whatever waits, reads each, and writes those together that may be. What comes to an idle database is written at
once and alone: nobody ever waits for company. Nothing is kept here but what is waited for.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

HEAVIEST = 10_000
"""Entries of one transaction, where they are not all of one batch: others wait for it to end."""
MUCH_TO_READ = 64 * 2**10
"""Bytes waiting; from so many on two threads are quicker than one, though they take turns in Python."""
_THREADS = 2

_Work = TypeVar("_Work")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Ready(Generic[_Work]):
    """Work that has been read. What touches the same never goes into one transaction; `weight` is its number of entries."""

    work: _Work
    touches: frozenset[object]
    weight: int


@dataclass(frozen=True, slots=True)
class _Coming(Generic[_Work, _Result]):
    read: Callable[[], Ready[_Work]]
    size: int
    told: "Future[_Result]"


class Gathering(Generic[_Work, _Result]):
    """`writers`: so many transactions may be under way at once."""

    def __init__(self, writers: int) -> None:
        self._writing = threading.Semaphore(writers)
        self._lock = threading.Lock()
        self._coming: deque[_Coming[_Work, _Result]] = deque()
        self._bytes = 0
        self._at_work = 0
        self._threads: ThreadPoolExecutor | None = None

    def put(
        self,
        read: Callable[[], Ready[_Work]],
        write: Callable[[Sequence[_Work]], Sequence[_Result | Exception]],
        size: int = 0,
    ) -> "Future[_Result]":
        """Has it read and written, on another thread. What `read` raises is raised to whoever waits, and so is the exception
        that `write` gives in place of a result; what `write` raises is raised to all whose work it was given.

        `size`: bytes that are to be read. All who put into one gathering hand in the same `write`.
        """
        coming: _Coming[_Work, _Result] = _Coming(read, size, Future())
        with self._lock:
            self._coming.append(coming)
            self._bytes += size
            if self._at_work == 0 or (self._at_work < _THREADS and self._bytes >= MUCH_TO_READ):
                self._at_work += 1
                if self._threads is None:
                    self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="hub-gathering")
                self._threads.submit(self._work, write)
        return coming.told

    def close(self) -> None:
        """When all that has come is written."""
        with self._lock:
            threads, self._threads = self._threads, None
        if threads is not None:
            threads.shutdown()

    def _work(self, write: Callable[[Sequence[_Work]], Sequence[_Result | Exception]]) -> None:
        """Until nothing waits any more."""
        ready: list[tuple[Ready[_Work], Future[_Result]]] = []
        while self._read_what_waits(ready):
            group = _together(ready)
            try:
                with self._writing:
                    results = write([each.work for each, _ in group])
                for (_, told), result in zip(group, results, strict=True):
                    _tell(told, result)
            except BaseException as error:  # raised to each of them
                for _, told in group:
                    if not told.done():
                        told.set_exception(error)

    def _read_what_waits(self, ready: "list[tuple[Ready[_Work], Future[_Result]]]") -> bool:
        """Adds as much to what is ready as goes into one transaction; False where there is nothing, and this thread ends."""
        weight = sum(each.weight for each, _ in ready)
        while weight < HEAVIEST:
            coming = self._next(none_ready=not ready)
            if coming is None:
                break
            try:
                each = coming.read()
            except BaseException as error:  # raised to whoever waits for it
                coming.told.set_exception(error)
                continue
            ready.append((each, coming.told))
            weight += each.weight
        return bool(ready)

    def _next(self, *, none_ready: bool) -> "_Coming[_Work, _Result] | None":
        with self._lock:
            while self._coming:
                coming = self._coming.popleft()
                self._bytes -= coming.size
                if coming.told.set_running_or_notify_cancel():
                    return coming
            if none_ready:
                self._at_work -= 1
            return None


def _tell(told: "Future[_Result]", result: _Result | Exception) -> None:
    if isinstance(result, Exception):
        told.set_exception(result)
    else:
        told.set_result(result)


def _together(ready: "list[tuple[Ready[_Work], Future[_Result]]]") -> "list[tuple[Ready[_Work], Future[_Result]]]":
    """Takes out of what is ready all that goes with the first, in the order of coming; the rest stays."""
    group, rest = ready[:1], []
    touched, weight = set(ready[0][0].touches), ready[0][0].weight
    for one in ready[1:]:
        each, _ = one
        if touched.isdisjoint(each.touches) and weight + each.weight <= HEAVIEST:
            group.append(one)
            weight += each.weight
        else:
            rest.append(one)
        touched |= each.touches  # nobody overtakes what touches the same
    ready[:] = rest
    return group
