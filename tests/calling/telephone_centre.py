"""The cases of a telephone centre, kept by when each could be due, as a hub keeps them: whoever asks is given the next one.

Of the cases whose time has come few are judged at each question: those that suit whoever asks, and would be put first among their like.
What proves not to be due then gets another time.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush, nsmallest

from capi.calling.call_counts import Rules
from capi.calling.call_situation import Caller, Situation
from capi.calling.queue import Delivered, Nothing, due_from, next_case

_CALL_BACKS, _FRESH = 40, 5
"""So many of these are judged at once."""


@dataclass(slots=True)
class Centre:
    """`due`: from when on each case could be called, none where nobody is to call it. Those whose time has come are `open`, `appointed`, to be
    called `again`, or `fresh`."""

    rules: Rules
    cases: dict[str, Situation] = field(default_factory=dict)
    due: dict[str, datetime] = field(default_factory=dict)
    to_come: list[tuple[datetime, str]] = field(default_factory=list)
    open: dict[str, None] = field(default_factory=dict)
    appointed: dict[str, None] = field(default_factory=dict)
    again: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    fresh: dict[str, tuple[int, int]] = field(default_factory=dict)

    def put(self, case: Situation, now: datetime) -> None:
        """The case as it is now, in the place of what was known of it."""
        self.cases[case.case_id] = case
        for those in (self.due, self.open, self.appointed, self.again, self.fresh):
            those.pop(case.case_id, None)
        due = due_from(case, self.rules, now)
        if due is not None:
            self.due[case.case_id] = due
            heappush(self.to_come, (due, case.case_id))

    def next_for(self, caller: Caller, now: datetime) -> Delivered | Nothing:
        """Where there is nothing now, it speaks of those alone that were judged."""
        while True:
            self._let_in(now)
            first = list(self._first(caller))
            found = next_case((self.cases[each] for each in first), caller, self.rules, now)
            if isinstance(found, Delivered) or not self._put_right(first, now):
                return found

    def _let_in(self, now: datetime) -> None:
        while self.to_come and self.to_come[0][0] <= now:
            due, case_id = heappop(self.to_come)
            if self.due.get(case_id) == due:
                self._is_due(self.cases[case_id], due)

    def _is_due(self, case: Situation, due: datetime) -> None:
        if case.open_with:
            self.open[case.case_id] = None
        elif case.calls.appointment is not None:
            self.appointed[case.case_id] = None
        elif case.calls.attempts:
            self.again[case.case_id] = -case.priority, due
        else:
            self.fresh[case.case_id] = -case.priority, case.seed

    def _first(self, caller: Caller) -> Iterator[str]:
        yield from self.open
        yield from self.appointed
        yield from nsmallest(_CALL_BACKS, self._suiting(self.again, caller), key=self.again.__getitem__)
        yield from nsmallest(_FRESH, self._suiting(self.fresh, caller), key=self.fresh.__getitem__)

    def _suiting(self, those: Collection[str], caller: Caller) -> Iterator[str]:
        for case_id in those:
            case = self.cases[case_id]
            if (not case.language or case.language in caller.languages) and case.skills <= caller.skills:
                yield case_id

    def _put_right(self, those: Collection[str], now: datetime) -> bool:
        """Whether any of them was not due."""
        wrong = [each for each in those if due_from(self.cases[each], self.rules, now) != now]
        for each in wrong:
            self.put(self.cases[each], now)
        return bool(wrong)
