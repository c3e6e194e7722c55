"""What came of a telephone week: who was dialled when and why, and what a centre's supervisor would want to know of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from capi.calling.call_counts import Rules, counts_of
from capi.calling.call_reasons import Rank, Reason
from capi.calling.call_situation import Caller, Situation
from capi.fieldwork.calls import AppointmentMade

SLOTS = ("day", "evening", "weekend", "")
IN_VAIN = ("no_answer", "busy", "answerphone")


@dataclass(frozen=True, slots=True)
class Dialled:
    """`case` as it was before the call; `slot` by the respondent's clock."""

    case: Situation
    caller: Caller
    began: datetime
    ended: datetime
    rank: Rank
    reason: Reason
    result: str
    slot: str

    @property
    def who(self) -> str:
        return self.caller.name

    @property
    def is_contact(self) -> bool:
        return self.result not in IN_VAIN

    @property
    def is_agreed(self) -> bool:
        return self.rank in (Rank.HARD, Rank.SOFT)


@dataclass(frozen=True, slots=True)
class Appointed:
    case_id: str
    appointment: AppointmentMade


@dataclass(frozen=True, slots=True)
class Week:
    """`cases` as they are in the end; `dialled` in the order in which the calls ended."""

    cases: tuple[Situation, ...]
    dialled: tuple[Dialled, ...]
    appointed: tuple[Appointed, ...]
    rules: Rules
    seed: int

    def of_case(self) -> dict[str, list[Dialled]]:
        """In the order of time."""
        found = defaultdict(list)
        for each in sorted(self.dialled, key=lambda each: each.began):
            found[each.case.case_id].append(each)
        return dict(found)

    def contact_rate(self, slot: str) -> float | None:
        """Of the calls to people who had agreed nothing; None where there were none."""
        return _share(each.is_contact for each in self.dialled if each.slot == slot and not each.is_agreed)

    def kept(self, *, hard: bool) -> float:
        """The share of the appointments that were rung in time, of those whose time was over before the week was."""
        calling, over = self.rules.frame.calling, max(each.ended for each in self.dialled)
        early, late = (calling.hard_early, calling.hard_late) if hard else (calling.soft_early, calling.soft_late)
        began = {case_id: [each.began for each in calls] for case_id, calls in self.of_case().items()}
        agreed = [(each.case_id, each.appointment.utc) for each in self.appointed if each.appointment.hard is hard]
        rung = (
            any(utc - early <= moment < utc + late for moment in began[case_id])
            for case_id, utc in agreed
            if utc + late < over
        )
        return _share(rung) or 0.0

    def spread(self) -> float:
        """The share of the cases tried three times or more without any contact that were tried in two slots or more."""
        tried = [calls for calls in self.of_case().values() if not any(each.is_contact for each in calls)]
        return _share(len({each.slot for each in calls}) > 1 for calls in tried if len(calls) > 2) or 0.0

    def by_interviewer(self, *results: str) -> Counter[str]:
        """How many calls of each had one of these results; all of them where none is named."""
        found = Counter(dict.fromkeys((each.who for each in self.dialled), 0))
        found.update(each.who for each in self.dialled if not results or each.result in results)
        return found

    def report(self) -> str:
        results = Counter(each.result for each in self.dialled)
        reasons = Counter(each.reason.value for each in self.dialled)
        attempts = Counter(len(each.calls.attempts) for each in self.cases)
        most = self.rules.frame.calling.most_attempts
        spent = sum(len(counts_of(each, self.rules).quiet) >= most for each in self.cases)
        contacts = [result for result in results if result not in IN_VAIN]
        lines = [
            f"A telephone week, seed {self.seed}: {len(self.cases):,} cases, {len(self.dialled):,} calls",
            "",
            "slot       calls  contact rate, of those who had agreed nothing",
            *map(self._slot_line, SLOTS),
            "",
            f"result of the call   {_listed(dict(results.most_common()))}",
            f"reason of the call   {_listed(dict(reasons.most_common()))}",
            f"calls of a case      {_listed(dict(sorted(attempts.items())))}",
            f"at the maximum       {spent:,}",
            f"tried in two slots   {self.spread():.1%} of those tried three times or more in vain",
            f"appointments kept    hard {self.kept(hard=True):.1%}, soft {self.kept(hard=False):.1%} of {len(self.appointed):,}",
            "",
            "of each interviewer  least, median, most",
            f"calls                {_range(self.by_interviewer())}",
            f"contacts             {_range(self.by_interviewer(*contacts))}",
            f"interviews           {_range(self.by_interviewer('interview'))}",
        ]
        return "\n".join(lines)

    def _slot_line(self, slot: str) -> str:
        calls, rate = sum(each.slot == slot for each in self.dialled), self.contact_rate(slot)
        return f"{slot or 'in none':<9} {calls:>6,}  {'none' if rate is None else f'{rate:.1%}':>6}"


def _share(of: Iterable[bool]) -> float | None:
    each = list(of)
    return sum(each) / len(each) if each else None


def _listed(numbers: Mapping[str, int] | Mapping[int, int]) -> str:
    return ", ".join(f"{key}: {number:,}" for key, number in numbers.items())


def _range(numbers: Counter[str]) -> str:
    values = numbers.values()
    return f"{min(values):,}, {median(values):,.0f}, {max(values):,}"
