"""The states of practice: how many cases of each that fieldwork knows, and what happens to them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from capi.fieldwork.case import StopReason
from capi.instrument.model import Mode
from capi.outcomes.frame import OutcomeFrame
from capi.practice import call_stories as calls
from capi.practice import interview_stories as interviews
from capi.practice.worked import MEDIA, Worked

FACE, PHONE, SELF = Mode.FACE_TO_FACE, Mode.TELEPHONE, Mode.SELF_COMPLETION
_SOON = ((20, True, PHONE), (45, False, FACE), (75, False, PHONE), (130, True, FACE), (180, False, PHONE))
"""In how many minutes, whether it is hard, and how the case is interviewed."""
_EVENINGS = ((1_050, False), (1_095, True), (1_105, False), (1_140, False), (1_180, True))
"""Minute of the day, and whether it is hard. Two of them clash."""
_TO_COME = (
    (1, 630, False), (1, 705, True), (1, 840, False), (1, 990, False), (1, 1_080, True), (1, 1_155, False),
    (2, 690, False), (2, 1_065, True), (3, 750, False), (4, 1_110, False), (5, 660, True),
    (7, 675, False), (7, 1_050, True), (8, 870, False), (9, 1_095, False), (12, 720, True),
)  # fmt: skip
"""Days from today, minute of the day, and whether it is hard."""


@dataclass(frozen=True, slots=True)
class Story:
    """What happens to a case. `mode` and `instrument`: of which it is, where that matters."""

    tell: Callable[[Worked], None]
    mode: Mode | None = None
    instrument: str = ""


def stories(frame: OutcomeFrame) -> list[Story]:
    """One for each case that was worked on, alike ones together."""
    return [
        *_of_every_result(frame),
        *_many(44, calls.nobody_reached),
        *_many(4, calls.tried_often),
        *_many(4, calls.tried_just_now, PHONE),
        *_appointments(),
        *_begun(),
        *_complete(),
        *_ended_early(),
    ]


def _many(number: int, tell: Callable[[Worked], None], mode: Mode | None = None, instrument: str = "") -> list[Story]:
    return [Story(tell, mode, instrument)] * number


def _of_every_result(frame: OutcomeFrame) -> list[Story]:
    """Interviews and appointments have stories of their own."""
    return [
        Story(partial(calls.one_result, result.name, at % 2 == 0), mode)
        for mode in (FACE, PHONE)
        for at, result in enumerate(frame.results_by(MEDIA[mode]))
        if not (result.interviews or result.appoints)
    ]


def _appointments() -> list[Story]:
    return [
        *(Story(partial(calls.appointed_soon, minutes, hard), mode) for minutes, hard, mode in _SOON),
        *(Story(partial(calls.appointed_this_evening, minute, hard)) for minute, hard in _EVENINGS),
        *(Story(partial(calls.appointed, *when)) for when in _TO_COME),
        *(Story(partial(calls.missed, hard)) for hard in (True, False, False, True, False)),
        *_many(2, calls.called_off),
    ]


def _begun() -> list[Story]:
    return [
        *_many(9, interviews.paused),
        *_many(2, interviews.window_closed),
        *(Story(partial(interviews.broken_off_until, day)) for day in (1, 1, 2, 3, 6)),
        *(Story(partial(interviews.in_another_language, language)) for language in ("cy", "cy", "pl", "ur")),
        *_many(3, interviews.waits_for_a_proxy),
    ]


def _complete() -> list[Story]:
    return [
        *_many(36, interviews.complete_and_confirmed),
        *_many(12, interviews.complete),
        *_many(6, interviews.complete_as_agreed),
        *_many(2, interviews.complete_by_proxy),
        *_many(2, interviews.complete_in_spite_of_a_signal, instrument="household"),
        *_many(4, interviews.complete_online, SELF, "seb"),
        *_many(2, calls.asked_online, SELF, "seb"),
        *_many(5, interviews.returned),
    ]


def _ended_early() -> list[Story]:
    eligibility = ("vacant", "vacant", "not_residential", "second_home", "not_built")
    return [
        *(Story(partial(interviews.stopped, reason, at % 2 == 0)) for reason in StopReason for at in range(4)),
        *_many(6, partial(calls.over_at_the_door, "refused")),
        *_many(3, partial(calls.over_at_the_door, "refused_for")),
        *_many(2, partial(calls.over_at_the_door, "do_not_call")),
        *_many(2, calls.tried_again_for_the_office),
        *(Story(partial(calls.over_at_the_door, result), FACE) for result in eligibility),
        *(Story(partial(calls.over_at_the_door, "nobody_eligible"), mode) for mode in (FACE, PHONE)),
    ]
