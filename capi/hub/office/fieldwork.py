"""Fieldwork: what has come of calls and cases, counted by the database over all of them, or those of a sample or an area.

    fieldwork(hub, principal, CountedCases(sample="wave 1")).rates

Words, codes and hours are those of the hub's outcome frame. A case without a confirmed outcome is not final, and may yet prove to be
anything; so may one whose code is of another frame.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, and_, case, func, literal_column, or_, select

from capi.fieldwork.case import Status
from capi.hub.errors import NotThere
from capi.hub.hub import Hub, Principal, from_microseconds, to_microseconds
from capi.hub.office.calls_in_words import FrameWords
from capi.hub.office.online_lines import is_through_online
from capi.hub.orders.frames import frame_of
from capi.hub.people.texts import fit
from capi.hub.policy import Action, require
from capi.hub.tables import calls, cases, samples, telephone
from capi.outcomes.frame import Disposition, OutcomeFrame
from capi.outcomes.rates import Rate, counted, rates
from capi.sync.calling_messages import (
    AttemptCount,
    CallerLine,
    Fieldwork,
    OutcomeCount,
    RateLine,
    ResultCount,
    SlotCount,
)

_SECOND = 1_000_000
_HOUR = 3_600 * _SECOND
_QUARTER = _HOUR // 4
"""Microseconds."""

_Rows: TypeAlias = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class CountedCases:
    """Of one sample by its name, of one area, or all. An area may be empty, for cases without one."""

    sample: str = ""
    area: str | None = None


def fieldwork(hub: Hub, principal: Principal, wanted: CountedCases) -> Fieldwork:
    """Raises NotThere for a sample that there is not, Conflict where the hub has no outcome frame, Unfit, NotAllowed, Unavailable."""
    require(principal, Action.SEE_PROGRESS)
    with hub.database.reading() as connection:
        counting = _Counting(connection, frame_of(connection).frame, hub.now(), _chosen(connection, wanted))
        return counting.whole()


def _chosen(connection: Connection, wanted: CountedCases) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.sample:
        name = fit(wanted.sample, "the sample", "sample")
        key = connection.execute(select(samples.c.key).where(samples.c.name == name)).scalar()
        if key is None:
            raise NotThere("not_there", f"There is no sample {name[:100]}.", where="sample")
        chosen.append(cases.c.sample_key == key)
    if wanted.area is not None:
        chosen.append(cases.c.area == fit(wanted.area, "the area", "area"))
    return chosen


@dataclass(frozen=True, slots=True)
class _Counting:
    """One count, from one view of the database. `chosen`: which cases, none for all of them."""

    connection: Connection
    frame: OutcomeFrame
    now: datetime
    chosen: list[ColumnElement[bool]]

    @property
    def told(self) -> "_Told":
        return _told(self.frame)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.frame.calling.zone)

    def whole(self) -> Fieldwork:
        of_cases, of_hours, of_callers = self.cases(), self.calls_by_hour(), self.calls_by_caller()
        outcomes = _added((row.outcome, row.cases) for row in of_cases)
        in_queue, delivered = self.queued()
        return Fieldwork(
            time=self.now,
            frame=f"{self.frame.name} {self.frame.version}",
            zone=self.frame.calling.zone,
            cases=outcomes.total(),
            outcomes=_outcomes(self.frame, outcomes),
            rates=_rates(self.frame, outcomes),
            slots=_slots(of_hours, self.zone),
            results=_results(self.frame, of_callers),
            attempts=_attempts(self.frame, of_cases),
            callers=_callers(self.told, of_callers, self.cases_by_caller()),
            appointments=sum(row.appointments for row in of_cases),
            missed=sum(row.missed for row in of_cases),
            in_queue=in_queue,
            delivered=delivered,
        )

    def cases(self) -> _Rows:
        """By outcome and number of call attempts."""
        rules = self.frame.calling
        over = to_microseconds(self.now - max(rules.hard_late, rules.soft_late))
        groups = cases.c.outcome, cases.c.calls
        counted_cases = select(
            *groups,
            func.count().label("cases"),
            func.count(cases.c.appointment).label("appointments"),
            _count(cases.c.appointment < over).label("missed"),
        )
        return self.connection.execute(counted_cases.where(*self._alive()).group_by(*groups)).all()

    def calls_by_hour(self) -> _Rows:
        """By the hour they began in, or the quarter of one; `begin` in microseconds."""
        step = _step(self.zone, self.now)
        begin = (calls.c.began // literal_column(str(step), BigInteger)).label("step")
        made = select(
            begin,
            (begin * step).label("begin"),
            func.count().label("calls"),
            _count(calls.c.result.in_(self.told.contacts)).label("contacts"),
            _count(calls.c.result.in_(self.told.interviews)).label("interviews"),
        )
        return self.connection.execute(made.where(self._of_chosen()).group_by(begin)).all()

    def calls_by_caller(self) -> _Rows:
        """By who made them, medium and result."""
        midnight = datetime.combine(self.now.astimezone(self.zone).date(), time(), self.zone).astimezone(UTC)
        groups = calls.c.who, calls.c.medium, calls.c.result
        made = select(
            *groups,
            func.count().label("calls"),
            _count(calls.c.began >= to_microseconds(midnight)).label("today"),
            func.sum(calls.c.seconds).label("seconds"),
            func.max(calls.c.began).label("last_call"),
        )
        return self.connection.execute(made.where(self._of_chosen()).group_by(*groups)).all()

    def cases_by_caller(self) -> _Rows:
        """Those that were completed or refused, by who made the last call of each; nobody where there was none. What respondents
        completed online is no interviewer's, whoever rang them before."""
        is_completed = and_(cases.c.status == Status.COMPLETED.value, ~is_through_online())
        is_refused = cases.c.outcome.in_(self.told.refusals)
        its_calls = select(calls.c.who).where(calls.c.case_key == cases.c.key)
        last = its_calls.order_by(calls.c.began.desc(), calls.c.number.desc()).limit(1).scalar_subquery().label("who")
        ended = select(last, is_completed.label("completed"), is_refused.label("refused"))
        each = ended.where(*self._alive(), or_(is_completed, is_refused)).subquery().c
        counted_cases = select(
            each.who, _count(each.completed).label("completed"), _count(each.refused).label("refused")
        )
        return self.connection.execute(counted_cases.group_by(each.who)).all()

    def queued(self) -> tuple[int, int]:
        """How many cases wait in the telephone queue, and how many are delivered."""
        leased = telephone.c.leased_to.is_not(None)
        waits = and_(telephone.c.due_from.is_not(None), ~leased)
        wanted = select(_count(waits), _count(leased))
        row = wanted.select_from(telephone).join(cases, cases.c.key == telephone.c.case_key).where(*self._alive())
        in_queue, delivered = self.connection.execute(row).one()
        return in_queue, delivered

    def _alive(self) -> list[ColumnElement[bool]]:
        return [cases.c.deleted.is_(None), *self.chosen]

    def _of_chosen(self) -> ColumnElement[bool]:
        """Of all cases but the few deleted ones, which takes less looking up than of each that is not."""
        if self.chosen:
            return calls.c.case_key.in_(select(cases.c.key).where(*self._alive()))
        return calls.c.case_key.not_in(select(cases.c.key).where(cases.c.deleted.is_not(None)))


