"""The rules of the telephone queue, all of them, in the order in which they are asked. CALLING.md gives the reason of each.

Whether a case may be called is a matter of its stages: stretches of time, one after another, in which it is due for a reason.
A hard appointment has a stage around its time, at any hour; another until it binds nobody; and then the case is a call-back, without
end, within calling hours. So the same stages say whether it may be called now, from when on it may be, and why not yet.
"""

from datetime import datetime

from msgspec import Struct

from capi.calling.call_counts import LONG_AGO, Counts, Rules, counts_of, full_days, later
from capi.calling.call_reasons import Rank, Reason
from capi.calling.call_situation import Caller, Situation
from capi.calling.calling_hours import RespondentClock
from capi.fieldwork.call_history import Attempt
from capi.fieldwork.calls import AppointmentMade, Medium
from capi.fieldwork.case import Status


class Finding(Struct, frozen=True, gc=False):
    """What the rules say of a case. It is called now where it has a `rank`, since `at` in truth; never where `never`; else from
    `at` on, None where nobody knows. `call` and `number` are those that the reason speaks of. `quiet`: the calls without contact since
    the last one."""

    reason: Reason
    rank: Rank | None = None
    at: datetime | None = None
    never: bool = False
    call: Attempt | None = None
    number: int = 0
    quiet: tuple[Attempt, ...] = ()


class _Stage(Struct, frozen=True, gc=False):
    """From `begin` up to, and without, `end`. `within`: only in calling hours; `counted`: and only on days with fewer calls than the most.
    `slots`: only in these, where there are any. `owner`: nobody else's, where there is one."""

    begin: datetime
    end: datetime | None
    rank: Rank
    reason: Reason
    within: bool = True
    counted: bool = False
    slots: tuple[str, ...] = ()
    owner: str = ""


class _Case(Struct, frozen=True, gc=False):
    """A case that may be called, and what the rules need to know of it."""

    situation: Situation
    counts: Counts
    rules: Rules
    clock: RespondentClock


def find(situation: Situation, caller: Caller | None, rules: Rules, now: datetime, *, by_hand: bool = False) -> Finding:
    """For this caller; where there is none, for whoever suits best. `by_hand`: what keeps callers in order is left aside (waiting after
    a call, whom an appointment or a case is kept for), what protects the respondent is not."""
    counts = counts_of(situation, rules)
    if (never := _nobody(situation, counts, rules)) is not None:
        return never
    if situation.open_with:
        if caller is None or caller.name == situation.open_with:
            return Finding(Reason.OPEN_HERE, Rank.OPEN, situation.open_since)
        return Finding(Reason.OPEN_ELSEWHERE)
    if caller is not None and (unfit := _not_this_one(situation, caller, by_hand=by_hand)) is not None:
        return unfit
    case = _Case(situation, counts, rules, rules.clock(situation.zone))
    stages = _stages(case, by_hand=by_hand)
    if caller is None or by_hand or situation.calls.appointment is None:
        return _first_of(stages, case, now)
    kept = any(each.owner not in ("", caller.name) and not _is_over(each, now) for each in stages)
    own = [each for each in stages if each.owner in ("", caller.name)]
    return _first_of(own, case, now, kept=kept)


def binds_until(appointment: AppointmentMade, rules: Rules) -> datetime:
    """From then on (UTC) nobody is bound by it."""
    if appointment.lapses is not None:
        return appointment.lapses
    calling = rules.frame.calling
    return later(appointment.utc, max(calling.hard_late, calling.soft_late) if appointment.hard else calling.soft_late)


def kept_until(appointment: AppointmentMade, rules: Rules) -> datetime:
    """From then on (UTC) it is missed, and no longer its owner's alone."""
    calling = rules.frame.calling
    late = later(appointment.utc, calling.hard_late if appointment.hard else calling.soft_late)
    return min(late, binds_until(appointment, rules))


