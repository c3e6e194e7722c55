"""The lines of the diary: each engagement of a week as it is shown and spoken, with what it clashes with and whether it was missed."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale

from capi.calling.agreed_times import shown, zone_name
from capi.calling.diary import HALF_AN_HOUR, Day, Engagement, Standing, clashes, week
from capi.screens.calls.appointment_sheet import TRAVEL
from capi.screens.calls.call_words import MEDIUM_NAMES
from capi.screens.calls.diary_book import DiaryBook
from capi.screens.language import said
from capi.screens.lines import Column
from capi.wording import Wording

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One engagement on one day of the clock in `zone`; one that runs past midnight has a line on either day.

    `missed`: its time has gone by half an hour ago, and nobody has called. `others`: whose diary it is in, where it is not
    that of who sits here.
    """

    day: date
    standing: Standing
    name: str
    zone: str
    missed: bool
    clashes: tuple[Engagement, ...]
    others: str = ""

    @property
    def engagement(self) -> Engagement:
        return self.standing.engagement

    @property
    def case_id(self) -> str:
        return self.engagement.case_id

    @property
    def hard(self) -> bool:
        return self.engagement.appointment.hard

    @property
    def time(self) -> str:
        """`17:40`, on this laptop's clock."""
        return self.standing.begins.local[11:]

    @property
    def times(self) -> str:
        """`17:40–18:10`."""
        return f"{self.time}–{self.standing.ends.local[11:]}"

    @property
    def medium(self) -> str:
        medium = self.engagement.appointment.medium
        return said(MEDIUM_NAMES[medium]) if medium is not None else ""

    @property
    def there(self) -> str:
        """What the respondent's clock shows then: `06:40`, with the date where it is another; empty where it shows the same."""
        appointment = self.engagement.appointment
        local, here = appointment.local, self.standing.begins.local
        if local == here:
            return ""
        return local[11:] if local[:10] == here[:10] else f"{short_day(date.fromisoformat(local[:10]))} {local[11:]}"


@dataclass(frozen=True, slots=True)
class DiaryWeek:
    """Monday first."""

    days: tuple[Day, ...]
    lines: tuple[tuple[DiaryLine, ...], ...]

    def of(self, on: date) -> tuple[DiaryLine, ...]:
        """The lines of one of its days, in order."""
        return self.lines[on.weekday()]

    @property
    def all(self) -> list[DiaryLine]:
        return [line for day in self.lines for line in day]


def read_week(book: DiaryBook, on: date, zone: str, now: datetime, who: str) -> DiaryWeek:
    """The week in which this day lies, by the clock in `zone`. `now` is UTC; `who` sits here."""
    bare = week((), on, zone)
    near = book.between(bare[0].begins - _A_DAY, bare[-1].ends + _A_DAY)
    names = {each.engagement.case_id: each.name for each in near}
    engagements = [each.engagement for each in near]
    days = week(engagements, on, zone)
    close = _clashes_of(engagements, {each.engagement.case_id for day in days for each in day.standings})
    lines = tuple(tuple(_line(each, day, names, close, now, who) for each in day.standings) for day in days)
    return DiaryWeek(days, lines)


def _line(
    standing: Standing,
    day: Day,
    names: Mapping[str, str],
    close: Mapping[str, tuple[Engagement, ...]],
    now: datetime,
    who: str,
) -> DiaryLine:
    engagement = standing.engagement
    return DiaryLine(
        day.on,
        standing,
        names[engagement.case_id],
        day.zone,
        missed=engagement.begins + HALF_AN_HOUR <= now,
        clashes=close[engagement.case_id],
        others="" if engagement.who == who else engagement.who,
    )