def _step(zone: ZoneInfo, now: datetime) -> int:
    """An hour, but where clocks are not ahead of UTC by whole hours, in winter or in summer."""
    offsets = [now.replace(month=month, day=1).astimezone(zone).utcoffset() for month in (1, 7)]
    return _QUARTER if any(offset is not None and offset % timedelta(hours=1) for offset in offsets) else _HOUR


def _added(counts: Iterable[tuple[Any, int]]) -> Counter[Any]:
    added: Counter[Any] = Counter()
    for what, number in counts:
        added[what] += number
    return added


def _outcomes(frame: OutcomeFrame, counts: Counter[str]) -> list[OutcomeCount]:
    """In the order of the frame, those of another frame after them; those without one last."""
    codes = [each.code for each in frame.outcomes if each.code in counts]
    codes += sorted(counts.keys() - {*codes, ""})
    labels = {each.code: frame.said(each.label) for each in frame.outcomes}
    listed = [OutcomeCount(code=code, label=labels.get(code, code), cases=counts[code]) for code in codes]
    return [*listed, OutcomeCount(code="", label="", cases=counts[""])] if counts[""] else listed


def _rates(frame: OutcomeFrame, counts: Counter[str]) -> list[RateLine]:
    known = {code: cases for code, cases in counts.items() if frame.outcome(code) is not None}
    return [_rate(each) for each in rates(counted(frame, known, counts.total() - sum(known.values())))]


