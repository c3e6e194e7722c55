"""The interview: the answers of one respondent, kept up to date with their route as each is given.

It always equals the pure `route`. Where the interview stands, and moving about in it, is here; what an answer
brings about is in `upkeep`.
"""

from collections.abc import Iterator, Mapping

from capi.engine.accepting import Acceptance
from capi.engine.edits import FailedEdit
from capi.engine.fills import Filler, plain
from capi.engine.frames import Frame, found
from capi.engine.plan import Plan
from capi.engine.prompt import Prompt, Prompter
from capi.engine.rows import Rows
from capi.engine.upkeep import Upkeep
from capi.engine.walk import Place, count_before, first_waiting, following, order, preceding
from capi.engine.whereabouts import NoRow, Whereabouts, row_address, rows_address
from capi.instrument.address import NoAddress, address, parted
from capi.instrument.model import Answer

YES = 1
"""The answer to "anyone else?" that adds a row."""


class NotOnRoute(ValueError):
    """The field is not among the questions this respondent is asked now."""


class NotSuppressed(ValueError):
    """The edit cannot be suppressed: it is a check, does not fail, or no reason was given."""


class Interview:
    """One respondent's interview under a plan. Fields and rows are named by their addresses.

    `rows` are those of each roster by its address, where they are not only the first ones; `today` is an ISO date,
    needed where the instrument fixes a value when the interview reaches it.
    Raises NotOnRoute, NotAccepted (see `answers`), NoRow and NotSuppressed, each before anything has changed.
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
        rows: Mapping[str, Rows] | None = None,
        today: str | None = None,
    ) -> None:
        """`position` is the field to resume at, None for the end; by default the first question waiting."""
        self.plan = plan
        self.facts = dict(facts or {})
        self.remarks = dict(remarks or {})
        self.suppressed = dict(suppressed or {})
        self.today = today
        self.added: str | None = None
        """The row that the last answer added."""
        self._keep = Upkeep(plan, answers or {}, self.facts, rows or {}, today)
        self._root = self._keep.root
        self._size = plan.root.size
        self._outermost = plan.root.asked
        self._whereabouts = Whereabouts(plan, self._root)
        self._acceptance = Acceptance(plan)
        self.speak(language)
        self._frame, self._at = self._root, 0
        self._number = 0
        if position is None:
            self._place((self._root, self._size))
        else:
            there = self._found(position)
            self._place((self._root, self._size) if there is None else there)

    # Where things are.

    def _found(self, field: str) -> Place | None:
        """The field where it is on the route now."""
        place = self._whereabouts.field(field)
        return place if place and place[1] < place[0].page.size and place[0].on[place[1]] else None

    def _on_route(self, field: str) -> Place:
        known = self._outermost.get(field)
        if known is not None and self._root.on[known]:
            return self._root, known
        place = self._found(field)
        if place is None:
            raise NotOnRoute(f"{field} is not on the route.")
        return place

    def _name(self, place: Place | None) -> str | None:
        return None if place is None else place[0].address(place[1])

    def _place(self, place: Place) -> None:
        """To the question at this place, or the end; but never past a question that waits."""
        waiting = first_waiting(self._root)
        if waiting is not None and order(*waiting) < order(*place):
            place = waiting
        self._frame, self._at = place
        self._number = count_before(*place) + 1

    @property
    def position(self) -> str | None:
        """The field being asked; None at the end."""
        frame, at = self._frame, self._at
        if at >= frame.page.size:
            return None
        return frame.address(at) if frame.rows else frame.page.names[at]

    @property
    def waiting(self) -> str | None:
        """The first question on the route without an answer."""
        return self._name(first_waiting(self._root))

    @property
    def about(self) -> int:
        """How many questions there will be: those on the route and those that answers still to come may add."""
        return self._keep.about

    @property
    def fixed(self) -> dict[str, Answer]:
        """Fields whose value was fixed when they were reached: to be journalled, and then taken out."""
        return self._keep.fixed

    # Answering.

    def answer(self, field: str, value: object) -> tuple[FailedEdit, ...]:
        """Gives the answer and moves on; where edits that involve it now fail, they are returned and the place stays.

        Yes to "anyone else?" is not kept: it adds a row, and the interview goes to its first question.
        """
        place = self._on_route(field)
        frame, at = place
        answer = self._acceptance.accept(frame, at, value)
        if at in frame.page.another and answer == YES:
            self._add_row(place)
            return ()
        self.added = None
        if answer != frame.seen[at]:
            self._set(place, answer)
        failed = self.failed_at(field) if self._keep.failing else ()
        if self._at != at or self._frame is not frame:
            self._place(place)
        if not failed:
            self._move_on()
        return failed

    def accepted(self, field: str, value: object) -> Answer:
        """The value as it would be kept as an answer; nothing is given yet. Raises NotOnRoute, NotAccepted."""
        return self._acceptance.accept(*self._on_route(field), value)

    def adds_row(self, field: str, answer: Answer) -> bool:
        """Whether the answer is not kept, but adds a row. Raises NotOnRoute."""
        frame, at = self._on_route(field)
        return at in frame.page.another and answer == YES

    def _set(self, place: Place, answer: Answer | None) -> None:
        frame, at = place
        self._keep.set(frame, at, answer)
        if self.suppressed:
            self._lapse(frame, at)

    def _lapse(self, frame: Frame, at: int) -> None:
        """A suppression was given for the answers of that moment: it lapses when one of them is changed."""
        for number, judged in self._keep.reading(frame, at):
            self.suppressed.pop(address(self.plan.rules[number].edit.name, judged.rows), None)

    def clear(self, field: str) -> None:
        """Takes the answer back; the question waits again and is the place of the interview."""
        place = self._on_route(field)
        self.added = None
        if place[0].raw[place[1]] is not None:
            self._set(place, None)
        self._place(place)

    # Rows.

    def _add_row(self, place: Place) -> None:
        frame, at = place
        held = frame.held[frame.page.another[at]]
        least = held.page.roster.at_least if held.page.roster else 0
        row = max(least, held.rows.highest) + 1
        if frame.raw[at] is not None:
            self._set(place, None)
        self._keep.set_rows(frame, held, held.rows.with_added(row))
        self._place((self._root, self._size))
        self.added = row_address(held.frames[row])

    def rows(self, roster: str) -> tuple[int, ...]:
        """The ids of the rows in sight of `People`, or of `Jobs[3]`, in their order; none where it is off the route."""
        there = self._whereabouts.rows(roster)
        return () if there is None else there[1].ids()

    def removed(self, roster: str) -> tuple[int, ...]:
        """The ids of the rows that were removed, and can be restored."""
        there = self._whereabouts.rows(roster)
        return () if there is None else tuple(sorted(there[1].rows.removed))

    def rosters(self) -> tuple[str, ...]:
        """The addresses of all rosters in sight."""
        return tuple(rows_address(frame, held) for frame in self._root.everywhere() for held in frame.held if held.live)

    def rows_of(self, field: str) -> tuple[str, ...]:
        """The rows around a field, outermost first."""
        place = self._whereabouts.field(field)
        around: list[str] = []
        frame = place[0] if place else None
        while frame is not None and frame.outer is not None:
            around.append(row_address(frame))
            frame = frame.outer
        return tuple(reversed(around))

    def row_name(self, row: str) -> str:
        """What a row in sight is called, such as the person's name. Raises NoRow."""
        return self._filler.row_name(self._whereabouts.row(row))

    def can_remove(self, row: str) -> bool:
        """Whether it is a row in sight."""
        try:
            self._whereabouts.row(row)
        except (NoRow, NoAddress):
            return False
        return True

    def remove_row(self, row: str) -> None:
        """Takes a row out of sight, with all its answers; the other rows keep theirs. Raises NoRow."""
        self._whereabouts.row(row)
        name, rows = parted(row)
        self._change_rows(address(name, rows[:-1]), rows[-1], remove=True)

    def restore_row(self, row: str) -> None:
        """Brings a removed row back with all its answers. Raises NoRow."""
        name, rows = parted(row)
        if not rows or rows[-1] not in self.removed(address(name, rows[:-1])):
            raise NoRow(f"The row {row} was not removed.")
        self._change_rows(address(name, rows[:-1]), rows[-1], remove=False)

    def _change_rows(self, roster: str, row: int, *, remove: bool) -> None:
        there = self._whereabouts.rows(roster)
        if there is None:
            raise NoRow(f"There is no {roster}.")
        frame, held = there
        self.added = None
        position = self.position
        self._keep.set_rows(frame, held, held.rows.with_removed(row) if remove else held.rows.with_restored(row))
        self._place((position and self._found(position)) or (self._root, self._size))

    def kept_rows(self) -> dict[str, Rows]:
        """The rows of each roster by its address, where they are not only the first ones."""
        return self._keep.kept_rows()

    # Moving.

    def move_on(self) -> tuple[FailedEdit, ...]:
        """To the next question on the route, or the end; stays where the question waits or edits fail, and returns these."""
        field = self.position
        failed = self.failed_at(field) if field else ()
        if field and not failed:
            self._move_on()
        return failed

    def _move_on(self) -> None:
        """Nothing before the place waits, so that what follows can be asked unless the place waits itself."""
        if not self._frame.waiting[self._at]:
            self._frame, self._at = following(self._frame, self._at) or (self._root, self._size)
            self._number += 1

    def back(self) -> None:
        """To the question before on the route; stays at the first."""
        before = preceding(self._frame, self._at)
        if before is not None:
            self._frame, self._at = before
            self._number -= 1

    def go_to(self, field: str) -> None:
        """To a question already reached. Raises NotOnRoute where it is not, or lies beyond the first one waiting."""
        place = self._on_route(field)
        waiting = first_waiting(self._root)
        if waiting is not None and order(*waiting) < order(*place):
            raise NotOnRoute(f"{field} has not been reached; {self._name(waiting)} is to be answered first.")
        self._place(place)

    def go_to_waiting(self) -> None:
        """To the first question without an answer, else to the end."""
        self._place((self._root, self._size))

    # Remarks and edits.

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
        if not self._keep.failing:
            return ()
        failed = (self._failed(number, frame) for number, frame in self._keep.in_order())
        return tuple(each for each in failed if each.name not in self.suppressed)

    def failed_at(self, field: str) -> tuple[FailedEdit, ...]:
        """Those of them that involve the field."""
        if not self._keep.failing:
            return ()
        return tuple(failed for failed in self.failed() if field in failed.fields)

    def _failed(self, number: int, frame: Frame) -> FailedEdit:
        rule = self.plan.rules[number]
        message = plain(self._filler.runs(rule.edit.message, frame))
        fields = [
            address(name, each.rows)
            for far in rule.involved
            for each in found(frame, far)
            if (name := each.page.names[far.place])
        ]
        return FailedEdit(address(rule.edit.name, frame.rows), rule.edit.hard, message, tuple(dict.fromkeys(fields)))

    @property
    def complete(self) -> bool:
        """Nothing waits and no edit stands in the way."""
        return first_waiting(self._root) is None and not self.failed()

    # What the screen shows.

    def speak(self, language: int) -> None:
        """Puts everything in the language with this number among those of the instrument."""
        if not 0 <= language < len(self.plan.instrument.languages):
            raise ValueError(f"the instrument has no language number {language}")
        self._filler = Filler(self.plan, language)
        self._prompter = Prompter(self.plan, self._filler)

    @property
    def language(self) -> int:
        return self._filler.language

    def prompt(self) -> Prompt | None:
        """The question being asked, ready for the screen; None at the end."""
        return None if self._at >= self._frame.page.size else self._prompt(self._frame, self._at, self._number)

    def prompt_of(self, field: str) -> Prompt:
        """Another question on the route, ready for the screen."""
        place = self._on_route(field)
        return self._prompt(*place, count_before(*place) + 1)

    def _prompt(self, frame: Frame, at: int, number: int) -> Prompt:
        remark = self.remarks.get(frame.address(at), "") if self.remarks else ""
        return self._prompter.prompt(frame, at, remark=remark, number=number, about=self._keep.about)

    def route(self) -> Iterator[str]:
        """The questions on the route, in order, answered or not."""
        place = following(self._root, -1)
        while place is not None:
            yield place[0].address(place[1])
            place = following(*place)

    def reached(self) -> Iterator[str]:
        """The questions on the route up to and including the first one waiting."""
        waiting = self.waiting
        for field in self.route():
            yield field
            if field == waiting:
                return

    def given(self, field: str) -> Answer | None:
        """The answer once given, whether or not the question is on the route now."""
        place = self._whereabouts.field(field)
        if place is not None and place[1] < place[0].page.size:
            return place[0].raw[place[1]]
        return self.off_route().get(field)

    def answer_to(self, field: str) -> Answer | None:
        """The answer in sight, or the value computed: None where there is none or the question is off the route."""
        place = self._whereabouts.field(field)
        return None if place is None else place[0].seen[place[1]]

    def answers(self) -> dict[str, Answer]:
        """The answers on the route and the values computed, in the order of the page; the rows after what is around them."""
        return {
            address(question.name, frame.rows): answer
            for frame in self._root.everywhere()
            for question, answer in zip(frame.page.questions, frame.seen, strict=False)
            if answer is not None and question is not None
        }

    def kept_answers(self) -> dict[str, Answer]:
        """All that was given, on the route and off it, and what was fixed: from it the interview can be opened again."""
        kept = {
            frame.address(at): raw for frame in _all(self._root) for at, raw in enumerate(frame.raw) if raw is not None
        }
        return {**kept, **dict(self._keep.pending())}

    def off_route(self) -> dict[str, Answer]:
        """Answers once given to questions now off the route: kept, and seen by nothing."""
        off = {
            address(question.name, frame.rows): raw
            for frame in _all(self._root)
            for question, raw, seen in zip(frame.page.questions, frame.raw, frame.seen, strict=False)
            if raw is not None and question is not None and seen is None
        }
        return {**off, **dict(self._keep.pending())}

    def label(self, field: str) -> str:
        """The question's short name."""
        name, _ = parted(field)
        page, at = self.plan.where[name]
        question = page.questions[at] if at < page.size else self.plan.facts.get(name)
        return (self._filler.words(question.label) if question else "") or name

    def said(self, field: str) -> str:
        """The answer in sight in a few words, as printed in this mode; empty where there is none."""
        place = self._whereabouts.field(field)
        return "" if place is None else self._filler.in_short(*place)


def _all(frame: Frame) -> Iterator[Frame]:
    """The frame and those of all rows there have been."""
    yield frame
    for held in frame.held:
        for row in held.frames.values():
            yield from _all(row)
