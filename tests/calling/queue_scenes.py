"""Scenes drawn by lot for the telephone queue: who asks, when, by which rules, and what befell the cases until then.

They are drawn from one number, so that every rule comes to speak about as often as it is asked, and a scene that fails can be had again.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from capi.calling.agreed_times import at
from capi.calling.call_counts import Rules
from capi.calling.call_situation import Caller, Return, Situation
from capi.fieldwork.call_history import Attempt, Calls
from capi.fieldwork.calls import AppointmentMade, CallMade, Medium, OutcomeSet
from capi.fieldwork.case import Status
from capi.outcomes.frame import Hours
from tests.calling.frames import HOURS, RULES, rules_with

A_MINUTE = timedelta(minutes=1)
CLOCKS_GO_BACK = datetime(2026, 10, 25, tzinfo=UTC)
LONDON, KOLKATA, LORD_HOWE = "Europe/London", "Asia/Kolkata", "Australia/Lord_Howe"
_ZONES = ("", "", LONDON, KOLKATA, LORD_HOWE, "Pacific/Kiritimati", "America/New_York", "Mars/Base")
_NIGHTS = (Hours((1, 2, 3, 4, 5, 6, 7), time(0, 30), time(2, 45)), Hours((6, 7), time(22), time(23, 59)))
_LONG_DAYS = (Hours((1, 2, 3, 4, 5, 6, 7), time(7), time(23, 30)),)
_RULES = (
    RULES,
    rules_with(hours=_LONG_DAYS),
    rules_with(hours=_LONG_DAYS, most_attempts=2, most_a_day=1),
    rules_with(hours=_NIGHTS, most_a_day=2),
    rules_with(hours=HOURS[1:], soft_late=timedelta(minutes=10)),
)
CALLERS = (
    Caller("anna", frozenset({"en"})),
    Caller("ben", frozenset({"en", "cy"}), frozenset({"refusals"}), may_pick=True),
    Caller("eva", frozenset({"cy"}), zone=KOLKATA, may_pick=True),
)
_IN_VAIN = ("no_answer", "busy", "answerphone", "odd")
_CONTACTS = ("not_now", "interview", "appointment", "replied", "unheard_of")
_LAST = ("refused", "never")
_MEDIA = (Medium.TELEPHONE,) * 6 + (Medium.VISIT, Medium.LETTER)


@dataclass(frozen=True, slots=True)
class Scene:
    """`later` is a moment up to four days after `now`."""

    cases: tuple[Situation, ...]
    caller: Caller
    rules: Rules
    now: datetime
    later: datetime

    @property
    def case(self) -> Situation:
        return self.cases[0]


def scene(seed: int) -> Scene:
    lot = Random(seed)  # noqa: S311 - the same seed draws the same scene
    now = CLOCKS_GO_BACK + lot.randint(-4 * 1_440, 4 * 1_440) * A_MINUTE
    cases = tuple(_case(lot, f"case {number}", now) for number in range(lot.randint(1, 7)))
    later = now + lot.randint(0, 4 * 1_440) * A_MINUTE
    return Scene(cases, lot.choice(CALLERS), lot.choice(_RULES), now, later)


def _case(lot: Random, case_id: str, now: datetime) -> Situation:
    def seldom(times: int = 20) -> bool:
        return lot.randrange(times) == 0

    return Situation(
        case_id,
        case_id,
        priority=lot.randint(-1, 1),
        zone=lot.choice(_ZONES),
        status=lot.choice([*Status, Status.IN_PROGRESS]) if seldom(4) else Status.NOT_STARTED,
        calls=_calls(lot, now),
        language="cy" if seldom(9) else "",
        skills=frozenset({"refusals"}) if seldom() else frozenset(),
        do_not_call=seldom(),
        recalled=seldom(),
        returned=Return(lot.randint(1, 9), _before(lot, now)) if seldom(6) else None,
        open_with=lot.choice(["anna", "ben", "eva"]) if seldom(9) else "",
        reserved_for="ben" if seldom() else "",
        seed=lot.randint(0, 2),
        online=seldom(30),
    )


def _calls(lot: Random, now: datetime) -> Calls:
    attempts = []
    for number in range(2, 2 + lot.choice([0, 0, 1, 1, 2, 3, 7])):
        results = lot.choice((_IN_VAIN,) * 12 + (_CONTACTS,) * 2 + (_LAST,))
        call = CallMade(began=_before(lot, now), medium=lot.choice(_MEDIA), result=lot.choice(results))
        attempts.append(Attempt(number, "anna", call))
    outcome = OutcomeSet(lot.choice(["310", "431", "999"])) if lot.randrange(12) == 0 else None
    appointment = _appointment(lot, now) if lot.randrange(2) else None
    return Calls(tuple(attempts), appointment, outcome, "cy" if lot.randrange(20) == 0 else "", not lot.randrange(20))


def _before(lot: Random, now: datetime) -> datetime:
    return now - lot.randint(1, lot.choice([600, 6 * 1_440])) * A_MINUTE


def _appointment(lot: Random, now: datetime) -> AppointmentMade:
    reach = lot.choice([30, 300, 5 * 1_440])
    agreed = at(now + lot.randint(-reach, reach) * A_MINUTE, LONDON)
    return AppointmentMade(
        agreed.local,
        agreed.zone,
        agreed.utc,
        hard=lot.random() < 0.5,
        owner=lot.choice(["", "", "anna", "ben"]),
        medium=lot.choice([None, Medium.TELEPHONE, Medium.TELEPHONE, Medium.VISIT]),
        lapses=agreed.utc + lot.randint(1, 3_000) * A_MINUTE if lot.random() < 0.5 else None,
    )