def hard_is_due(situation: Situation, rules: Rules, now: datetime) -> bool:
    """Whether there is an appointment that is kept at any hour, and at this one."""
    appointment = situation.calls.appointment
    stages = _appointed(appointment, rules) if appointment else []
    return any(not each.within and each.begin <= now and not _is_over(each, now) for each in stages)


def place(finding: Finding, situation: Situation, rules: Rules, now: datetime) -> tuple[int | float | str, ...]:
    """Where a case that is called now stands among the others: the least is the next one. No two cases stand in one place."""
    since = (finding.at or LONG_AGO).timestamp()
    drawn = (situation.seed, situation.case_id)
    match finding.rank:
        case Rank.HARD | Rank.SOFT as rank:
            is_missed = finding.reason in (Reason.HARD_MISSED, Reason.SOFT_MISSED)
            appointment = situation.calls.appointment
            time = appointment.utc.timestamp() if appointment else since
            return rank, is_missed, time, -situation.priority, *drawn
        case Rank.CALL_BACK as rank:
            tried = rules.clock(situation.zone).alike(now, [each.call.began for each in finding.quiet])
            return rank, tried, -situation.priority, since, *drawn
        case Rank.FRESH as rank:
            return rank, -situation.priority, *drawn
        case rank:
            return rank or 0, since, *drawn


def _nobody(situation: Situation, counts: Counts, rules: Rules) -> Finding | None:
    outcome, ended_by = situation.calls.outcome, counts.ended_by
    if situation.do_not_call:
        reason = Reason.DO_NOT_CALL
    elif situation.recalled:
        reason = Reason.RECALLED
    elif situation.online:
        reason = Reason.ONLINE
    elif situation.status is Status.COMPLETED:
        reason = Reason.COMPLETED
    elif situation.status is Status.STOPPED:
        reason = Reason.STOPPED
    elif outcome is not None and outcome.code not in rules.closes:
        reason = Reason.OUTCOME_UNKNOWN
    elif outcome is not None and rules.closes[outcome.code]:
        reason = Reason.CLOSED
    elif ended_by is not None:
        reason = Reason.NEVER_AGAIN if rules.effects[ended_by.call.result].never_again else Reason.ENDED
    else:
        return None
    return Finding(reason, never=True, call=ended_by)


def _not_this_one(situation: Situation, caller: Caller, *, by_hand: bool) -> Finding | None:
    language = language_of(situation)
    if by_hand and not caller.may_pick:
        return Finding(Reason.MAY_NOT_PICK, never=True)
    if situation.reserved_for not in ("", caller.name) and not by_hand:
        return Finding(Reason.RESERVED, never=True)
    if language and language.casefold() not in {each.casefold() for each in caller.languages}:
        return Finding(Reason.LANGUAGE, never=True)
    if not situation.skills <= caller.skills:
        return Finding(Reason.SKILLS, never=True)
    return None


def language_of(situation: Situation) -> str:
    """In which one the interview is to be: the one it was broken off for, else that of the sample."""
    return situation.calls.language or situation.language


def _stages(case: _Case, *, by_hand: bool) -> list[_Stage]:
    """In the order of time, none over before the one before it."""
    counts, rules = case.counts, case.rules
    appointment = case.situation.calls.appointment
    stages = _appointed(appointment, rules) if appointment else []
    if len(counts.quiet) < rules.frame.calling.most_attempts:
        begin, reason = LONG_AGO if by_hand else counts.due, _reason(case)
        if appointment:
            begin, reason = max(begin, binds_until(appointment, rules)), Reason.APPOINTMENT_OVER
        rank = Rank.FRESH if reason is Reason.FRESH else Rank.CALL_BACK
        slots = () if by_hand else _slots_kept_for(case)
        stages.append(_Stage(begin, None, rank, reason, counted=True, slots=slots))
    return stages


def _slots_kept_for(case: _Case) -> tuple[str, ...]:
    """Those not tried yet, once there are no more attempts left than such slots: nobody is given up before each was tried."""
    quiet, clock = case.counts.quiet, case.clock
    left = case.rules.frame.calling.most_attempts - len(quiet)
    if not quiet or left > len(clock.slots):
        return ()
    tried = {clock.slot(each.call.began) for each in quiet}
    untried = tuple(name for name, _ in clock.slots if name not in tried)
    return untried if left <= len(untried) else ()


