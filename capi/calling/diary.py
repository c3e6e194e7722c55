"""The diary: what an interviewer has agreed with respondents, day by day, what clashes in it, what is free, and what to be reminded of.

Days and weeks are those of the clock in the interviewer's own zone; what lies beside what is compared in UTC alone. An
appointment that says no duration takes half an hour here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from capi.calling.agreed_times import Agreed, Skipped, Twice, agree, at
from capi.fieldwork.calls import AppointmentMade, Medium
from capi.outcomes.frame import Hours
from capi.wording import Wording

HALF_AN_HOUR = timedelta(minutes=30)
AHEAD = timedelta(minutes=15)
"""So long before its time somebody is reminded of an appointment."""

Told: TypeAlias = tuple[str, datetime]
"""The id of a case and the moment of its appointment: another time that is agreed is told anew."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """An appointment that stands, in the diary of `who` is to keep it."""

    case_id: str
    reference: str
    who: str
    appointment: AppointmentMade

    @property
    def begins(self) -> datetime:
        """In UTC."""
        return self.appointment.utc

    @property
    def ends(self) -> datetime:
        """In UTC."""
        return self.begins + (timedelta(minutes=self.appointment.minutes) or HALF_AN_HOUR)

    @property
    def is_visit(self) -> bool:
        """Whether somebody has to be there: where nothing is said, it may be so."""
        return self.appointment.medium in (Medium.VISIT, None)


@dataclass(frozen=True, slots=True)
class Standing:
    """An engagement as it stands in a day, by the interviewer's clock. `from_before`: it began before this day; `runs_on`: it
    goes on after it."""

    engagement: Engagement
    begins: Agreed
    ends: Agreed
    from_before: bool
    runs_on: bool


@dataclass(frozen=True, slots=True)
class Day:
    """From `begins` up to `ends` (UTC): 23 or 25 hours where the clocks are moved, none where the calendar leaves it out."""

    on: date
    zone: str
    begins: datetime
    ends: datetime
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """`missed`: its time has gone by without one, as when the laptop slept."""

    engagement: Engagement
    missed: bool

    @property
    def told(self) -> Told:
        """What to keep, so that it is not told again."""
        return self.engagement.case_id, self.engagement.begins

    @property
    def words(self) -> Wording:
        appointment, reference = self.engagement.appointment, self.engagement.reference
        local = appointment.local
        if self.missed:
            day = f"{local[8:10]}/{local[5:7]}/{local[:4]}"
            return Wording(
                "Diary", "Missed: the appointment with {reference} on {day} at {time} by the respondent’s clock."
            ).filled(reference=reference, day=day, time=local[11:])
        if appointment.hard:
            return Wording("Diary", "Hard appointment with {reference} at {time} by the respondent’s clock.").filled(
                reference=reference, time=local[11:]
            )
        return Wording("Diary", "Soft appointment with {reference} at {time} by the respondent’s clock.").filled(
            reference=reference, time=local[11:]
        )


def day(engagements: Iterable[Engagement], on: date, zone: str) -> Day:
    """What stands on this day, in order, with what began the day before and runs past midnight. Raises NoSuchZone."""
    begins, ends = _first_moment(on, zone), _first_moment(on + timedelta(days=1), zone)
    standings = (
        Standing(
            each, at(each.begins, zone), at(each.ends, zone), from_before=each.begins < begins, runs_on=each.ends > ends
        )
        for each in in_order(engagements)
        if each.begins < ends and each.ends > begins
    )
    return Day(on, zone, begins, ends, tuple(standings))


def week(engagements: Iterable[Engagement], on: date, zone: str) -> tuple[Day, ...]:
    """The seven days, Monday first, of the week in which this one lies. Raises NoSuchZone."""
    engagements, monday = tuple(engagements), on - timedelta(days=on.weekday())
    return tuple(day(engagements, monday + timedelta(days=number), zone) for number in range(7))


def in_order(engagements: Iterable[Engagement]) -> tuple[Engagement, ...]:
    """By their moment; of those at one moment the hard ones first, then by reference."""
    return tuple(sorted(engagements, key=_order))


def clashes(new: Engagement, engagements: Iterable[Engagement], travel: timedelta) -> tuple[Engagement, ...]:
    """Those of the same interviewer that cannot be kept beside the new one: hard ones first, then in order.

    Two visits need the time to travel between them; one telephones from where one is. The appointment that stands for
    the same case is none of them: the new one takes its place.
    """
    others = (each for each in in_order(engagements) if each.who == new.who and each.case_id != new.case_id)
    close = (each for each in others if _is_close(new, each, travel))
    return tuple(sorted(close, key=lambda each: not each.appointment.hard))


def free_times(
    engagements: Iterable[Engagement],
    on: date,
    zone: str,
    *,
    hours: Iterable[Hours],
    minutes: int = 0,
    medium: Medium | None = None,
    travel: timedelta = timedelta(0),
    after: datetime | None = None,
) -> tuple[Agreed, ...]:
    """When this day another appointment of so many minutes (0: half an hour) fits between those of one interviewer: every
    half-hour from the beginning of each of the hours, by the clock in `zone`, over before their end, and later than `after` (UTC).
    Raises NoSuchZone.
    """
    engagements, found = tuple(engagements), dict[datetime, Agreed]()
    for begin, end in _spans(hours, on, zone):
        for number in range((end - begin) // HALF_AN_HOUR + 1):
            time = at(begin + number * HALF_AN_HOUR, zone)
            wanted = Engagement("", "", "", AppointmentMade(time.local, zone, time.utc, minutes, medium=medium))
            is_free = not any(_is_close(wanted, each, travel) for each in engagements)
            if is_free and wanted.ends <= end and (after is None or time.utc > after):
                found[time.utc] = time
    return tuple(found[utc] for utc in sorted(found))


def due_reminders(
    engagements: Iterable[Engagement],
    now: datetime,
    ahead: timedelta = AHEAD,
    *,
    told: Collection[Told] = (),
    late: timedelta = HALF_AN_HOUR,
) -> tuple[Reminder, ...]:
    """Whom to be reminded of at this moment (UTC), and not of what was told before: first what was missed, then what is due.

    One is missed from `late` after its time on; so whatever a laptop slept through is told once, when it wakes.
    """
    begun = (each for each in in_order(engagements) if each.begins - ahead <= now)
    reminders = (Reminder(each, missed=now >= each.begins + late) for each in begun)
    untold = (each for each in reminders if each.told not in told)
    return tuple(sorted(untold, key=lambda each: not each.missed))


def lapsed(engagements: Iterable[Engagement], now: datetime) -> tuple[Engagement, ...]:
    """Those that bind nobody any more at this moment (UTC), in order."""
    return tuple(
        each for each in in_order(engagements) if each.appointment.lapses is not None and each.appointment.lapses <= now
    )


def _order(engagement: Engagement) -> tuple[datetime, bool, str, str]:
    return engagement.begins, not engagement.appointment.hard, engagement.reference, engagement.case_id


def _is_close(one: Engagement, other: Engagement, travel: timedelta) -> bool:
    between = travel if one.is_visit and other.is_visit else timedelta(0)
    return one.begins < other.ends + between and other.begins < one.ends + between


def _spans(hours: Iterable[Hours], on: date, zone: str) -> Iterable[tuple[datetime, datetime]]:
    """From when to when, in UTC, they are on this day."""
    for each in hours:
        if on.isoweekday() in each.days:
            end = _moment(datetime.combine(on, each.end), zone, is_end=True)
            yield _moment(datetime.combine(on, each.begin), zone), end


def _first_moment(on: date, zone: str) -> datetime:
    return _moment(datetime.combine(on, time()), zone)


def _moment(local: datetime, zone: str, *, is_end: bool = False) -> datetime:
    """When the clock shows this time, or has passed it; of two times the first one for a beginning, the second for an end."""
    match agree(local, zone):
        case Agreed(utc=utc) | Skipped(after=Agreed(utc=utc)):
            return utc
        case Twice(first, second):
            return (second if is_end else first).utc
