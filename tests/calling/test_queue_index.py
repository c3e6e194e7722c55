"""What a hub may rely on: it keeps of each case from when on it could be due, fetches those alone whose time has come, and delivers what it
would have delivered had it looked at all."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from capi.calling.call_counts import Rules
from capi.calling.call_situation import Caller, Situation
from capi.calling.queue import Delivered, Nothing, due_from, next_case
from capi.fieldwork.calls import CallMade, Medium
from tests.calling.queue_scenes import A_MINUTE, CALLERS, Scene, scene

pools = st.lists(st.integers(0, 2**40).map(scene), min_size=1, max_size=4)
questions = st.lists(
    st.tuples(st.integers(0, 900), st.sampled_from(CALLERS), st.sampled_from(["no_answer", "busy", "not_now", ""])),
    min_size=1,
    max_size=12,
)
"""So many minutes after the one before; who asks; and what comes of a call to the case that is delivered, nothing where none is made."""


class Kept:
    """Cases with the time of each, as a hub has them in an indexed column."""

    def __init__(self, cases: Iterable[Situation], rules: Rules) -> None:
        self.cases = {case.case_id: case for case in cases}
        self.rules = rules
        self.due: dict[str, datetime | None] = {}

    def note(self, case_id: str, now: datetime) -> None:
        self.due[case_id] = due_from(self.cases[case_id], self.rules, now)

    def fetched(self, now: datetime) -> list[Situation]:
        due = {case_id for case_id, moment in self.due.items() if moment is not None and moment <= now}
        return [case for case_id, case in self.cases.items() if case_id in due]

    def next_for(self, caller: Caller, now: datetime) -> Delivered | Nothing:
        """What proves not to be due is put right."""
        fetched = self.fetched(now)
        found = next_case(fetched, caller, self.rules, now)
        if isinstance(found, Nothing):
            for each in fetched:
                self.note(each.case_id, now)
        return found


def pool_of(scenes: list[Scene]) -> Kept:
    """The cases of all of them, with nobody, by the rules of the first."""
    cases = [
        replace(case, case_id=f"{number} {case.case_id}", open_with="")
        for number, each in enumerate(scenes)
        for case in each.cases
    ]
    return Kept(cases, scenes[0].rules)


@settings(max_examples=400, deadline=None)
@given(scenes=pools, asked=questions, lot=st.randoms(use_true_random=False))
def test_what_is_fetched_by_its_time_gives_the_same_case_as_all(
    scenes: list[Scene], asked: list[tuple[int, Caller, str]], lot: Random
) -> None:
    kept, now = pool_of(scenes), max(each.now for each in scenes) + 600 * A_MINUTE
    for case_id in kept.cases:
        kept.note(case_id, now - lot.randint(0, 600) * A_MINUTE)
    for minutes, caller, result in asked:
        now += minutes * A_MINUTE
        first = min((due for due in kept.due.values() if due is not None), default=None)
        found, of_all = kept.next_for(caller, now), next_case(kept.cases.values(), caller, kept.rules, now)
        if isinstance(of_all, Delivered):
            assert found == of_all
            called(kept, of_all.situation, result, now)
        else:
            assert isinstance(found, Nothing)
            assert of_all.at is None or (first is not None and first <= of_all.at)


def called(kept: Kept, case: Situation, result: str, now: datetime) -> None:
    if result:
        call = CallMade(began=now, medium=Medium.TELEPHONE, result=result)
        kept.cases[case.case_id] = replace(case, calls=case.calls.after(100, "anna", call))
        kept.note(case.case_id, now)


@settings(max_examples=200, deadline=None)
@given(scenes=pools)
def test_what_was_put_right_is_fetched_in_vain_only_by_whom_it_does_not_suit(scenes: list[Scene]) -> None:
    """Asked once more at the same moment, nothing is fetched that nobody at all could be given."""
    kept, now = pool_of(scenes), scenes[0].later
    for case_id in kept.cases:
        kept.note(case_id, now)
    for case in kept.fetched(now):
        names = {"dora", case.reserved_for, case.calls.appointment.owner if case.calls.appointment else ""} - {""}
        suiting = [Caller(name, frozenset({"en", "cy"}), frozenset({"refusals"})) for name in names]
        free = replace(case, reserved_for="")
        assert any(isinstance(next_case([free], caller, kept.rules, now), Delivered) for caller in suiting)
