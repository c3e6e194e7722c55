"""A telephone week: 2,000 invented cases, 20 interviewers, and the telephone queue as a hub would serve it. Prints what came of it.

    python -m tests.calling.simulation [SEED]

Respondents are at home by lot, in the evening more often than by day; they are busy, have an answerphone, refuse, ask for another time, agree
appointments, or give the interview. The clocks go back in the night before the Sunday. The same seed plays the same week.
"""

import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from random import Random

from msgspec.structs import replace as other

from capi.calling.agreed_times import at
from capi.calling.call_counts import rules_of
from capi.calling.call_reasons import Rank, Reason
from capi.calling.call_situation import Caller, Situation
from capi.calling.queue import Delivered, Nothing
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium
from capi.fieldwork.case import Status
from capi.outcomes.frame import Hours
from tests.calling.frames import FRAME, HOURS, moment
from tests.calling.telephone_centre import Centre
from tests.calling.week_report import Appointed, Dialled, Week

CASES, INTERVIEWERS = 2_000, 20
MONDAY = date(2026, 10, 19)
SUNDAY_HOURS = Hours((7,), time(11), time(18))
_CALLING = other(FRAME.calling, hours=(*HOURS, SUNDAY_HOURS), most_attempts=5, again_after=timedelta(hours=2))
RULES = rules_of(other(FRAME, calling=_CALLING))
_ZONES = ("Europe/London",) * 18 + ("America/New_York", "Asia/Kolkata", "Atlantic/Azores")
_A_LOOK = timedelta(minutes=1)
"""So often whoever has nothing to call looks again."""
_AT_HOME = {"day": 0.17, "evening": 0.38, "weekend": 0.30}
_TAKES = {"interview": (900, 2_400), "appointment": (120, 300), "not_now": (60, 120), "refused": (60, 180)}
"""Seconds, with what is to be written down, and the breath before the next one."""


@dataclass(frozen=True, slots=True)
class _Respondent:
    """`at_home`: how likely somebody answers in each slot."""

    at_home: dict[str, float]
    answerphone: bool


@dataclass(slots=True)
class _Desk:
    """An interviewer, and the call that goes on, with what is agreed in it. `shifts`: from when until when each is."""

    caller: Caller
    shifts: list[tuple[datetime, datetime]]
    dialled: Dialled | None = None
    agreed: AppointmentMade | None = None

    def is_there(self, now: datetime) -> bool:
        return any(begin <= now < end for begin, end in self.shifts)


@dataclass(slots=True)
class _Play:
    """What goes on. All that is drawn is drawn by one lot."""

    lot: Random
    centre: Centre
    people: dict[str, _Respondent] = field(default_factory=dict)
    dialled: list[Dialled] = field(default_factory=list)
    appointed: list[Appointed] = field(default_factory=list)


def play(seed: int = 1, cases: int = CASES) -> Week:
    on = _Play(Random(seed), Centre(RULES))  # noqa: S311 - the same seed plays the same week
    for number in range(cases):
        _draw(on, number)
    desks = [_Desk(_caller(number), _shifts(number)) for number in range(INTERVIEWERS)]
    coming = [(begin, number) for number, desk in enumerate(desks) for begin, _ in desk.shifts]
    heapify(coming)
    while coming:
        now, number = heappop(coming)
        desk = desks[number]
        _write_down(on, desk, now)
        if desk.is_there(now):
            heappush(coming, (_go_on(on, desk, now), number))
    return Week(tuple(on.centre.cases.values()), tuple(on.dialled), tuple(on.appointed), RULES, seed)


def _caller(number: int) -> Caller:
    languages = frozenset({"en", "cy"} if number % 5 == 0 else {"en"})
    return Caller(f"interviewer {number + 1:02}", languages, frozenset({"tact"} if number % 4 == 0 else ()))


def _shifts(number: int) -> list[tuple[datetime, datetime]]:
    """Mornings and evenings in turn, and one day of the weekend; half an hour longer in the evening than strangers may be rung."""
    shifts = []
    for day in range(7):
        is_early = (number + day) % 2 == 0
        if day < 5:
            shifts.append(("08:45", "15:00", day) if is_early else ("15:00", "21:30", day))
        elif is_early:
            shifts.append(("10:00", "18:00", day))
    return [(_on(MONDAY + timedelta(day), begin), _on(MONDAY + timedelta(day), end)) for begin, end, day in shifts]


