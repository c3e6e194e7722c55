"""What the calls of a case say to the queue: which of them count, how long to wait after them, and whether they were the last.

`Rules` is a frame as the queue reads it, made once by `rules_of` and asked for thousands of cases.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from capi.calling.agreed_times import is_zone
from capi.calling.call_situation import Situation
from capi.calling.calling_hours import RespondentClock, clock_in
from capi.fieldwork.call_history import Attempt
from capi.fieldwork.calls import Medium
from capi.outcomes.frame import CallResult, OutcomeFrame

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The beginning of what has always been due."""
_EVER = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
_RUNG = (Medium.VISIT, Medium.TELEPHONE)
"""By these somebody is disturbed: they are counted, a letter is not."""
_NO_TIME = timedelta(0)
_AROUND_A_DAY = timedelta(days=2)
_NO_DAYS = frozenset[date]()


class Effect(Struct, frozen=True, gc=False):
    """What a call with a result does. `wait`: how long nobody calls after it; `wait_by_letter`: where it was no call, but something
    sent or received."""

    wait: timedelta
    wait_by_letter: timedelta = _NO_TIME
    contact: bool = False
    ends: bool = False
    never_again: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """A frame as the queue reads it; `closes` has its outcome codes. `unheard_of`: of a result that it does not have, and that was
    another frame's. `language`: in which one its labels are told. It remembers the clocks it was asked for."""

    frame: OutcomeFrame
    language: str
    effects: dict[str, Effect]
    unheard_of: Effect
    closes: dict[str, bool]
    _clocks: dict[str, RespondentClock] = field(default_factory=dict, repr=False, compare=False)

    def clock(self, zone: str) -> RespondentClock:
        """In this zone; in the frame's where it is empty or unknown. Raises NoSuchZone for the frame's alone."""
        found = self._clocks.get(zone)
        if found is None:
            calling = self.frame.calling
            known = zone if is_zone(zone) else calling.zone
            found = self._clocks[zone] = clock_in(known, calling.hours, calling.slots)
        return found


class Counts(Struct, frozen=True, gc=False):
    """`ended_by`: the call after which nobody is to call. `called`: there was a call, or a contact, since the office last returned
    the case. `quiet`: those without contact since the last contact. `due`: nobody calls before, on account of `due_after`."""

    ended_by: Attempt | None = None
    called: bool = False
    quiet: tuple[Attempt, ...] = ()
    due: datetime = LONG_AGO
    due_after: Attempt | None = None


NOTHING_COUNTS = Counts()


def rules_of(frame: OutcomeFrame, language: str = "") -> Rules:
    effects = {each.name: _effect(frame, each) for each in frame.results}
    closes = {each.code: each.closes for each in frame.outcomes}
    return Rules(frame, language, effects, Effect(frame.calling.again_after), closes)


def counts_of(situation: Situation, rules: Rules) -> Counts:
    """A return by the office makes it all begin anew; a contact makes the waiting and the counting begin anew."""
    attempts: Sequence[Attempt] = situation.calls.attempts
    if situation.returned is not None:
        attempts = [each for each in attempts if each.entry > situation.returned.entry]
    if not attempts:
        return NOTHING_COUNTS
    if len(attempts) > 1:  # they stand as they were written down, perhaps at night
        attempts = sorted(attempts, key=_began)
    effects, quiet, called = rules.effects, list[Attempt](), False
    ended_by: Attempt | None = None
    due, due_after = LONG_AGO, None
    for each in attempts:
        call = each.call
        effect, is_rung = effects.get(call.result, rules.unheard_of), call.medium in _RUNG
        called = called or is_rung or effect.contact
        if effect.contact:
            quiet, due = [], LONG_AGO
        elif is_rung:
            quiet.append(each)
        again = later(call.began, effect.wait if is_rung else effect.wait_by_letter)
        if again > due:
            due, due_after = again, each
        if effect.ends and (ended_by is None or effect.never_again):
            ended_by = each
    return Counts(ended_by, called, tuple(quiet), due, due_after)


def full_days(situation: Situation, rules: Rules, clock: RespondentClock, now: datetime) -> frozenset[date]:
    """Of the respondent's clock, from today on: those on which there are as many calls as there may be."""
    most, attempts = rules.frame.calling.most_a_day, situation.calls.attempts
    if len(attempts) < most:
        return _NO_DAYS
    since = now - _AROUND_A_DAY
    recent = [each.call.began for each in attempts if each.call.began > since and each.call.medium in _RUNG]
    if len(recent) < most:
        return _NO_DAYS
    days = Counter(clock.shows(began).date() for began in recent)
    return frozenset(day for day, number in days.items() if number >= most)


def later(moment: datetime, by: timedelta) -> datetime:
    """So much later, or the end of all calendars."""
    try:
        return moment + by
    except OverflowError:
        return _EVER


def _effect(frame: OutcomeFrame, result: CallResult) -> Effect:
    again = result.again_after
    return Effect(
        contact=result.contact,
        wait=frame.calling.again_after if again is None else again,
        wait_by_letter=_NO_TIME if again is None else again,
        ends=frame.ends_calling(result),
        never_again=result.never_again,
    )


def _began(attempt: Attempt) -> datetime:
    return attempt.call.began
