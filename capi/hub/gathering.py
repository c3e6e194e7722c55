"""Gathering: what comes in while the database is busy writing is written together, in the next transaction.

    gathering = Gathering(writers=1)
    result = gathering.take(Waiting(arrival, touches={"L-12", "7f3a"}, weight=63), write)      # in any thread

A disk confirms a transaction of a hundred batches in the time of one. Whoever comes to an idle database writes at once
and alone, so nobody ever waits for company; whoever comes to a busy one waits, and the first of those that wait writes
for all of them. Nothing is kept here but what threads are waiting for.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

HEAVIEST = 10_000
"""Entries of one transaction, where they are not all of one batch: others wait for it to end."""

_Work = TypeVar("_Work")
_Result = TypeVar("_Result")


class Waiting(Generic[_Work, _Result]):
    """Work on its way. What touches the same never goes into one transaction; `weight` is its number of entries."""

    __slots__ = ("_turn", "error", "leads", "result", "touches", "weight", "work")

    def __init__(self, work: _Work, touches: Iterable[object], weight: int) -> None:
        self.work = work
        self.touches = frozenset(touches)
        self.weight = weight
        self.leads = False
        self.result: _Result | None = None
        self.error: BaseException | None = None
        self._turn = threading.Lock()
        self._turn.acquire()

    def wait(self) -> None:
        self._turn.acquire()

    def wake(self) -> None:
        self._turn.release()


class Gathering(Generic[_Work, _Result]):
    """`writers`: so many transactions may be under way at once."""

    def __init__(self, writers: int) -> None:
        self._writers = writers
        self._lock = threading.Lock()
        self._waiting: list[Waiting[_Work, _Result]] = []
        self._writing = 0

    def take(
        self, mine: Waiting[_Work, _Result], write: Callable[[Sequence[_Work]], Sequence[_Result]]
    ) -> _Result | None:
        """What `write` returns for this work. What it raises is raised in the threads of all whose work it was given."""
        with self._lock:
            mine.leads = self._writing < self._writers
            if mine.leads:
                self._writing += 1
            else:
                self._waiting.append(mine)
        if not mine.leads:
            mine.wait()
        if mine.leads:
            self._lead(mine, write)
        if mine.error is not None:
            raise mine.error
        return mine.result

    def _lead(self, mine: Waiting[_Work, _Result], write: Callable[[Sequence[_Work]], Sequence[_Result]]) -> None:
        group = self._group(mine)
        try:
            results = write([each.work for each in group])
            for each, result in zip(group, results, strict=True):
                each.result = result
        except BaseException as error:  # raised in each of their threads
            for each in group:
                each.error = error
        finally:
            self._pass_on()
            for each in group[1:]:
                each.wake()

    def _group(self, first: Waiting[_Work, _Result]) -> list[Waiting[_Work, _Result]]:
        """All that waits and goes together with the first, in the order of coming; the rest goes on waiting."""
        group, rest = [first], []
        touched, weight = set(first.touches), first.weight
        with self._lock:
            for each in self._waiting:
                if touched.isdisjoint(each.touches) and weight + each.weight <= HEAVIEST:
                    group.append(each)
                    weight += each.weight
                else:
                    rest.append(each)
                touched |= each.touches  # nobody overtakes what touches the same
            self._waiting = rest
        return group

    def _pass_on(self) -> None:
        with self._lock:
            if not self._waiting:
                self._writing -= 1
                return
            following = self._waiting.pop(0)
            following.leads = True
        following.wake()
