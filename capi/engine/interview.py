"""The interview: the answers of one respondent, kept up to date with their route as each is given.

It always equals the pure `route`: an answer re-evaluates only the filters and edits that read it,
in the order of the page. Looking for the next question is a search for a byte, not a walk.
"""

from collections.abc import Iterable, Iterator, Mapping

from capi.engine.answers import STATE_WORDS, accept, category_of
from capi.engine.edits import FailedEdit
from capi.engine.fills import Filler, plain
from capi.engine.plan import Plan
from capi.engine.prompt import Prompt, Prompter
from capi.instrument.model import Answer, Missing


class NotOnRoute(ValueError):
    """The field is not among the questions this respondent is asked now."""


class NotSuppressed(ValueError):
    """The edit cannot be suppressed: it is a check, does not fail, or no reason was given."""


class Interview:
    """One respondent's interview under a plan. All fields are named by their question.

    Raises NotOnRoute, NotAccepted (see `answers`) and NotSuppressed, each before anything has changed.
    """

    def __init__(
        self,
        plan: Plan,
        answers: Mapping[str, Answer] | None = None,
        facts: Mapping[str, Answer] | None = None,
        *,
        language: int = 0,
        remarks: Mapping[str, str] | None = None,
        suppressed: Mapping[str, str] | None = None,
        position: str | None = "",
    ) -> None:
        """`position` is the field to resume at, None for the end; by default the first question waiting."""
        self.plan = plan
        self._size = len(plan)
        self._raw: list[Answer | None] = [None] * self._size
        self._seen: list[Answer | None] = [None] * len(plan.index)
        self._on = bytearray(self._size)
        self._waiting = bytearray(self._size)
        self._open = bytearray(self._size)
        self._due = bytearray(self._size)
        self._about = 0
        self._failing: set[int] = set()
        self.facts = dict(facts or {})
        self.remarks = dict(remarks or {})
        self.suppressed = dict(suppressed or {})
        self._filler = Filler(plan, language)
        self._prompter = Prompter(plan, self._filler)
        self._work_out(answers or {})
        self._at = 0
        self._number = 0
        if position is None:
            self._place(self._size)
        elif position in plan.index and self._is_on(plan.index[position]):
            self._place(plan.index[position])
        else:
            self.go_to_waiting()

    def _work_out(self, answers: Mapping[str, Answer]) -> None:
        """Everything from nothing, in one pass over the page."""
        plan, seen = self.plan, self._seen
        for name, fact in self.facts.items():
            seen[plan.index[name]] = fact
        for name, answer in answers.items():
            self._raw[plan.index[name]] = answer
        self._due[:] = b"\1" * self._size
        self._settle(0)
        for edit in range(len(plan.edits)):
            self._judge(edit)

    def _settle(self, start: int) -> list[int]:
        """Works out which of the questions due are on the route, in the order of the page; those that turned are returned.

        What they turn makes others due. Off the route a question is open while an answer that its filter
        reads may still come and turn it.
        """
        filters, reads, dependants = self.plan.filters, self.plan.reads, self.plan.dependants
        seen, on, waiting, open_, due = self._seen, self._on, self._waiting, self._open, self._due
        about = self._about
        turned = []
        at = due.find(1, start)
        while at >= 0:
            due[at] = 0
            condition = filters[at]
            holds = condition is None or condition(seen)
            might = 0
            if not holds:
                for read in reads[at]:
                    might |= waiting[read] | open_[read]
            if holds != on[at] or might != open_[at]:
                about += (holds | might) - (on[at] | open_[at])
                answer = self._raw[at] if holds else None
                seen[at] = answer
                on[at] = holds
                waiting[at] = holds and answer is None
                open_[at] = might
                turned.append(at)
                for reader in dependants[at]:
                    due[reader] = 1
            at = due.find(1, at)
        self._about = about
        return turned

    def _set(self, at: int, answer: Answer | None) -> None:
        """Keeps the answer to a question on the route and brings up to date all that reads it."""
        if answer == self._seen[at]:
            return
        self._raw[at] = self._seen[at] = answer
        self._waiting[at] = answer is None
        readers = self.plan.dependants[at]
        for reader in readers:
            self._due[reader] = 1
        turned = self._settle(readers[0]) if readers else []
        if self.plan.edits:
            self._lapse(at)
            for edit in self._edits_reading((at, *turned)):
                self._judge(edit)

    def _lapse(self, at: int) -> None:
        """A suppression was given for the answers of that moment: it lapses when one of them is changed."""
        for edit in self._edits_reading((at,)):
            self.suppressed.pop(self.plan.edits[edit].name, None)

    def _edits_reading(self, places: Iterable[int]) -> set[int]:
        reading = self.plan.edits_reading
        return {edit for place in places for edit in reading.get(place, ())}

    def _judge(self, edit: int) -> None:
        """An edit is judged once every question it reads has been answered or is off the route."""
        plan = self.plan
        if not any(self._waiting[read] for read in plan.edit_reads[edit]) and plan.edit_fails[edit](self._seen):
            self._failing.add(edit)
        else:
            self._failing.discard(edit)

    def _is_on(self, at: int) -> bool:
        return at < self._size and bool(self._on[at])

    def _on_route(self, field: str) -> int:
        at = self.plan.index.get(field, self._size)
        if not self._is_on(at):
            raise NotOnRoute(f"{field} is not on the route.")
        return at

    def _place(self, at: int) -> None:
        """To the question at this place, or the end; but never past a question that waits."""
        waiting = self._waiting.find(1)
        self._at = at if waiting < 0 else min(at, waiting)
        self._number = self._on.count(1, 0, self._at) + 1

    @property
    def position(self) -> str | None:
        """The field being asked; None at the end."""
        return self.plan.questions[self._at].name if self._at < self._size else None

    @property
    def waiting(self) -> str | None:
        """The first question on the route without an answer."""
        at = self._waiting.find(1)
        return None if at < 0 else self.plan.questions[at].name

    @property
    def about(self) -> int:
        """How many questions there will be: those on the route and those that answers still to come may add."""
        return self._about

    def answer(self, field: str, value: object) -> tuple[FailedEdit, ...]:
        """Gives the answer and moves on; where edits that involve it now fail, they are returned and the place stays."""
        at = self._on_route(field)
        self._set(at, accept(self.plan.questions[at], self.plan.mode, value))
        failed = self.failed_at(field)
        if self._at != at:
            self._place(at)
        if not failed:
            self._move_on()
        return failed

    def clear(self, field: str) -> None:
        """Takes the answer back; the question waits again and is the place of the interview."""
        at = self._on_route(field)
        self._set(at, None)
        self._place(at)

    def move_on(self) -> tuple[FailedEdit, ...]:
        """To the next question on the route, or the end; stays where the question waits or edits fail, and returns these."""
        field = self.position
        failed = self.failed_at(field) if field else ()
        if field and not failed:
            self._move_on()
        return failed

    def _move_on(self) -> None:
        following, waiting = self._on.find(1, self._at + 1), self._waiting.find(1)
        if following < 0:
            following = self._size
        if waiting < 0 or following <= waiting:
            self._at = following
            self._number += 1

    def back(self) -> None:
        """To the question before on the route; stays at the first."""
        before = self._on.rfind(1, 0, self._at)
        if before >= 0:
            self._at = before
            self._number -= 1

    def go_to(self, field: str) -> None:
        """To a question already reached. Raises NotOnRoute where it is not, or lies beyond the first one waiting."""
        at = self._on_route(field)
        waiting = self._waiting.find(1)
        if 0 <= waiting < at:
            raise NotOnRoute(
                f"{field} has not been reached; {self.plan.questions[waiting].name} is to be answered first."
            )
        self._place(at)

    def go_to_waiting(self) -> None:
        """To the first question without an answer, else to the end."""
        self._place(self._size)

    def put_at(self, position: str | None) -> None:
        """To a place where the interview has been, whatever waits before it; None is the end."""
        self._place(self._size if position is None else self._on_route(position))

    def as_it_was(
        self, field: str, answer: Answer | None, position: str | None, suppressed: Mapping[str, str]
    ) -> "Interview":
        """The interview before `field` was answered, for an answer that could not be kept."""
        answers = {**self._kept(on_route=True), **self._kept(on_route=False)}
        answers.pop(field, None)
        if answer is not None:
            answers[field] = answer
        return Interview(
            self.plan,
            answers,
            self.facts,
            language=self._filler.language,
            remarks=self.remarks,
            suppressed=suppressed,
            position=position,
        )

    def remark(self, field: str, text: str) -> None:
        """Keeps the interviewer's note at a question on the route; an empty text takes it away."""
        self._on_route(field)
        if text:
            self.remarks[field] = text
        else:
            self.remarks.pop(field, None)

    def suppress(self, edit: str, reason: str) -> None:
        """Accepts a signal that fails, with a reason."""
        failed = next((failed for failed in self.failed() if failed.name == edit), None)
        if failed is None or failed.hard or not reason.strip():
            raise NotSuppressed(f"{edit} cannot be suppressed: only a failing signal can, and with a reason.")
        self.suppressed[edit] = reason.strip()

    def failed(self) -> tuple[FailedEdit, ...]:
        """All edits that fail and are not suppressed."""
        if not self._failing:
            return ()
        return tuple(
            self._failed(edit) for edit in sorted(self._failing) if self.plan.edits[edit].name not in self.suppressed
        )

    def failed_at(self, field: str) -> tuple[FailedEdit, ...]:
        """Those of them that involve the field."""
        if not self._failing:
            return ()
        return tuple(failed for failed in self.failed() if field in failed.fields)

    def _failed(self, edit: int) -> FailedEdit:
        rule = self.plan.edits[edit]
        message = plain(self._filler.runs(rule.message, self._seen))
        return FailedEdit(rule.name, rule.hard, message, rule.fields)

    @property
    def complete(self) -> bool:
        """Nothing waits and no edit stands in the way."""
        return self._waiting.find(1) < 0 and not self.failed()

    def prompt(self) -> Prompt | None:
        """The question being asked, ready for the screen; None at the end."""
        at = self._at
        return self._prompt(at, self._number) if at < self._size else None

    def prompt_of(self, field: str) -> Prompt:
        """Another question on the route, ready for the screen."""
        at = self._on_route(field)
        return self._prompt(at, self._on.count(1, 0, at) + 1)

    def _prompt(self, at: int, number: int) -> Prompt:
        remark = self.remarks.get(self.plan.questions[at].name, "") if self.remarks else ""
        return self._prompter.prompt(at, self._seen, self._raw[at], remark=remark, number=number, about=self._about)

    def route(self) -> Iterator[str]:
        """The questions on the route, in order, answered or not."""
        at = self._on.find(1)
        while at >= 0:
            yield self.plan.questions[at].name
            at = self._on.find(1, at + 1)

    def reached(self) -> Iterator[str]:
        """The questions on the route up to and including the first one waiting."""
        waiting = self._waiting.find(1)
        end = self._size if waiting < 0 else waiting + 1
        at = self._on.find(1, 0, end)
        while at >= 0:
            yield self.plan.questions[at].name
            at = self._on.find(1, at + 1, end)

    def given(self, field: str) -> Answer | None:
        """The answer once given, whether or not the question is on the route now."""
        return self._raw[self.plan.index[field]]

    def answer_to(self, field: str) -> Answer | None:
        """The answer in sight: None where there is none or the question is off the route."""
        return self._seen[self.plan.index[field]]

    def answers(self) -> dict[str, Answer]:
        """The answers on the route, in the order of the page."""
        return self._kept(on_route=True)

    def off_route(self) -> dict[str, Answer]:
        """Answers once given to questions now off the route: kept, and seen by nothing."""
        return self._kept(on_route=False)

    def _kept(self, *, on_route: bool) -> dict[str, Answer]:
        return {
            question.name: answer
            for question, answer, on in zip(self.plan.questions, self._raw, self._on, strict=True)
            if answer is not None and bool(on) is on_route
        }

    def label(self, field: str) -> str:
        """The question's short name."""
        question = self.plan.questions[self.plan.index[field]]
        return self._filler.words(question.label) or question.name

    def said(self, field: str) -> str:
        """The answer in sight in a few words, as printed in this mode; empty where there is none."""
        answer = self.answer_to(field)
        if answer is None:
            return ""
        at = self.plan.index[field]
        category = category_of(self.plan.presentations[at], answer) if at < self._size else None
        if category is not None:
            return f"{category.number} · {plain(self._filler.runs(category.text, self._seen))}"
        return STATE_WORDS[answer] if isinstance(answer, Missing) else str(answer)
