"""An interview in its modes: what is on the route of a case whose answers were given in several.

A question that was answered is on the route where the mode of its answer has it there: what was asked online alone is not lost
because the rest was asked by telephone. What waits, and what is computed, is so in the mode in which the interview stands.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.fieldwork.replay import CaseRecord
from capi.fieldwork.ways_answered import Ways
from capi.instrument.address import parted
from capi.instrument.handing_over import as_handed_over, outermost
from capi.instrument.model import Answer, Instrument, Mode

PlanOf: TypeAlias = Callable[[Mode], Plan]


def plan_answered_in(instrument: Instrument, mode: Mode) -> Plan:
    """The plan of a mode; in self-completion, where the instrument is not fielded so, that of what is handed over. Raises ValueError."""
    fielded = mode in instrument.modes or mode is not Mode.SELF_COMPLETION or not any(outermost(instrument))
    return plan(instrument if fielded else as_handed_over(instrument), mode)


class InModes:
    """`plan_of` gives the plan of the case's version in a mode; one it cannot be answered in any more counts as that of the case.

    Without a day: what only the day could have said, and was not fixed in the field, stays without a value.
    """

    def __init__(self, record: CaseRecord, ways: Ways, plan_of: PlanOf, facts: Mapping[str, Answer]) -> None:
        own = plan_of(ways.own)
        planned = _fielded(plan_of, ways.standing) or own
        self.ways = ways
        self.standing = Interview(planned, record.answers, facts, rows=record.rows)
        given = {ways.own, *(way.mode for way in ways.elsewhere.values())} if ways.elsewhere else set()
        self._others: dict[Mode, Interview] = {}
        for mode in sorted(given - {planned.mode}, key=_place):
            beside = _fielded(plan_of, mode)
            if beside is not None:
                self._others[mode] = _beside(record, beside, facts)
        self._added = self._found_beside()

    def _found_beside(self) -> dict[str, Answer]:
        """The answers on the route of the mode they were given in, and not of the one the interview stands in."""
        there = self.standing.answers() if self._others else {}
        return {
            field: answer
            for mode, interview in self._others.items()
            for field, answer in interview.answers().items()
            if field not in there and self.ways.of(field).mode is mode and self.is_asked(field)
        }

    def interview_at(self, field: str) -> Interview:
        """That of the mode in which the field was answered: it has the words that were heard or read."""
        there = self._others.get(self.ways.of(field).mode)
        if there is None:
            return self.standing
        return there if there.answer_to(field) is not None else self.standing

    def answers(self) -> dict[str, Answer]:
        """The answers on the route and the values computed."""
        return {**self.standing.answers(), **self._added}

    def reached(self) -> list[str]:
        """The questions on the route up to and including the first one waiting, in the order of the page."""
        fields = list(self.standing.reached())
        for interview in self._others.values():
            before = -1
            for field in interview.route():
                if field in self._added and field not in fields:
                    fields.insert(before + 1, field)
                if field in fields:
                    before = fields.index(field)
        return fields

    def is_asked(self, field: str) -> bool:
        """Whether it is a question, which is answered, and not computed."""
        return self.standing.plan.question(parted(field)[0]).computed is None

    def rows(self, roster: str) -> tuple[int, ...]:
        """The ids of the rows in sight of `People`, or of `Jobs[3]`."""
        every = (interview.rows(roster) for interview in (self.standing, *self._others.values()))
        return next((rows for rows in every if rows), ())


def _fielded(plan_of: PlanOf, mode: Mode) -> Plan | None:
    """The plan, where the version is fielded in the mode."""
    try:
        return plan_of(mode)
    except ValueError:
        return None


def _place(mode: Mode) -> int:
    return list(Mode).index(mode)


def _beside(record: CaseRecord, plan: Plan, facts: Mapping[str, Answer]) -> Interview:
    """Any day will do: of what it would fix nothing is taken."""
    return Interview(plan, record.answers, facts, rows=record.rows, today=date.min.isoformat())
