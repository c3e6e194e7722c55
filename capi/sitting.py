"""A sitting: one interviewer, or the respondent alone, at one case. It runs the interview and writes every step to the journal.

Each step is in the case file, durably, before it returns: what a screen paints after it is never lost. What a
step brings about, such as a date that is fixed when it is reached, is written with it or not at all.
Where the case file refuses, the interview is put back to what the journal says, and the error goes up unchanged.
"""

import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
from capi.engine.plan import Plan
from capi.engine.prompt import Prompt
from capi.fieldwork.calls import AppointmentMade
from capi.fieldwork.case import Case, StopReason
from capi.fieldwork.completion import CompletionRules, Ending, Hindrance, Level, hindrances
from capi.fieldwork.contents import (
    Answered,
    Because,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Left,
    Moved,
    Opened,
    Remarked,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
    Way,
    roster_of,
)
from capi.fieldwork.journal import Entry, Moment
from capi.fieldwork.replay import CaseRecord
from capi.fieldwork.values import Given
from capi.instrument.address import parted
from capi.instrument.model import Information


class Journal(Protocol):
    """Where the steps of a sitting are kept, one with all that follows from it. Raises where it cannot be; then nothing of it is."""

    def append(self, case_id: str, contents: Contents, moment: Moment, *following: Contents) -> Entry: ...


class Hindered(ValueError):
    """The interview cannot be completed: something blocks, or a warning was not accepted."""

    def __init__(self, standing: tuple[Hindrance, ...]) -> None:
        super().__init__("The interview is not complete: a question waits, or something else stands in the way.")
        self.standing = standing


Clock = Callable[[], Moment]


def system_clock() -> Clock:
    """The clocks of this machine; durations count from now."""
    started = time.monotonic()

    def now() -> Moment:
        local = datetime.now(UTC).astimezone()
        offset = local.utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset else 0
        return Moment(local.astimezone(UTC), minutes, int((time.monotonic() - started) * 1000))

    return now


