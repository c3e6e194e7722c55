"""A small outcome frame made by hand for the queue, and cases written in words.

    situation("a: zone Asia/Kolkata, priority 2, 23/11 10:05 busy, 20/11 09:00 sent letter, hard 17:40, owner ben")

A case has a reference and what is to be said of it. Times are by its clock, on Tuesday 24 November 2026 where no day is said, and
with a star the second of two that the clock shows alike.
"""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace as other

from capi.calling.agreed_times import Agreed, Skipped, Twice, agree, is_zone
from capi.calling.call_counts import Rules, rules_of
from capi.calling.call_situation import Caller, Return, Situation
from capi.fieldwork.call_history import Attempt, Calls
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import Status
from capi.outcomes.frame import CallingRules, CallResult, Disposition, Hours, OutcomeCode, OutcomeFrame, Slot

LONDON = "Europe/London"
WEEKDAYS, WEEKEND = (1, 2, 3, 4, 5), (6, 7)
HOURS = (Hours(WEEKDAYS, time(9), time(21)), Hours((6,), time(10), time(18)))
_BY = (Medium.VISIT, Medium.TELEPHONE)
_ALL = tuple(Medium)
_MINUTES = timedelta(minutes=1)
_HOURS = timedelta(hours=1)

FRAME = OutcomeFrame(
    name="queue",
    version="1",
    title=("Queue",),
    languages=("en",),
    outcomes=(
        OutcomeCode(code="110", label=("Complete",), disposition=Disposition.COMPLETE, aapor="1.10", closes=True),
        OutcomeCode(code="310", label=("No contact",), disposition=Disposition.NON_CONTACT, aapor="2.20"),
        OutcomeCode(code="431", label=("Refused",), disposition=Disposition.REFUSAL, aapor="2.112", closes=True),
        OutcomeCode(code="611", label=("New",), disposition=Disposition.UNKNOWN_HOUSEHOLD, aapor="3.11"),
    ),
    results=(
        CallResult(name="interview", label=("Interview",), media=_BY, contact=True, interviews=True),
        CallResult(name="appointment", label=("Appointment",), media=_BY, contact=True, appoints=True),
        CallResult(name="not_now", label=("Not now",), media=_BY, contact=True, again_after=24 * _HOURS),
        CallResult(name="refused", label=("Refused",), media=_BY, contact=True, suggests="431"),
        CallResult(name="never", label=("Never call again",), media=_ALL, contact=True, never_again=True),
        CallResult(name="no_answer", label=("No answer",), media=_BY, suggests="310", again_after=3 * _HOURS),
        CallResult(name="busy", label=("Busy",), media=(Medium.TELEPHONE,), suggests="310", again_after=30 * _MINUTES),
        CallResult(name="answerphone", label=("Answerphone",), media=(Medium.TELEPHONE,), again_after=4 * _HOURS),
        CallResult(name="odd", label=("Odd",), media=_BY),
        CallResult(name="sent", label=("Sent",), media=(Medium.LETTER,), again_after=48 * _HOURS),
        CallResult(name="replied", label=("Replied",), media=(Medium.LETTER,), contact=True),
    ),
    calling=CallingRules(
        zone=LONDON,
        hours=HOURS,
        slots=(
            Slot("day", ("Day",), (Hours(WEEKDAYS, time(9), time(17)),)),
            Slot("evening", ("Evening",), (Hours(WEEKDAYS, time(17), time(21)),)),
            Slot("weekend", ("Weekend",), (Hours(WEEKEND, time(10), time(18)),)),
        ),
        most_attempts=6,
        most_a_day=3,
    ),
)
RULES = rules_of(FRAME)
ANNA = Caller("anna", frozenset({"en"}))
BEN = Caller("ben", frozenset({"en", "cy"}), frozenset({"refusals"}))


def rules_with(**calling: Any) -> Rules:
    """The rules of the frame, with these of its calling rules otherwise."""
    return rules_of(other(FRAME, calling=other(FRAME.calling, **calling)))


