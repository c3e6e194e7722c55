"""A scenario: a small questionnaire written in the test, and an interviewer who fills it in.

person = Scenario('''
    - Work: {text: Did you work last week?, categories: {1: "Yes", 2: "No"}}
    - Hours: {text: How many hours?, type: whole_number, maximum: 168, asked_if: Work == 1}
    - Happy: {text: Are you happy?, categories: {1: "Yes", 2: "No"}}
''')
person.answers(Work=1)
assert person.is_asked("Hours")
"""

from collections.abc import Mapping
from textwrap import dedent, indent

import pytest

from capi.engine.answers import NotAccepted, from_plain
from capi.engine.edits import FailedEdit
from capi.engine.fills import plain
from capi.engine.interview import Interview, NotOnRoute, NotSuppressed
from capi.engine.plan import Plan, plan
from capi.engine.prompt import Prompt
from capi.engine.route import Route, route
from capi.instrument.loading import read_sources
from capi.instrument.model import Answer, Instrument, Mode


def instrument(
    ask: str, *, top: str = "", section: str = "", modes: str = "face_to_face", title: str = "Scenario"
) -> Instrument:
    """One section that asks `ask`; `top` stands before the sections, `section` before its questions."""
    lines = [
        "instrument: scenario",
        'version: "1"',
        f"title: {title}",
        f"modes: [{modes}]",
        dedent(top).strip("\n"),
        "sections:",
        "  - section: All",
        indent(dedent(section).strip("\n"), "    "),
        "    ask:",
        indent(dedent(ask).strip("\n"), "      "),
    ]
    return read_sources({"instrument.yaml": "\n".join(line for line in lines if line.strip()) + "\n"}).fit()


class Scenario:
    """An interviewer at one respondent. What she does is a verb; what she sees is a noun."""

    def __init__(
        self,
        ask: str | Plan,
        *,
        mode: Mode = Mode.FACE_TO_FACE,
        top: str = "",
        section: str = "",
        facts: Mapping[str, Answer] | None = None,
        language: int = 0,
        today: str = "2026-11-18",
    ) -> None:
        self.plan = (
            ask if isinstance(ask, Plan) else plan(instrument(ask, top=top, section=section, modes=mode.value), mode)
        )
        self.interview = Interview(self.plan, facts=facts, language=language, today=today)

    def answers(self, **values: object) -> tuple[FailedEdit, ...]:
        """Gives each answer to its question in the order written; the edits that fail at the last are returned."""
        failed: tuple[FailedEdit, ...] = ()
        for field, value in values.items():
            failed = self.interview.answer(field, from_plain(value))
        return failed

    def gives(self, *values: object) -> tuple[FailedEdit, ...]:
        """Gives the answers one after the other, each to the question being asked then."""
        failed: tuple[FailedEdit, ...] = ()
        for value in values:
            failed = self.interview.answer(self.at, from_plain(value))
        return failed

    def types(self, number: int) -> tuple[FailedEdit, ...]:
        """Types a printed number at the question being asked."""
        offer = self.prompt.offer_numbered(number)
        assert offer is not None, f"no category is numbered {number} at {self.at}"
        return self.interview.answer(self.at, offer.value)

    def says(self, text: str) -> tuple[FailedEdit, ...]:
        return self.interview.answer(self.at, text)

    def does_not_know(self) -> tuple[FailedEdit, ...]:
        return self.interview.answer(self.at, from_plain("dont_know"))

    def refuses(self) -> tuple[FailedEdit, ...]:
        return self.interview.answer(self.at, from_plain("refused"))

    def goes_back(self) -> None:
        self.interview.back()

    def moves_on(self) -> tuple[FailedEdit, ...]:
        return self.interview.move_on()

    def goes_to(self, field: str) -> None:
        self.interview.go_to(field)

    def cannot_go_to(self, field: str) -> str:
        """The words of the refusal; the interview has not moved."""
        before = self.interview.position
        with pytest.raises(NotOnRoute) as refused:
            self.interview.go_to(field)
        assert self.interview.position == before
        return str(refused.value)

    def clears(self, field: str) -> None:
        self.interview.clear(field)

    def remarks(self, field: str, text: str) -> None:
        self.interview.remark(field, text)

    def suppresses(self, edit: str, reason: str) -> None:
        self.interview.suppress(edit, reason)

    def cannot_suppress(self, edit: str, reason: str) -> None:
        with pytest.raises(NotSuppressed):
            self.interview.suppress(edit, reason)

    def is_refused(self, value: object) -> str:
        """The words in which the value is refused at the question being asked; nothing has changed."""
        before = (self.interview.position, self.interview.answers())
        with pytest.raises(NotAccepted) as refused:
            self.interview.answer(self.at, value)
        assert (self.interview.position, self.interview.answers()) == before
        return str(refused.value)

    def resumed(self, position: str | None) -> "Scenario":
        """The same interview, left and opened again at this place."""
        held = self.interview
        again = Scenario(self.plan)
        again.interview = Interview(
            self.plan,
            {**held.answers(), **held.off_route()},
            held.facts,
            remarks=held.remarks,
            suppressed=held.suppressed,
            position=position,
            rows=held.kept_rows(),
            today=held.today,
        )
        return again

    def is_asked(self, field: str) -> bool:
        return self.interview.position == field

    @property
    def is_at_the_end(self) -> bool:
        return self.interview.position is None

    @property
    def at(self) -> str:
        assert self.interview.position is not None
        return self.interview.position

    @property
    def asked(self) -> list[str]:
        """The questions put so far, the one waiting included."""
        return list(self.interview.reached())

    @property
    def pure(self) -> Route:
        """The route as the pure function has it."""
        held = self.interview
        return route(self.plan, {**held.answers(), **held.off_route()}, held.facts, held.kept_rows())

    @property
    def prompt(self) -> Prompt:
        prompt = self.interview.prompt()
        assert prompt is not None
        return prompt

    @property
    def hears(self) -> str:
        """The question as the respondent hears it."""
        return plain(self.prompt.text)

    @property
    def offered(self) -> dict[int, str]:
        """What is printed: number and text."""
        return {offer.number: plain(offer.text) for offer in self.prompt.offers}

    @property
    def failing(self) -> list[str]:
        return [failed.name for failed in self.interview.failed()]

    @property
    def progress(self) -> tuple[int, int]:
        return self.prompt.number, self.prompt.about