def _clashes_of(engagements: Sequence[Engagement], wanted: set[str]) -> dict[str, tuple[Engagement, ...]]:
    """Of the cases wanted. Each is compared with what is near it alone: a week may hold hundreds."""
    begins = [each.begins for each in engagements]
    found = {}
    for each in engagements:
        if each.case_id in wanted:
            first = bisect_left(begins, each.begins - _A_DAY - TRAVEL)
            last = bisect_right(begins, each.ends + TRAVEL)
            near = [other for other in engagements[first:last] if other.ends + TRAVEL > each.begins]
            found[each.case_id] = clashes(each, near, TRAVEL)
    return found


def short_day(day: date) -> str:
    """`Tue 24 Nov`."""
    return QLocale().toString(_qt(day), "ddd d MMM")


def shorter_day(day: date) -> str:
    """`Tue 24`."""
    return QLocale().toString(_qt(day), "ddd d")


def long_day(day: date) -> str:
    """`Tuesday 24 November 2026`."""
    return QLocale().toString(_qt(day), "dddd d MMMM yyyy")


def span_of_days(first: date, last: date) -> str:
    """`23 November – 29 November 2026`."""
    locale = QLocale()
    return f"{locale.toString(_qt(first), 'd MMMM')} – {locale.toString(_qt(last), 'd MMMM yyyy')}"


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def in_full(line: DiaryLine) -> str:
    """All that is to be said of it, sentence by sentence."""
    appointment, engagement = line.engagement.appointment, line.engagement
    case = f"{engagement.reference}, {line.name}" if line.name else engagement.reference
    time = Wording("Diary", "{day}, {begin} to {end}: {case}.").filled(
        day=long_day(line.day), begin=line.time, end=line.standing.ends.local[11:], case=case
    )
    sentences = [time, Wording("Diary", "Hard appointment.") if line.hard else Wording("Diary", "Soft appointment.")]
    if appointment.medium is not None:
        sentences.append(Wording("Diary", "By: {medium}.").filled(medium=MEDIUM_NAMES[appointment.medium]))
    if line.there:
        there = Wording("Diary", "The respondent’s clock in {place} shows {time} then.")
        sentences.append(there.filled(place=zone_name(appointment.zone), time=line.there))
    if shown(appointment, line.zone).rules_changed:
        sentences.append(Wording("Diary", "The clocks there are set otherwise now: agree the time again."))
    sentences += marks(line)
    if line.others:
        sentences.append(Wording("Diary", "{who} is to keep it.").filled(who=line.others))
    return " ".join([*(said(each) for each in sentences), *([appointment.note] if appointment.note else [])])


def marks(line: DiaryLine) -> list[Wording]:
    """What is wrong with it."""
    found = [Wording("Diary", "Missed.")] if line.missed else []
    if line.clashes:
        references = ", ".join(each.reference for each in line.clashes)
        found.append(Wording("Diary", "Clashes with {references}.").filled(references=references))
    return found


def _kind(line: DiaryLine) -> str:
    return said(Wording("Diary", "Hard")) if line.hard else said(Wording("Diary", "Soft"))


COLUMNS: tuple[Column[DiaryLine], ...] = (
    Column(Wording("Diary", "Day"), lambda each: short_day(each.day), lambda each: each.standing.begins.utc, 110),
    Column(Wording("Diary", "Time"), lambda each: each.times, lambda each: each.standing.begins.local[11:], 120),
    Column(
        Wording("Diary", "Reference"),
        lambda each: each.engagement.reference,
        lambda each: each.engagement.reference,
        110,
    ),
    Column(Wording("Diary", "Name or address"), lambda each: each.name, lambda each: each.name.casefold(), 0),
    Column(Wording("Diary", "By"), lambda each: each.medium, lambda each: each.medium, 100),
    Column(Wording("Diary", "Kind"), _kind, lambda each: not each.hard, 80),
    Column(Wording("Diary", "Respondent’s clock"), lambda each: each.there, lambda each: each.there, 110),
    Column(
        Wording("Diary", "To look at"),
        lambda each: " ".join(said(mark) for mark in marks(each)),
        lambda each: (not each.missed, not each.clashes),
        190,
    ),
)