def moment(text: str, zone: str = LONDON) -> datetime:
    """In UTC, of `17:40`, `25/10 01:30` or `25/10 01:30*` by the clock there."""
    *day, time_of_day = text.rstrip("*").split()
    date_, month = day[0].split("/") if day else ("24", "11")
    local = datetime.fromisoformat(f"2026-{month}-{date_}T{time_of_day}").replace(fold=int(text.endswith("*")))
    match agree(local, zone):
        case Agreed(utc=utc) | Skipped(shifted=Agreed(utc=utc)) | Twice(first=Agreed(utc=utc)):
            return utc


def situation(text: str) -> Situation:
    reference, _, items = text.partition(":")
    return _case(reference.strip(), [item for each in items.split(",") if (item := each.strip())])


def situations(text: str) -> tuple[Situation, ...]:
    return tuple(situation(each) for each in text.split(";") if each.strip())


_TRIED = ("09/11", "10/11", "11/11", "12/11", "13/11", "16/11")
_SO_OFTEN = {"five times": 5, "six times": 6}
"""Without an answer, at 10:00 on the first of these days."""
_TIME = re.compile(r"(?:\d\d/\d\d )?\d\d:\d\d\*?")


def _case(reference: str, items: list[str]) -> Situation:
    zone = next((item.split()[1] for item in items if item.startswith("zone ")), "")
    case, there = Situation(reference, reference, zone=zone), zone if is_zone(zone) else LONDON
    for item in items:
        if time_said := _TIME.match(item):
            case = _with_call(case, moment(time_said[0], there), *item[time_said.end() :].split())
        elif item in _SO_OFTEN:
            for day in _TRIED[: _SO_OFTEN[item]]:
                case = _with_call(case, moment(f"{day} 10:00", there), "no_answer")
        else:
            case = _with(case, *item.split(maxsplit=1), there=there)
    return case


def _with_call(case: Situation, began: datetime, result: str, medium: str = "telephone") -> Situation:
    call = CallMade(began=began, medium=Medium(medium), result=result)
    attempt = Attempt(len(case.calls.attempts) + 2 + (case.returned is not None), "anna", call)
    return replace(case, calls=replace(case.calls, attempts=(*case.calls.attempts, attempt)))


def _with(case: Situation, word: str, said: str = "", *, there: str) -> Situation:
    who, _, since = said.partition(" ")
    match word:
        case "zone":
            return case
        case "priority":
            return replace(case, priority=int(said))
        case "seed":
            return replace(case, seed=int(said))
        case "language":
            return replace(case, language=said)
        case "skill":
            return replace(case, skills=case.skills | {said})
        case "reserved":
            return replace(case, reserved_for=said)
        case "open":
            return replace(case, open_with=who, open_since=moment(since, there) if since else None)
        case "returned":
            return replace(case, returned=Return(len(case.calls.attempts) + 2, moment(said, there)))
        case "marked" | "recalled" | "online":
            return replace(case, do_not_call=word == "marked", recalled=word == "recalled", online=word == "online")
        case "not_started" | "in_progress" | "stopped" | "completed":
            return replace(case, status=Status(word))
        case _:
            return replace(case, calls=_with_calls(case.calls, word, said, there))


def _with_calls(calls: Calls, word: str, said: str, there: str) -> Calls:
    appointment = calls.appointment
    match word:
        case "hard" | "soft":
            utc = moment(said, there)
            local = utc.astimezone(ZoneInfo(there)).replace(tzinfo=None).isoformat(timespec="minutes")
            return replace(calls, appointment=AppointmentMade(local, there, utc, hard=word == "hard"))
        case "owner" if appointment:
            return replace(calls, appointment=other(appointment, owner=said))
        case "medium" if appointment:
            return replace(calls, appointment=other(appointment, medium=Medium(said)))
        case "lapses" if appointment:
            return replace(calls, appointment=other(appointment, lapses=moment(said, there)))
        case "outcome":
            return replace(calls, outcome=OutcomeSet(said))
        case "continues":
            return replace(calls, language=said)
        case "proxy":
            return replace(calls, proxy=True)
    raise ValueError(f"nothing is known of {word}")