def _appointed(appointment: AppointmentMade, rules: Rules) -> list[_Stage]:
    if not _by_telephone(appointment):
        return []
    calling, hard = rules.frame.calling, appointment.hard
    begin = max(appointment.utc, LONG_AGO) - (calling.hard_early if hard else calling.soft_early)
    missed, over = kept_until(appointment, rules), binds_until(appointment, rules)
    if hard:
        first = _Stage(begin, missed, Rank.HARD, Reason.HARD, within=False, owner=appointment.owner)
        return [first, _Stage(missed, over, Rank.HARD, Reason.HARD_MISSED)]
    first = _Stage(begin, missed, Rank.SOFT, Reason.SOFT, owner=appointment.owner)
    return [first, _Stage(missed, over, Rank.SOFT, Reason.SOFT_MISSED)]


def _by_telephone(appointment: AppointmentMade) -> bool:
    return appointment.medium in (None, Medium.TELEPHONE)


def _reason(case: _Case) -> Reason:
    if case.counts.called:
        return Reason.AGAIN
    if case.situation.returned is not None:
        return Reason.RETURNED
    return Reason.FRESH if case.situation.status is Status.NOT_STARTED else Reason.BEGUN


def _is_over(stage: _Stage, now: datetime) -> bool:
    return stage.end is not None and stage.end <= now


def _first_of(stages: list[_Stage], case: _Case, now: datetime, *, kept: bool = False) -> Finding:
    """The first moment from now on that lies in a stage. `kept`: another stage, of somebody else, is not over."""
    calling, number = case.rules.frame.calling, len(case.counts.quiet)
    for stage in stages:
        at = _opens(stage, case, max(now, stage.begin), now)
        if at is None or (stage.end is not None and stage.end <= at):
            continue
        if at == now:
            return Finding(stage.reason, stage.rank, stage.begin, call=case.counts.due_after, quiet=case.counts.quiet)
        why = Reason.KEPT_FOR_OWNER if kept else _why_not_yet(stage, case, now, at)
        number = number if why is Reason.OTHER_SLOT else calling.most_a_day
        return Finding(why, at=at, call=case.counts.due_after, number=number)
    if kept:
        return Finding(Reason.KEPT_FOR_OWNER)
    spent = number >= calling.most_attempts
    return Finding(Reason.MOST_ATTEMPTS if spent else Reason.NO_HOURS, never=True, number=number)


def _opens(stage: _Stage, case: _Case, moment: datetime, now: datetime) -> datetime | None:
    """The first moment from this one on at which somebody may be rung in this stage, whenever it ends."""
    if not stage.within:
        return moment
    full = full_days(case.situation, case.rules, case.clock, now) if stage.counted else ()
    if stage.slots:
        return case.clock.next_in(stage.slots, moment, full)
    return case.clock.hours.next(moment, full)


def _why_not_yet(stage: _Stage, case: _Case, now: datetime, at: datetime) -> Reason:
    """What keeps the case from this stage, which is the next one it is in, until `at`: of several things the last."""
    appointment = case.situation.calls.appointment
    if appointment is not None and now < binds_until(appointment, case.rules):
        if not _by_telephone(appointment):
            return Reason.OTHER_MEDIUM
        if now < _appointed(appointment, case.rules)[0].begin:
            return Reason.HARD_AHEAD if appointment.hard else Reason.SOFT_AHEAD
        return Reason.OUTSIDE_HOURS
    hours, earliest = case.clock.hours, max(now, stage.begin)
    full = full_days(case.situation, case.rules, case.clock, now)
    if stage.slots and at != hours.next(earliest, full):
        return Reason.OTHER_SLOT
    if full and at != hours.next(earliest):
        return Reason.DAY_FULL
    return Reason.WAITING if now < stage.begin else Reason.OUTSIDE_HOURS
