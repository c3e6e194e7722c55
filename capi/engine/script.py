"""A scripted interview: answers written down beforehand, given to the questions as they are reached.

    script = read_script(b'{"Age": 34, "SchoolType": 1, "FreeMeals": "dont_know"}', "answers.json")
    held = hold(script, plan(instrument, Mode.TELEPHONE))
    held.route, held.next, held.completed

A list of objects is one interview with second thoughts: the first object is the interview, and each later
one goes back and changes, or now gives, its fields in the order written.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from capi.engine.answers import NotAccepted, accept, from_plain
from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
from capi.engine.plan import Plan
from capi.instrument.faults import nearest
from capi.instrument.model import Answer, Missing, Presentation, Question

LARGEST_SCRIPT = 20_000_000


class UnfitScript(ValueError):
    """The script cannot be held as an interview; the message says where, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Script:
    """`rounds[0]` is the interview, facts included; later rounds are the second thoughts. `name` is for messages."""

    name: str
    rounds: tuple[Mapping[str, object], ...]

    def where(self, number: int) -> str:
        return self.name if len(self.rounds) == 1 else f"{self.name}, object {number + 1}"


@dataclass(frozen=True, slots=True)
class ScriptedInterview:
    """Where the script led. `route` are the fields asked, the one waiting included; `next` is that one."""

    interview: Interview
    route: tuple[str, ...]
    next: str | None
    unused: Mapping[str, object]
    edits: tuple[FailedEdit, ...]

    @property
    def completed(self) -> bool:
        return self.next is None


def read_script(data: bytes, name: str) -> Script:
    """The script in these bytes of JSON, in whatever Unicode encoding they are. Raises UnfitScript."""
    if len(data) > LARGEST_SCRIPT:
        raise UnfitScript(f"{name} is larger than {LARGEST_SCRIPT:,} bytes. One script holds one interview.")
    try:
        text = data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
        content = json.loads(text, object_pairs_hook=_single, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise UnfitScript(f"{name} is not UTF-8 (byte {error.start + 1}). Save it as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise UnfitScript(
            f"{name}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}. Correct it there."
        ) from None
    except RecursionError:
        raise UnfitScript(f"{name}: the JSON is nested too deep. Answers are single values by field.") from None
    except _Unfit as error:
        raise UnfitScript(f"{name}: {error}") from None
    except ValueError:
        raise UnfitScript(f"{name}: a number has too many digits. Correct it.") from None
    rounds = content if isinstance(content, list) else [content]
    if not rounds or not all(isinstance(each, dict) for each in rounds):
        raise UnfitScript(
            f'{name} must hold an object of answers by field, {{"SchoolType": 1, ...}}, or a list of such objects.'
        )
    return Script(name, tuple(rounds))


def hold(script: Script, plan: Plan) -> ScriptedInterview:
    """Holds the interview. Raises UnfitScript for unknown names and values that are no answer to their question.

    Each question reached is given its value. The run ends at the first without one, where a check
    fails, or at the end; signals are passed over.
    """
    _refuse_unknown(script, plan)
    held = _Holding(script, plan)
    for number, answers in enumerate(script.rounds):
        if not held.take(number, answers):
            break
    return held.result()


class _Unfit(ValueError):
    pass


def _single(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for key, value in pairs:
        if key in content:
            raise _Unfit(f"{key!r} stands twice in one object. Remove one of the two.")
        content[key] = value
    return content


def _no_constant(constant: str) -> None:
    raise _Unfit(f'{constant} is no value. Leave the field out, or give a missing state such as "dont_know".')


def _refuse_unknown(script: Script, plan: Plan) -> None:
    facts = {fact.name for fact in plan.instrument.facts}
    for number, answers in enumerate(script.rounds):
        for name in answers:
            if name not in plan.index:
                raise UnfitScript(
                    f"{script.where(number)}: {name!r} is neither a question nor a fact of {plan.instrument.name}. "
                    f"{nearest(name, plan.index)}"
                )
            if number and name in facts:
                raise UnfitScript(
                    f"{script.where(number)}: {name} is a fact, known before the interview. Give it in the first object."
                )


def _facts(script: Script, plan: Plan) -> dict[str, Answer]:
    given = script.rounds[0]
    facts: dict[str, Answer] = {}
    for fact in plan.instrument.facts:
        if fact.name not in given:
            continue
        stand_in = Question(fact.name, fact.label, fact.type, Presentation(text=()), fact.place)
        value = from_plain(given[fact.name])
        if isinstance(value, Missing):
            raise UnfitScript(f"{script.where(0)}: {fact.name} is a fact; leave it out where it is not known.")
        facts[fact.name] = _accepted(script, 0, stand_in, plan, value)
    return facts


def _accepted(script: Script, number: int, question: Question, plan: Plan, value: object) -> Answer:
    if value is None:
        raise UnfitScript(f"{script.where(number)}: {question.name} is null. Leave it out where there is no answer.")
    if isinstance(value, list | dict):
        raise UnfitScript(f"{script.where(number)}: {question.name} takes a single value, not a list or an object.")
    try:
        return accept(question, plan.mode, value)
    except NotAccepted as error:
        raise UnfitScript(f"{script.where(number)}: {error}") from None


class _Holding:
    """The interview while its script is being read. `pool` holds the values not given yet, and their round."""

    def __init__(self, script: Script, plan: Plan) -> None:
        self.script = script
        self.plan = plan
        self.interview = Interview(plan, facts=_facts(script, plan))
        self.pool: dict[str, tuple[int, object]] = {}
        self.blocked_at: str | None = None

    def take(self, number: int, answers: Mapping[str, object]) -> bool:
        """One round; False where a check ended the run."""
        self.pool |= {name: (number, value) for name, value in answers.items() if name not in self.interview.facts}
        if number:
            for name in answers:
                if self.asked(name) and not self.give(name):
                    return False
        while (waiting := self.interview.waiting) is not None and waiting in self.pool:
            if not self.give(waiting):
                return False
        return True

    def asked(self, name: str) -> bool:
        """Whether the question has been put: it has an answer on the route, or is the one waiting."""
        return name == self.interview.waiting or self.interview.answer_to(name) is not None

    def give(self, name: str) -> bool:
        number, value = self.pool.pop(name)
        question = self.plan.questions[self.plan.index[name]]
        failed = self.interview.answer(name, _accepted(self.script, number, question, self.plan, from_plain(value)))
        if any(edit.hard for edit in failed):
            self.blocked_at = name
        return self.blocked_at is None

    def result(self) -> ScriptedInterview:
        interview = self.interview
        asked = [
            name for name in interview.reached() if self.blocked_at is None or interview.answer_to(name) is not None
        ]
        edits = _met(interview)
        following = self.blocked_at or interview.waiting or _blocked_at_the_end(interview, edits)
        unused = {name: value for name, (_, value) in self.pool.items()}
        return ScriptedInterview(interview, tuple(asked), following, unused, edits)


def _met(interview: Interview) -> tuple[FailedEdit, ...]:
    """The edits that fail now and involve an answer given: an interviewer has met no others."""
    given = interview.answers()
    return tuple(edit for edit in interview.failed() if any(name in given for name in edit.fields))


def _blocked_at_the_end(interview: Interview, edits: Sequence[FailedEdit]) -> str | None:
    """A check can come to fail without its fields being answered again, when an answer leaves the route."""
    given = interview.answers()
    involved = {name for edit in edits if edit.hard for name in edit.fields}
    return next((name for name in given if name in involved), None)
