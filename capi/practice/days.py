"""The days of practice: when calls were made and what was agreed for, all of it counted from the moment the file is made."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from capi.calling.agreed_times import HOME
from capi.fieldwork.journal import Moment

LONG = 13
"""Fieldwork has lasted for so many days before today; the sample came the day before."""
_SATURDAY = 5
_DAYTIME, _EVENING, _WEEKEND = (570, 1_000), (1_025, 1_200), (690, 1_140)
"""From when to when calls are made: minutes of the day, within the hours of the UK frame on every day of the week."""
_FIVE_MINUTES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Days:
    """`now` is in UTC. Whatever is given back is too, from the clock in a zone."""

    now: datetime

    def at(self, days: int, minute: int, zone: str = "") -> datetime:
        """So many days from today, at this minute of the day by the clock there."""
        there = ZoneInfo(zone or HOME)
        day = self.now.astimezone(there).date() + timedelta(days=days)
        on_clock = datetime.combine(day, time(minute // 60, minute % 60), there)
        return on_clock.astimezone(UTC)

    def calls(self, number: int, draw: random.Random, zone: str = "") -> list[datetime]:
        """So many calls on days before today, at most one a day: by day, in the evening and at weekends in turn."""
        days = sorted(draw.sample(range(-LONG, 0), number))
        turn = draw.randrange(2)
        return [self._call(day, (at + turn) % 2 == 1, draw, zone) for at, day in enumerate(days)]

    def _call(self, day: int, in_the_evening: bool, draw: random.Random, zone: str) -> datetime:
        weekday = self.at(day, 720, zone).astimezone(ZoneInfo(zone or HOME)).weekday()
        hours = _WEEKEND if weekday >= _SATURDAY else _EVENING if in_the_evening else _DAYTIME
        return self.at(day, draw.randint(*hours), zone) + timedelta(seconds=draw.randrange(60))

    def just_now(self, minutes: int) -> datetime | None:
        """So many minutes ago, if people are called at such a time."""
        then = (self.now - timedelta(minutes=minutes)).replace(microsecond=0)
        return then if self._is_called(then, "") else None

    def soon(self, minutes: int, zone: str = "") -> datetime:
        """In about so many minutes, or at a decent hour tomorrow."""
        then = (self.now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)
        then += _FIVE_MINUTES - timedelta(minutes=then.minute % 5)
        return then if self._is_called(then, zone) else self.at(1, 690 + minutes, zone)

    def later_today(self, minute: int, zone: str = "") -> datetime:
        """At this minute of today, or of tomorrow where it is over."""
        today = self.at(0, minute, zone)
        return today if today > self.now + _FIVE_MINUTES else self.at(1, minute, zone)

    def _is_called(self, then: datetime, zone: str) -> bool:
        there = then.astimezone(ZoneInfo(zone or HOME))
        return _WEEKEND[0] <= there.hour * 60 + there.minute <= _EVENING[1]


class Clock:
    """A laptop's clock that runs on a little at every look, as somebody works who is not in a hurry."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._utc = datetime.min.replace(tzinfo=UTC)

    def go_to(self, utc: datetime) -> None:
        """It never goes back."""
        self._utc = max(self._utc, utc)

    def __call__(self) -> Moment:
        self._utc += timedelta(milliseconds=self._draw.randint(2_500, 11_000))
        return moment_at(self._utc)


def moment_at(utc: datetime) -> Moment:
    """By a laptop at home that was switched on at midnight."""
    home = utc.astimezone(ZoneInfo(HOME))
    offset = home.utcoffset() or timedelta()
    today = utc - utc.replace(hour=0, minute=0, second=0, microsecond=0)
    return Moment(utc, offset // timedelta(minutes=1), today // timedelta(milliseconds=1))