class Sitting:
    """Opens the case at the place it was left; `interview` is to be read, and changed only through the sitting.

    `returned`: what the office wants looked at again, if anything.

    `rules` say what stands in the way of completing: they are those of the case file. `opened` says what led to the sitting;
    its mode is that of the plan. A sitting that is open already is gone on with where `since` says when its question was shown,
    in the milliseconds of the clock: then nothing is written yet.
    """

    def __init__(
        self,
        journal: Journal,
        record: CaseRecord,
        plan: Plan,
        clock: Clock,
        rules: CompletionRules = CompletionRules(),  # noqa: B008 - it never changes
        *,
        opened: Opened = Opened(),  # noqa: B008 - it never changes
        since: int | None = None,
    ) -> None:
        self.case: Case = record.case
        self.resumed_after_crash = record.sitting_open
        self.returned = record.returned
        self._journal = journal
        self._plan = plan
        self._clock = clock
        self._rules = rules
        self._progress = record.progress
        now = clock()
        self._today = (now.utc + timedelta(minutes=now.offset_minutes)).date().isoformat()
        self.interview = self._resumed()
        if since is None:
            mode = plan.mode if plan.mode is not record.case.mode else None
            self._write(lambda: replace(opened, after_crash=record.sitting_open, mode=mode), now)
            since = self._clock().monotonic_ms
        self._shown_at = since

    def _resumed(self) -> Interview:
        """The interview as the journal has it."""
        progress, languages = self._progress, self._plan.instrument.languages
        return Interview(
            self._plan,
            progress.answers,
            self.case.facts,
            language=languages.index(progress.language) if progress.language in languages else 0,
            remarks=progress.remarks,
            suppressed={edit: each.reason for edit, each in progress.suppressions.items()},
            position=progress.position,
            rows=progress.rows,
            today=self._today,
        )

    def _write(self, fact: Callable[[], Contents], moment: Moment | None = None) -> None:
        """Keeps a step that the interview has taken, with what it fixed. Takes it back where it cannot be kept."""
        fixed = self.interview.fixed
        try:
            contents = fact()
            following = [Fixed.of(field, answer) for field, answer in fixed.items()] if fixed else ()
            self._journal.append(self.case.id, contents, moment or self._clock(), *following)
        except Exception:
            self.interview = self._resumed()
            raise
        fixed.clear()
        for each in (contents, *following):
            self._progress.take(each)

    def prompt(self) -> Prompt | None:
        return self.interview.prompt()

    # Answers and rows.

    def answer(self, field: str, value: object) -> tuple[FailedEdit, ...]:
        """Gives the answer and moves on; stays where an edit fails that keeps it there, and returns these.

        Raises NotAccepted, NotOnRoute, or what the file raises.
        """
        interview = self.interview
        failed = self._that_keep(field, interview.answer(field, value))
        now = self._clock()
        on_screen_ms = max(0, now.monotonic_ms - self._shown_at)
        self._write(lambda: self._given(field, on_screen_ms), now)
        self._shown_at = now.monotonic_ms
        return failed

    def _given(self, field: str, on_screen_ms: int) -> Contents:
        interview = self.interview
        if interview.added is not None:
            roster, row = roster_of(interview.added)
            return RowAdded(roster, row, field, interview.position, on_screen_ms)
        answer = interview.answer_to(field)
        if answer is None:
            raise AssertionError("an accepted answer is in sight")
        return Answered.of(field, answer, interview.position, on_screen_ms)

    def _that_keep(self, field: str, failed: tuple[FailedEdit, ...]) -> tuple[FailedEdit, ...]:
        """Those that keep the interviewer at the field; where none does, the interview moves past it."""
        if not failed:
            return ()
        keeping = tuple(each for each in failed if self._rules.keeps(each))
        if not keeping:
            reached = iter(self.interview.reached())
            following = next(reached, None) if field in reached else None  # what is left after the field
            if following is None:
                self.interview.go_to_waiting()
            else:
                self.interview.go_to(following)
        return keeping

    def clear(self, field: str) -> None:
        """Takes an answer back."""
        self.interview.clear(field)
        self._write_shown(lambda: Cleared(field=field, position=self.interview.position))

    def remove_row(self, row: str) -> None:
        """Takes a row such as `People[3]` out of sight, with all its answers. Raises NoRow."""
        self.interview.remove_row(row)
        self._write_shown(lambda: RowRemoved(row, self.interview.position))

    def restore_row(self, row: str) -> None:
        """Brings a removed row back with all its answers. Raises NoRow."""
        self.interview.restore_row(row)
        self._write_shown(lambda: RowRestored(row, self.interview.position))

    def _write_shown(self, fact: Callable[[], Contents]) -> None:
        """Keeps a step that brings another question on the screen."""
        now = self._clock()
        self._write(fact, now)
        self._shown_at = now.monotonic_ms

    # Moving.

    def back(self) -> None:
        self._move(self.interview.back)

    def go_to(self, field: str) -> None:
        """Raises NotOnRoute where the field has not been reached."""
        self._move(lambda: self.interview.go_to(field))

    def go_to_waiting(self) -> None:
        self._move(self.interview.go_to_waiting)

    def move_on(self) -> tuple[FailedEdit, ...]:
        """To the next question without an answer to this one; edits that keep it here are returned."""
        field = self.interview.position
        failed: tuple[FailedEdit, ...] = ()

        def move() -> None:
            nonlocal failed
            failed = self._that_keep(field or "", self.interview.move_on())

        self._move(move)
        return failed

    def _move(self, move: Callable[[], object]) -> None:
        before = self.interview.position
        move()
        if self.interview.position != before:
            self._write_shown(lambda: Moved(position=self.interview.position))

    # What is said beside the answers.

    def speak(self, language: str) -> None:
        """Goes on in a language of the instrument, such as `cy`. Raises ValueError where it has none such."""
        languages = self._plan.instrument.languages
        if language not in languages:
            raise ValueError(f"{self.case.instrument} is not in {language}; its languages: {', '.join(languages)}")
        number = languages.index(language)
        if number != self.interview.language:
            self.interview.speak(number)
            self._write(lambda: LanguageChosen(language))

    def remark(self, field: str, text: str) -> None:
        """Keeps the interviewer's note; an empty one removes it."""
        self.interview.remark(field, text.strip())
        self._write(lambda: Remarked(field=field, text=text.strip()))

    def suppress(self, failed: FailedEdit, reason: str) -> None:
        """Accepts a signal for the answers of now. Raises NotSuppressed."""
        self.interview.suppress(failed.name, reason)
        declared = self.interview.plan.facts  # the sample may say of a case what the instrument has no fact for
        questions = (field for field in failed.fields if field not in declared)
        involved = {field: Given.of(self.interview.given(field)) for field in questions}
        self._write(lambda: EditSuppressed(edit=failed.name, reason=reason.strip(), involved=involved))

    # Ending.

    def pause(self, because: Because | None = None, language: str = "", note: str = "") -> None:
        """The interview is to be gone on with: later, in another `language`, or with somebody else who answers."""
        self._write(lambda: Left(Way.PAUSED, because, language, note.strip()))

    def hand_over(self) -> None:
        """The laptop goes to the respondent, or back from her; a sitting of the other begins."""
        self._write(lambda: Left(Way.HANDED_OVER))

    def agree(self, appointment: AppointmentMade) -> None:
        """Keeps when the interview is to be gone on with."""
        self._write(lambda: appointment)

    def close(self) -> None:
        """The window was closed over the case."""
        self._write(lambda: Left(way=Way.CLOSED))

    def stop(self, reason: StopReason, note: str) -> None:
        """Ends the interview for good before the end of the route."""
        self._write(lambda: Stopped(reason=reason, note=note.strip()))

    def hindrances(self) -> tuple[Hindrance, ...]:
        """What stands in the way of completing the interview now: what blocks, then what is to be warned of."""
        interview, question = self.interview, self._plan.question
        answers = {field: interview.answer_to(field) for field in interview.route()}
        shown = [field for field in answers if isinstance(question(parted(field)[0]).type, Information)]
        return hindrances(Ending(answers, shown, interview.failed()), self._rules)

    def complete(self, accepting: Collection[Hindrance] = ()) -> None:
        """Confirms that the interview is complete. Raises Hindered where something blocks, or a warning is not accepted."""
        standing = self.hindrances()
        if any(each.level is Level.BLOCK or each not in accepting for each in standing):
            raise Hindered(standing)
        self._write(lambda: Completed(tuple(each.accepted for each in standing)))
