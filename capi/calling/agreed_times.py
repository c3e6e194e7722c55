"""Agreed times: what the respondent's clock will show at the next call, and the one moment that is, over every change of the clocks.

    match agree("2026-10-25T01:30", "Europe/London"):
        case Agreed(utc=utc): ...
        case Skipped() as skipped: ...   # the clocks go forward, and never show it: `shifted` is taken, and `words` tell
        case Twice() as twice: ...       # they go back, and show it twice: `words` ask, `first` or `second` is the answer

Moments are compared in UTC. Two times of one zone that differ in their fold alone are equal to Python, an hour apart
as they are (PEP 495); so nothing here gives away a time that has a zone of its own other than UTC.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from capi.fieldwork.calls import AppointmentMade
from capi.wording import Wording

HOME = "Europe/London"
_YEARS = range(1970, 9999)
"""Before, clocks were ahead of UTC by odd seconds; after, a moment in UTC may have no date."""
_A_SECOND = timedelta(seconds=1)
_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_NO_PLACES = frozenset({"localtime", "Factory"})
"""Names that every machine understands in its own way, or none does."""


class NoSuchZone(ValueError):
    """There is no time zone of this name; `wording` says so."""

    def __init__(self, zone: str) -> None:
        self.wording = Wording(
            "AgreedTimes", "There is no time zone {zone}. Choose one of the list, such as Europe/London."
        ).filled(zone=zone[:40])
        super().__init__(str(self.wording))


class NoTime(ValueError):
    """This is no time on a clock, to the minute; `wording` says so."""

    def __init__(self, local: str) -> None:
        self.wording = Wording("AgreedTimes", "{local} is no time on a clock. Write it as 2026-11-24T17:40.").filled(
            local=local[:40]
        )
        super().__init__(str(self.wording))


@dataclass(frozen=True, slots=True)
class Agreed:
    """`local` is what the clock shows in `zone` (2026-11-24T17:40), `utc` the same moment. `fold` is 1 at the second of two
    times it shows alike. `clock` is what the time is called then, such as GMT, or UTC+10:30 where it has no name."""

    local: str
    zone: str
    utc: datetime
    fold: int
    clock: str

    @property
    def on_clock(self) -> datetime:
        """`local` as a time without a zone; it keeps the fold."""
        return datetime.fromisoformat(self.local).replace(fold=self.fold)


@dataclass(frozen=True, slots=True)
class Skipped:
    """The clocks go forward and never show `local`. `shifted` is as much later as they are moved; `after` is the first time
    they show from then on, at `clocks_change_at` (UTC)."""

    local: str
    zone: str
    after: Agreed
    shifted: Agreed
    clocks_change_at: datetime

    @property
    def words(self) -> Wording:
        """What to tell where `shifted` is taken."""
        return Wording(
            "AgreedTimes",
            "The clocks in {place} go forward on {day} and never show {time}. It becomes {shifted}; tell the respondent.",
        ).filled(
            place=zone_name(self.zone),
            day=_day(self.local),
            time=self.local[11:],
            shifted=_day_and_time(self.shifted.local),
        )


@dataclass(frozen=True, slots=True)
class Twice:
    """The clocks go back at `clocks_change_at` (UTC) and show the same time once before it and once after it."""

    first: Agreed
    second: Agreed
    clocks_change_at: datetime

    @property
    def words(self) -> Wording:
        """What to ask."""
        local, zone = self.first.local, self.first.zone
        return Wording(
            "AgreedTimes",
            "The clocks in {place} go back on {day} and show {time} twice. Is it the first time, {first}, or the second, {second}?",
        ).filled(
            place=zone_name(zone), day=_day(local), time=local[11:], first=self.first.clock, second=self.second.clock
        )


Agreement: TypeAlias = Agreed | Skipped | Twice


@dataclass(frozen=True, slots=True)
class Shown:
    """An appointment to be read: `there` by the respondent's clock; `here` by the laptop's, None where it shows the same.

    `clock` and `here_clock` are what the two times are called; `clock` is empty where this machine does not know the zone.
    `rules_changed`: by what is known today, the respondent's clock does not show `there` at that moment. The law has
    changed since it was agreed, and it has to be agreed again.
    """

    there: datetime
    zone: str
    clock: str
    here: datetime | None
    here_clock: str
    rules_changed: bool

    @property
    def words(self) -> Wording:
        there = self.there.isoformat(timespec="minutes")
        if self.here is None:
            return Wording("AgreedTimes", "{day} at {time}.").filled(day=_day(there), time=there[11:])
        here = self.here.isoformat(timespec="minutes")
        return Wording(
            "AgreedTimes", "{day} at {time} by the respondent’s clock in {place}: {here_day} at {here_time} here."
        ).filled(day=_day(there), time=there[11:], place=zone_name(self.zone), here_day=_day(here), here_time=here[11:])


def agree(local: str | datetime, zone: str) -> Agreement:
    """The moment at which the clock there shows this, to the minute. A datetime has no zone; where its fold is 1, it is
    the second of two times that are shown alike, and nothing is asked. Raises NoSuchZone, NoTime.

    >>> agree("2026-11-24T17:40", "America/New_York").utc.isoformat()
    '2026-11-24T22:40:00+00:00'
    """
    there = _there(zone)
    time = _on_clock(local)
    before, after = (_offset(time.replace(tzinfo=there, fold=fold)) for fold in (0, 1))
    moments = [(time - offset).replace(tzinfo=UTC, fold=0) for offset in (before, after)]
    if before == after:
        return at(moments[0], zone)
    if before < after:
        change = _change(moments[1], moments[0], there)
        return Skipped(_written(time), zone, at(change, zone), at(moments[0], zone), change)
    first, second = (at(moment, zone) for moment in moments)
    return second if time.fold else Twice(first, second, _change(moments[0], moments[1], there))


def at(moment: datetime, zone: str) -> Agreed:
    """What the clock there shows at this moment (aware, cut to its minute). Raises NoSuchZone."""
    utc = moment.astimezone(UTC).replace(second=0, microsecond=0)
    there = utc.astimezone(_there(zone))
    return Agreed(_written(there), zone, utc, there.fold, _clock(there))


def shown(appointment: AppointmentMade, here_zone: str) -> Shown:
    """By the respondent's clock, as it was agreed, and by the one here. Raises NoSuchZone for `here_zone` alone: an
    appointment in a zone that this machine does not know is shown as it was agreed."""
    here = at(appointment.utc, here_zone)
    there = datetime.fromisoformat(appointment.local)
    by_rules = at(appointment.utc, appointment.zone) if is_zone(appointment.zone) else None
    return Shown(
        there=there,
        zone=appointment.zone,
        clock=by_rules.clock if by_rules else "",
        here=None if here.local == appointment.local else here.on_clock,
        here_clock=here.clock,
        rules_changed=by_rules is not None and by_rules.local != appointment.local,
    )


def is_zone(name: str) -> bool:
    return name in _zones()


def zones_offered(preferred: Collection[str] = ()) -> tuple[str, ...]:
    """Those to choose from: London first, then the preferred ones in their order, such as those of the sample; then by name."""
    first = dict.fromkeys((HOME, *(zone for zone in preferred if is_zone(zone))))
    others = (zone for zone in _zones() if zone not in first and zone.partition("/")[0] in _AREAS)
    return (*first, *sorted(others))


def zone_name(zone: str) -> str:
    """For people.

    >>> zone_name("Australia/Lord_Howe"), zone_name("America/Argentina/Buenos_Aires"), zone_name("UTC")
    ('Lord Howe', 'Buenos Aires, Argentina', 'UTC')
    """
    area, *places = zone.split("/")
    return ", ".join(reversed(places)).replace("_", " ") if places and area in _AREAS else zone


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones()) - _NO_PLACES


def _there(zone: str) -> ZoneInfo:
    if not is_zone(zone):
        raise NoSuchZone(zone)
    return ZoneInfo(zone)


def _on_clock(local: str | datetime) -> datetime:
    try:
        time = datetime.fromisoformat(local) if isinstance(local, str) else local
    except ValueError:
        raise NoTime(str(local)) from None
    is_exact = time.tzinfo is None and time.second == 0 and time.microsecond == 0
    if not is_exact or time.year not in _YEARS or (isinstance(local, str) and local != _written(time)):
        raise NoTime(str(local))
    return time


def _change(earlier: datetime, later: datetime, there: ZoneInfo) -> datetime:
    """The moment after `earlier`, up to `later`, from which on the clocks show another time. Both are in UTC."""
    before = _offset(earlier.astimezone(there))
    while later - earlier > _A_SECOND:
        middle = earlier + timedelta(seconds=(later - earlier) // _A_SECOND // 2)
        if _offset(middle.astimezone(there)) == before:
            earlier = middle
        else:
            later = middle
    return later


def _offset(time: datetime) -> timedelta:
    offset = time.utcoffset()
    assert offset is not None  # noqa: S101 - it has a zone
    return offset


def _clock(time: datetime) -> str:
    name = time.tzname() or ""
    if name.isalpha():
        return name
    minutes = _offset(time) // timedelta(minutes=1)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _written(time: datetime) -> str:
    return time.replace(tzinfo=None).isoformat(timespec="minutes")


def _day(local: str) -> str:
    """24/11/2026: no fill of a wording, because a day on a respondent's clock is the same in every zone."""
    return f"{local[8:10]}/{local[5:7]}/{local[:4]}"


def _day_and_time(local: str) -> str:
    return f"{_day(local)}, {local[11:]}"
