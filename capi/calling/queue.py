"""The telephone queue: which case is called next, and why; or that there is nothing now, and when there will be.

    rules = rules_of(frame)
    match next_case(situations, caller, rules, now):
        case Delivered(situation, because=because): ...
        case Nothing(at, because): ...

The same rules order the list of a laptop that is offline and serve the hub; a hub keeps `due_from` of each case, and fetches those
alone whose time has come. All moments are in UTC.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from msgspec.structs import replace

from capi.calling.call_counts import LONG_AGO, Rules
from capi.calling.call_counts import rules_of as rules_of
from capi.calling.call_reasons import Rank, Reason
from capi.calling.call_rules import Finding, find, place
from capi.calling.call_situation import Caller, Situation
from capi.calling.call_situation import Return as Return
from capi.calling.queue_words import NO_CASE, OTHERS_HAVE, UNFIT, because, notes, what_is_next
from capi.wording import Wording

_FOR_OTHERS = (Reason.RESERVED, Reason.LANGUAGE, Reason.SKILLS)


@dataclass(frozen=True, slots=True)
class Ready:
    """The case is called now. `since`: when it became due, None where that is long ago or nobody knows."""

    rank: Rank
    reason: Reason
    because: Wording
    notes: tuple[Wording, ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class NotYet:
    """The case is called from `at` on; None where that hangs on somebody else, who has it open or is to keep its appointment."""

    at: datetime | None
    reason: Reason
    because: Wording
    notes: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Never:
    """This caller does not call the case, unless something is written to its journal; by the reason, nobody does."""

    reason: Reason
    because: Wording


Verdict: TypeAlias = Ready | NotYet | Never


@dataclass(frozen=True, slots=True)
class Placed:
    """A case with its verdict, in a list."""

    situation: Situation
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Delivered:
    """The next case."""

    situation: Situation
    rank: Rank
    reason: Reason
    because: Wording
    notes: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to call before `at`; None where nobody knows of anything to come."""

    at: datetime | None
    because: Wording


def judge(situation: Situation, caller: Caller, rules: Rules, now: datetime) -> Verdict:
    return _in_words(find(situation, caller, rules, now), situation, caller, rules, now)


def pick(situation: Situation, caller: Caller, rules: Rules, now: datetime) -> Verdict:
    """The verdict on a case that is picked by hand, out of its turn, for which one needs the permission. It need not have waited
    after a call, and whom it or its appointment is kept for does not matter; all that protects the respondent does."""
    finding = find(situation, caller, rules, now, by_hand=True)
    if finding.rank is not None and find(situation, caller, rules, now).rank is None:
        finding = replace(finding, reason=Reason.PICKED, at=None)
    return _in_words(finding, situation, caller, rules, now)


def next_case(situations: Iterable[Situation], caller: Caller, rules: Rules, now: datetime) -> Delivered | Nothing:
    """The order of the situations does not matter."""
    found = [(find(each, caller, rules, now), each) for each in situations]
    best = min((finding.rank for finding, _ in found if finding.rank is not None), default=None)
    if best is None:
        return _nothing(found, caller, rules, now)
    of_best = (each for each in found if each[0].rank is best)
    finding, situation = min(of_best, key=lambda each: place(each[0], each[1], rules, now))
    words = because(finding, situation, caller, rules, now)
    return Delivered(situation, best, finding.reason, words, notes(finding, situation, caller, rules, now))


def in_order(situations: Iterable[Situation], caller: Caller, rules: Rules, now: datetime) -> tuple[Placed, ...]:
    """All of them: first those that are called now, the next one first; then those to come, by their time; then the others."""
    found = [(find(each, caller, rules, now), each) for each in situations]
    now_called = (each for each in found if each[0].rank is not None)
    ready = sorted(now_called, key=lambda each: place(each[0], each[1], rules, now))
    to_come = sorted((each for each in found if each[0].rank is None and not each[0].never), key=_by_time)
    never = sorted((each for each in found if each[0].never), key=_by_time)
    return tuple(
        Placed(situation, _in_words(finding, situation, caller, rules, now))
        for finding, situation in (*ready, *to_come, *never)
    )


def due_from(situation: Situation, rules: Rules, now: datetime) -> datetime | None:
    """From when on it could be due at all, `now` where it is; None where nobody is to call. Whoever suits it best is not offered it
    sooner than that, as long as nothing is written to its journal, nobody opens it, and the office changes nothing."""
    finding = find(situation, None, rules, now)
    if finding.never:
        return None
    return now if finding.rank is not None else finding.at


def _nothing(found: list[tuple[Finding, Situation]], caller: Caller, rules: Rules, now: datetime) -> Nothing:
    to_come = [each for each in found if each[0].rank is None and each[0].at is not None]
    if to_come:
        finding, situation = min(to_come, key=_by_time)
        return Nothing(finding.at, what_is_next(finding, situation, caller, rules, now))
    if number := sum(not finding.never for finding, _ in found):
        return Nothing(None, OTHERS_HAVE.filled(number=number))
    if number := sum(finding.reason in _FOR_OTHERS for finding, _ in found):
        return Nothing(None, UNFIT.filled(who=caller.name, number=number))
    return Nothing(None, NO_CASE)


def _by_time(found: tuple[Finding, Situation]) -> tuple[bool, datetime, int, str, int, str]:
    """Those whose time nobody knows come last."""
    finding, situation = found
    at = finding.at or LONG_AGO
    return finding.at is None, at, -situation.priority, situation.reference, situation.seed, situation.case_id


def _in_words(finding: Finding, situation: Situation, caller: Caller, rules: Rules, now: datetime) -> Verdict:
    words = because(finding, situation, caller, rules, now)
    if finding.never:
        return Never(finding.reason, words)
    also = notes(finding, situation, caller, rules, now)
    if finding.rank is None:
        return NotYet(finding.at, finding.reason, words, also)
    since = None if finding.at == LONG_AGO else finding.at
    return Ready(finding.rank, finding.reason, words, also, since)
