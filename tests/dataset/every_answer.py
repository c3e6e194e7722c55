"""Every answer of the background standard in each mode that offers it, inside cases of that mode and of every other.

For each there are three cases: `whole` in the mode of the answer, which is the case's own; `elsewhere`, answered in the mode of the answer
though the case has another; and `amid`, where that question alone was asked in the mode of the answer, and the others in the case's own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from capi.engine.interview import Interview
from capi.engine.plan import Plan, plan
from capi.fieldwork.journal import RESPONDENT
from capi.instrument.loading import INSTRUMENT_FILE, Snapshot, read_instrument, snapshot
from capi.instrument.model import Answer, Missing, Mode
from capi.settings import read_settings
from tests.dataset.household import Journals
from tests.dataset.in_turns import Turn, hold_in_turns

_USUAL: dict[str, Answer] = {
    "SchoolType": 1,
    "FreeMeals": 2,
    "EarnerStatus": 1,
    "EmployerSize": 1,
    "OwnBusinessSize": 1,
    "Supervisor": 2,
    "EarnerOccupation": 3,
    "ParentQual": 2,
}
"""All modes offer these."""
_LEADS_TO: dict[str, dict[str, Answer]] = {"OwnBusinessSize": {"EarnerStatus": 2}}


@cache
def background() -> Snapshot:
    """The standard as it ships."""
    return snapshot(read_instrument(read_settings({}).questionnaires / "seb" / INSTRUMENT_FILE))


@cache
def background_in(mode: Mode) -> Plan:
    return plan(background().instrument(), mode)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer to a question, in a mode that offers it."""

    field: str
    answer: Answer
    mode: Mode

    @property
    def name(self) -> str:
        said = self.answer.value if isinstance(self.answer, Missing) else self.answer
        return f"{self.field} {said} {self.mode.value}"


def every_answer() -> Iterator[Given]:
    """What is printed, and what an interviewer can record besides."""
    for mode in Mode:
        for question in background().instrument().questions:
            printed = [category.value for category in question.presentation(mode).categories]
            more = (Missing.DONT_KNOW, Missing.REFUSED) if mode.has_interviewer else ()
            for answer in dict.fromkeys((*printed, *more)):
                yield Given(question.name, answer, mode)


def answers_with(given: Given) -> list[tuple[str, Answer]]:
    """A whole interview with this answer."""
    interview = Interview(background_in(given.mode))
    wanted = {**_USUAL, **_LEADS_TO.get(given.field, {}), given.field: given.answer}
    answers = []
    while (field := interview.position) is not None:
        interview.answer(field, wanted[field])
        answers.append((field, wanted[field]))
    return answers


def whole(journals: Journals, reference: str, given: Given) -> None:
    _hold(journals, reference, given.mode, _turn(given.mode, answers_with(given)))


def elsewhere(journals: Journals, reference: str, given: Given, own: Mode) -> None:
    _hold(journals, reference, own, _turn(given.mode, answers_with(given)))


def amid(journals: Journals, reference: str, given: Given, own: Mode) -> None:
    answers = answers_with(given)
    at = [field for field, _ in answers].index(given.field)
    before, after = _turn(own, answers[:at]), _turn(own, answers[at + 1 :])
    _hold(journals, reference, own, before, _turn(given.mode, answers[at : at + 1]), after)


def _turn(mode: Mode, answers: list[tuple[str, Answer]]) -> Turn:
    return Turn(mode, answers, "anna" if mode.has_interviewer else RESPONDENT)


def _hold(journals: Journals, reference: str, own: Mode, *turns: Turn) -> None:
    hold_in_turns(journals, reference, own, [turn for turn in turns if turn.answers], background())


@dataclass(frozen=True, slots=True)
class Pairs:
    """`apart` has cases in several modes, or another than their own; `alike` cases with the same references and answers in one."""

    apart: Journals
    alike: Journals
    given: dict[str, Given]
    """By reference."""


@cache
def every_pair() -> Pairs:
    """Made once: nobody changes them."""
    pairs = Pairs(Journals(), Journals(), {})
    for number, given in enumerate(every_answer()):
        for own in Mode:
            if own is given.mode:
                continue
            for way, hold in (("elsewhere", elsewhere), ("amid", amid)):
                reference = f"{number:03} {own.value} {way}"
                hold(pairs.apart, reference, given, own)
                whole(pairs.alike, reference, given)
                pairs.given[reference] = given
    return pairs