def _on(day: date, time_of_day: str) -> datetime:
    return moment(f"{day:%d/%m} {time_of_day}")


def _draw(on: _Play, number: int) -> None:
    lot, case_id = on.lot, f"case {number:04}"
    often = lot.triangular(0.3, 1.7)
    at_home = {slot: often * share for slot, share in _AT_HOME.items()}
    on.people[case_id] = _Respondent(at_home, lot.random() < 0.4)
    case = Situation(
        case_id,
        f"{number // 20 + 1:04}/{number % 20 + 1:02}",
        priority=lot.choice([0, 0, 0, 1, 2]),
        zone=lot.choice(_ZONES),
        language="cy" if lot.random() < 0.03 else "",
        skills=frozenset({"tact"}) if lot.random() < 0.03 else frozenset(),
        do_not_call=lot.random() < 0.01,
        seed=lot.getrandbits(32),
    )
    on.centre.put(case, datetime.combine(MONDAY, time(), UTC))


def _go_on(on: _Play, desk: _Desk, now: datetime) -> datetime:
    """Takes the next case and dials, or waits; when that is over."""
    found = on.centre.next_for(desk.caller, now)
    if isinstance(found, Nothing):
        return now + _A_LOOK
    case, who = found.situation, desk.caller.name
    slot = on.centre.rules.clock(case.zone).slot(now)
    result = _result(on.lot, on.people[case.case_id], found, slot)
    ends = now + timedelta(seconds=on.lot.randint(*_TAKES.get(result, (45, 90))))
    desk.agreed = _agreement(on.lot, case, desk, now) if result == "appointment" else None
    desk.dialled = Dialled(case, desk.caller, now, ends, found.rank, found.reason, result, slot)
    on.centre.put(replace(case, open_with=who, open_since=now), now)
    return ends


def _result(lot: Random, person: _Respondent, found: Delivered, slot: str) -> str:
    is_agreed = found.rank in (Rank.HARD, Rank.SOFT)
    missed = found.reason in (Reason.HARD_MISSED, Reason.SOFT_MISSED)
    if lot.random() < (0.5 if missed else 0.85 if is_agreed else person.at_home[slot]):
        results = ["interview", "appointment", "not_now", "refused", "never"]
        return lot.choices(results, [80, 8, 5, 6, 1] if is_agreed else [28, 24, 22, 23, 3])[0]
    if lot.random() < 0.07:
        return "busy"
    return "answerphone" if person.answerphone else "no_answer"


def _agreement(lot: Random, case: Situation, desk: _Desk, now: datetime) -> AppointmentMade:
    """In one to three days at a quarter of an hour, when the centre is open; of the hard ones a few so late that nobody is rung then
    who has not agreed. Of those at which the interviewer is there a third are hers to keep."""
    hard = lot.random() < 0.6
    day = now.date() + timedelta(days=lot.randint(1, 3))
    is_weekend = day.isoweekday() > 5
    hour = lot.randint(11, 17) if is_weekend else lot.choice([10, 12, 14, 17, 17, 18, 18, 19, 20])
    is_late = hard and not is_weekend and lot.random() < 0.05
    utc = _on(day, "21:15" if is_late else f"{hour}:{lot.choice([0, 15, 30, 45]):02}")
    owner = desk.caller.name if desk.is_there(utc) and lot.random() < 0.33 else ""
    local = at(utc, case.zone).local
    return AppointmentMade(local, case.zone, utc, 30, hard, medium=Medium.TELEPHONE, owner=owner)


def _write_down(on: _Play, desk: _Desk, now: datetime) -> None:
    """What came of the call, and the case is free for others."""
    if desk.dialled is None:
        return
    dialled, desk.dialled = desk.dialled, None
    on.dialled.append(dialled)
    case = on.centre.cases[dialled.case.case_id]
    call = CallMade(began=dialled.began, medium=Medium.TELEPHONE, result=dialled.result)
    calls = case.calls.after(len(case.calls.attempts) + 2, dialled.who, call)
    if desk.agreed is not None:
        calls = replace(calls, appointment=desk.agreed)
        on.appointed.append(Appointed(case.case_id, desk.agreed))
    status = Status.COMPLETED if dialled.result == "interview" else case.status
    on.centre.put(replace(case, calls=calls, status=status, open_with="", open_since=None), now)


if __name__ == "__main__":
    print(play(int(sys.argv[1]) if len(sys.argv) > 1 else 1).report())
