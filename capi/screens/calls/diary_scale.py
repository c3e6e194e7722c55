"""The scale of the diary: which hours of the clock its days show, where a moment lies among them, and what stands side by side.

A row is one hour that the clock shows: at the end of summer time the same hour has two rows, and the days that have it
once leave the second out; at its beginning one day leaves out an hour that the others have. So every hour of a day of
23 or 25 hours is as long as any other. Lengths are in rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from capi.calling.agreed_times import at
from capi.calling.diary import Day, Standing

FIRST, LAST = 7, 22
"""The hours of the clock that are shown where nothing lies outside of them."""
_QUARTER = timedelta(minutes=15)
_MINUTE = timedelta(minutes=1)
_WHOLE_DAY = timedelta(days=1)

Hour: TypeAlias = tuple[int, int]
"""An hour of the clock; 0, or 1 where it is the second of two that it shows alike."""
Span: TypeAlias = tuple[float, float]
"""From where to where."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`hours` from the top. `clocks`: what the clock is called in each of two hours that it shows alike, such as BST and GMT."""

    hours: tuple[Hour, ...]
    clocks: dict[Hour, str]

    def place(self, moment: datetime, day: Day) -> float:
        """Of a moment (UTC) in this day; one before it is put at its beginning, one after it at its end."""
        if moment >= day.ends:
            return float(len(self.hours))
        time = at(max(moment, day.begins), day.zone)
        hour = (time.on_clock.hour, time.fold)
        if hour in self.hours:
            return self.hours.index(hour) + time.on_clock.minute / 60
        return float(sum(each < hour for each in self.hours))

    def span(self, standing: Standing, day: Day) -> Span:
        """It ends with its last minute, before whatever hours this day leaves out then."""
        engagement = standing.engagement
        last = max(min(engagement.ends, day.ends), engagement.begins + _MINUTE) - _MINUTE
        return self.place(engagement.begins, day), self.place(last, day) + 1 / 60

    def gaps(self, day: Day) -> tuple[Span, ...]:
        """What the clock never shows on this day."""
        if day.ends - day.begins == _WHOLE_DAY and not self.clocks:
            return ()
        there = {(hour, quarter) for hour, quarter, _ in _quarters(day)}
        missing = [
            row + quarter / 4
            for row, hour in enumerate(self.hours)
            for quarter in range(4)
            if (hour, quarter) not in there
        ]
        return _joined(missing)


@dataclass(frozen=True, slots=True)
class Lane:
    """The part of a day's width something has: `at` of `of`. `hidden`: there is no room, and the last lane only counts it."""

    at: int
    of: int
    hidden: bool = False


def scale_of(days: Sequence[Day]) -> Scale:
    """From 7 to 22, and as far beyond as something stands there."""
    first, last = FIRST, LAST
    for day in days:
        for standing in day.standings:
            ends = standing.ends.on_clock
            first = 0 if standing.from_before else min(first, standing.begins.on_clock.hour)
            is_over_at_midnight = standing.runs_on or standing.engagement.ends >= day.ends
            last = 24 if is_over_at_midnight else max(last, ends.hour + (ends.minute > 0))
    clocks = _twice(days)
    hours = [(hour, fold) for hour in range(first, last) for fold in (0, 1) if not fold or (hour, 1) in clocks]
    return Scale(tuple(hours), {hour: clock for hour, clock in clocks.items() if hour in hours})


def lanes(spans: Sequence[Span], most: int) -> list[Lane]:
    """For each of the spans, by their beginnings, where it stands beside those it overlaps; never more than `most` (2 at least)."""
    found: list[Lane] = []
    cluster: list[int] = []
    free_from: list[float] = []
    for begin, end in spans:
        if cluster and begin >= max(free_from):
            found += _of_cluster(cluster, most)
            cluster, free_from = [], []
        lane = next((at for at, free in enumerate(free_from) if free <= begin), len(free_from))
        if lane > most:
            lane = most  # no room: those that are counted need no lanes of their own
            free_from[lane] = max(free_from[lane], end)
        elif lane == len(free_from):
            free_from.append(end)
        else:
            free_from[lane] = end
        cluster.append(lane)
    return found + _of_cluster(cluster, most)


def _of_cluster(cluster: Sequence[int], most: int) -> list[Lane]:
    of = max(cluster, default=0) + 1
    if of <= most:
        return [Lane(lane, of) for lane in cluster]
    return [Lane(min(lane, most - 1), most, hidden=lane >= most - 1) for lane in cluster]


def _quarters(day: Day) -> list[tuple[Hour, int, str]]:
    """Each quarter of an hour that the day has: its hour, which quarter of it, and what the clock is called."""
    times = (at(day.begins + number * _QUARTER, day.zone) for number in range((day.ends - day.begins) // _QUARTER))
    return [((each.on_clock.hour, each.fold), each.on_clock.minute // 15, each.clock) for each in times]


def _twice(days: Sequence[Day]) -> dict[Hour, str]:
    clocks: dict[Hour, str] = {}
    for day in days:
        if day.ends - day.begins > _WHOLE_DAY:
            quarters = _quarters(day)
            again = {hour for (hour, fold), _, _ in quarters if fold}
            clocks |= {hour: clock for hour, _, clock in quarters if hour[0] in again}
    return clocks


def _joined(quarters: Sequence[float]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for begin in quarters:
        if spans and spans[-1][1] == begin:
            spans[-1] = spans[-1][0], begin + 0.25
        else:
            spans.append((begin, begin + 0.25))
    return tuple(spans)
