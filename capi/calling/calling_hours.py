"""Calling hours: when somebody may be rung by the clock where they are, over every change of the clocks there.

Hours are what that clock shows: from 09:00 up to, and without, 21:00. In UTC they are stretches, worked out for each day of the
clock: an hour it shows twice is in them twice, one it never shows is not there, and what would begin in that hour begins
when the clock has passed it.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from capi.calling.agreed_times import NoSuchZone, is_zone
from capi.outcomes.frame import Hours, Slot

Stretch: TypeAlias = tuple[datetime, datetime]
"""From one moment (UTC) up to, and without, another."""
_A_DAY, _A_SECOND = timedelta(days=1), timedelta(seconds=1)
_FARTHEST = 16
"""So many days ahead the next hours are looked for: two weeks, since a calendar has left out a day before now."""
_YEARS = range(1971, 9990)
"""A laptop whose clock is lost writes any year; beyond these a day may have no moment in UTC."""


@dataclass(frozen=True, slots=True)
class OpenTimes:
    """Hours on the clock of one zone. It remembers the days it has worked out, since it is asked of thousands of cases."""

    hours: tuple[Hours, ...]
    there: ZoneInfo
    _days: dict[int, tuple[tuple[datetime, datetime, date], ...]] = field(default_factory=dict, repr=False)

    def stretches(self, on: date) -> tuple[Stretch, ...]:
        """Those of one day of the clock, in order, none touching the next."""
        return tuple(_joined(sorted(_pieces(self.hours, self.there, on))))

    def has(self, moment: datetime) -> bool:
        """Whether this moment (UTC) lies in them."""
        if moment.year not in _YEARS:
            return False
        for begin, end, _ in self._touching(moment.toordinal()):  # noqa: SIM110 - any() takes twice as long
            if begin <= moment < end:
                return True
        return False

    def next(self, moment: datetime, without: Collection[date] = ()) -> datetime | None:
        """The first moment in them from this one (UTC) on, itself where it is. `without`: on these days of the clock there are
        none. None where none follow."""
        if moment.year not in _YEARS:
            return None
        today = moment.toordinal()
        for day in range(today, today + _FARTHEST + len(without)):
            for begin, end, on in self._touching(day):
                if end > moment and on not in without:
                    return max(begin, moment)
        return None

    def _touching(self, day: int) -> tuple[tuple[datetime, datetime, date], ...]:
        """The stretches of which a part lies in this day of UTC, and the day of the clock each belongs to."""
        found = self._days.get(day)
        if found is None:
            begins = datetime.combine(date.fromordinal(day), time(), UTC)
            found = self._days[day] = tuple(
                (begin, end, on)
                for on in (date.fromordinal(day + ahead) for ahead in (-1, 0, 1))
                for begin, end in self.stretches(on)
                if begin < begins + _A_DAY and begins < end
            )
        return found


@dataclass(frozen=True, slots=True)
class RespondentClock:
    """The clock of one zone, with a frame's calling hours on it, and those of its slots in which there are any. Made by `clock_in`."""

    zone: str
    there: ZoneInfo
    hours: OpenTimes
    slots: tuple[tuple[str, OpenTimes], ...]

    def shows(self, moment: datetime) -> datetime:
        """What the clock shows then, without a zone. At the ends of the calendar, where it would show a year 0 or 10,000, UTC."""
        try:
            return moment.astimezone(self.there).replace(tzinfo=None)
        except OverflowError:
            return moment.replace(tzinfo=None)

    def next_in(self, slots: Collection[str], moment: datetime, without: Collection[date] = ()) -> datetime | None:
        """The first moment from this one on within the hours and one of these slots; see `OpenTimes.next`."""
        found = (self._next_in(times, moment, without) for name, times in self.slots if name in slots)
        return min((each for each in found if each is not None), default=None)

    def _next_in(self, slot: OpenTimes, moment: datetime, without: Collection[date]) -> datetime | None:
        opens, begins = self.hours.next(moment, without), None
        while opens is not None and opens != begins:
            begins = slot.next(opens)
            opens = None if begins is None else self.hours.next(begins, without)
        return opens

    def alike(self, moment: datetime, moments: Iterable[datetime]) -> int:
        """How many of them lie in the slot that this moment lies in; where it lies in none, none do."""
        slot = next((times for _, times in self.slots if times.has(moment)), None)
        return sum(map(slot.has, moments)) if slot else 0

    def slot(self, moment: datetime) -> str:
        """The name of the one it lies in, empty where it lies in none."""
        for name, times in self.slots:
            if times.has(moment):
                return name
        return ""


def clock_in(zone: str, hours: tuple[Hours, ...], slots: tuple[Slot, ...] = ()) -> RespondentClock:
    """Raises NoSuchZone."""
    if not is_zone(zone):
        raise NoSuchZone(zone)
    there = ZoneInfo(zone)
    named = tuple((slot.name, OpenTimes(slot.hours, there)) for slot in slots if _meet(slot.hours, hours))
    return RespondentClock(zone, there, OpenTimes(hours, there), named)


def _meet(some: tuple[Hours, ...], others: tuple[Hours, ...]) -> bool:
    """Whether there is a minute of the week in both."""
    return any(
        max(one.begin, other.begin) < min(one.end, other.end) and not set(one.days).isdisjoint(other.days)
        for one in some
        for other in others
    )


def _pieces(hours: tuple[Hours, ...], there: ZoneInfo, on: date) -> Iterator[Stretch]:
    """Each line of hours that day, cut where the clocks are moved."""
    lines = [each for each in hours if on.isoweekday() in each.days]
    for (first, last), ahead in _steady(there, on):
        for line in lines:
            begin = (datetime.combine(on, line.begin) - ahead).replace(tzinfo=UTC)
            end = (datetime.combine(on, line.end) - ahead).replace(tzinfo=UTC)
            if max(begin, first) < min(end, last):
                yield max(begin, first), min(end, last)


def _steady(there: ZoneInfo, on: date) -> Iterator[tuple[Stretch, timedelta]]:
    """The time around a day of the clock, in parts in which it is ahead of UTC by the same: two where the clocks are moved,
    since nobody moves them twice within three days."""
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    first, last = noon - 3 * _A_DAY / 2, noon + 3 * _A_DAY / 2
    before, after = _ahead(first, there), _ahead(last, there)
    if before == after:
        yield (first, last), before
        return
    earlier, change = first, last
    while change - earlier > _A_SECOND:
        middle = earlier + timedelta(seconds=(change - earlier) // _A_SECOND // 2)
        if _ahead(middle, there) == before:
            earlier = middle
        else:
            change = middle
    yield (first, change), before
    yield (change, last), after


def _ahead(moment: datetime, there: ZoneInfo) -> timedelta:
    """Of UTC."""
    return moment.astimezone(there).utcoffset() or timedelta(0)


def _joined(pieces: list[Stretch]) -> Iterator[Stretch]:
    while pieces:
        begin, end = pieces.pop(0)
        while pieces and pieces[0][0] <= end:
            end = max(end, pieces.pop(0)[1])
        yield begin, end