def _rate(rate: Rate) -> RateLine:
    share = None if rate.e is None or rate.e.value is None else f"{float(rate.e.value):.3f}"
    return RateLine(
        name=rate.name,
        formula=rate.formula,
        meaning=str(rate.meaning),
        counts={letter.value: cases for letter, cases in rate.counts},
        percent=None if rate.percent is None else str(rate.percent),
        words=str(rate.words),
        e=share,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the frame says: results by which somebody was reached, those an interview follows, and codes that count as a refusal."""

    contacts: frozenset[str]
    interviews: frozenset[str]
    refusals: frozenset[str]


def _told(frame: OutcomeFrame) -> _Told:
    return _Told(
        frozenset(each.name for each in frame.results if each.contact or each.interviews),
        frozenset(each.name for each in frame.results if each.interviews),
        frozenset(each.code for each in frame.outcomes if each.disposition is Disposition.REFUSAL),
    )


def _slots(groups: _Rows, zone: ZoneInfo) -> list[SlotCount]:
    made: dict[str, Counter[tuple[int, int]]] = {"calls": Counter(), "contacts": Counter(), "interviews": Counter()}
    for group in groups:
        there = from_microseconds(group.begin).astimezone(zone)
        for name, counts in made.items():
            counts[there.isoweekday(), there.hour] += getattr(group, name)
    return [
        SlotCount(day=day, hour=hour, **{name: counts[day, hour] for name, counts in made.items()})
        for day, hour in sorted(made["calls"])
    ]


def _results(frame: OutcomeFrame, groups: _Rows) -> list[ResultCount]:
    """The most frequent first."""
    words = FrameWords(frame)
    counts = _added(((group.result, group.medium), group.calls) for group in groups)
    return [
        ResultCount(result=result, label=words.result(result), medium=medium, calls=number)
        for (result, medium), number in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]


def _attempts(frame: OutcomeFrame, groups: _Rows) -> list[AttemptCount]:
    most = frame.calling.most_attempts
    counts = _added((min(row.calls, most), row.cases) for row in groups)
    return [AttemptCount(attempts=number, cases=counts[number]) for number in range(most + 1)]


def _callers(told: _Told, made: _Rows, ended: _Rows) -> list[CallerLine]:
    """By name."""
    tallies: dict[str, Counter[str]] = {}
    last: dict[str, int] = {}
    for row in made:
        tally, calls_made = tallies.setdefault(row.who, Counter()), row.calls
        tally.update(calls=calls_made, today=row.today, seconds=int(row.seconds))
        tally.update(contacts=calls_made * (row.result in told.contacts))
        tally.update(interviews=calls_made * (row.result in told.interviews))
        last[row.who] = max(row.last_call, last.get(row.who, row.last_call))
    for row in ended:
        if row.who is not None:
            tallies[row.who].update(completed=row.completed, refused=row.refused)
    names = ("calls", "today", "contacts", "interviews", "completed", "refused", "seconds")
    return [
        CallerLine(name=who, last_call=from_microseconds(last[who]), **{name: tallies[who][name] for name in names})
        for who in sorted(tallies)
    ]


def _count(which: ColumnElement[bool]) -> ColumnElement[int]:
    """How many of the rows."""
    return func.count(case((which, 1)))
