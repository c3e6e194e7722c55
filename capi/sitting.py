"""A sitting: one interviewer at one case. It runs the interview and writes every step to the journal.

Each step is in the case file, durably, before it returns: what a screen paints after it is never lost.
Where the case file refuses, the interview is put back to where it was and the error goes up unchanged.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from capi.engine.edits import FailedEdit
from capi.engine.interview import Interview
from capi.engine.plan import Plan
from capi.engine.prompt import Prompt
from capi.fieldwork.case import Case, StopReason
from capi.fieldwork.contents import (
    Answered,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Given,
    Left,
    Moved,
    Opened,
    Remarked,
    Stopped,
    Way,
)
from capi.fieldwork.journal import Entry, Moment
from capi.fieldwork.replay import CaseRecord


class Journal(Protocol):
    """Where the steps of a sitting are kept. Raises where one cannot be; then nothing of it is kept."""

    def append(self, case_id: str, contents: Contents, moment: Moment) -> Entry: ...


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
    """Opens the case at the place it was left; `interview` is to be read, and changed only through the sitting."""

    def __init__(self, journal: Journal, record: CaseRecord, plan: Plan, clock: Clock) -> None:
        self.case: Case = record.case
        self.resumed_after_crash = record.sitting_open
        self._journal = journal
        self._clock = clock
        fresh = not record.answers and record.position is None
        self.interview = Interview(
            plan,
            record.answers,
            record.case.facts,
            remarks=record.remarks,
            suppressed={edit: each.reason for edit, each in record.suppressions.items()},
            position="" if fresh else record.position,
        )
        self._write(Opened(after_crash=record.sitting_open))
        self._shown_at = self._clock().monotonic_ms

    def _write(self, contents: Contents) -> Moment:
        moment = self._clock()
        self._journal.append(self.case.id, contents, moment)
        return moment

    def prompt(self) -> Prompt | None:
        return self.interview.prompt()

    def answer(self, field: str, value: object) -> tuple[FailedEdit, ...]:
        """Gives the answer and moves on; stays where an edit fails. Raises NotAccepted, NotOnRoute, or what the file raises."""

        def give(interview: Interview) -> tuple[FailedEdit, ...]:
            return interview.answer(field, value)

        def fact(interview: Interview, on_screen_ms: int) -> Contents:
            answer = interview.answer_to(field)
            if answer is None:
                raise AssertionError("an accepted answer is in sight")
            return Answered.of(field, answer, interview.position, on_screen_ms)

        return self._change(field, give, fact)

    def clear(self, field: str) -> None:
        """Takes an answer back."""

        def take_back(interview: Interview) -> tuple[FailedEdit, ...]:
            interview.clear(field)
            return ()

        self._change(field, take_back, lambda interview, _: Cleared(field=field, position=interview.position))

    def _change(
        self,
        field: str,
        change: Callable[[Interview], tuple[FailedEdit, ...]],
        fact: Callable[[Interview, int], Contents],
    ) -> tuple[FailedEdit, ...]:
        interview = self.interview
        position, suppressed = interview.position, interview.suppressed.copy()
        before = interview.answer_to(field)
        failed = change(interview)
        now = self._clock()
        try:
            contents = fact(interview, max(0, now.monotonic_ms - self._shown_at))
            self._journal.append(self.case.id, contents, now)
        except Exception:
            self.interview = interview.as_it_was(field, before, position, suppressed)
            raise
        self._shown_at = now.monotonic_ms
        return failed

    def back(self) -> None:
        self._move(self.interview.back)

    def go_to(self, field: str) -> None:
        """Raises NotOnRoute where the field has not been reached."""
        self._move(lambda: self.interview.go_to(field))

    def go_to_waiting(self) -> None:
        self._move(self.interview.go_to_waiting)

    def move_on(self) -> tuple[FailedEdit, ...]:
        """To the next question without an answer to this one; edits that keep it here are returned."""
        failed: tuple[FailedEdit, ...] = ()

        def move() -> None:
            nonlocal failed
            failed = self.interview.move_on()

        self._move(move)
        return failed

    def _move(self, move: Callable[[], object]) -> None:
        before = self.interview.position
        move()
        if self.interview.position == before:
            return
        try:
            self._shown_at = self._write(Moved(position=self.interview.position)).monotonic_ms
        except Exception:
            self.interview.put_at(before)
            raise

    def remark(self, field: str, text: str) -> None:
        """Keeps the interviewer's note; an empty one removes it."""
        before = self.interview.remarks.get(field, "")
        self.interview.remark(field, text.strip())
        try:
            self._write(Remarked(field=field, text=text.strip()))
        except Exception:
            self.interview.remark(field, before)
            raise

    def suppress(self, failed: FailedEdit, reason: str) -> None:
        """Accepts a signal for the answers of now. Raises NotSuppressed."""
        self.interview.suppress(failed.name, reason)
        questions = (field for field in failed.fields if field not in self.interview.facts)
        involved = {field: Given.of(self.interview.given(field)) for field in questions}
        try:
            self._write(EditSuppressed(edit=failed.name, reason=reason.strip(), involved=involved))
        except Exception:
            del self.interview.suppressed[failed.name]
            raise

    def pause(self) -> None:
        """The interviewer means to come back."""
        self._write(Left(way=Way.PAUSED))

    def close(self) -> None:
        """The window was closed over the case."""
        self._write(Left(way=Way.CLOSED))

    def stop(self, reason: StopReason, note: str) -> None:
        """Ends the interview for good before the end of the route."""
        self._write(Stopped(reason=reason, note=note.strip()))

    def complete(self) -> None:
        """Confirms the end of the route. Raises ValueError while a question waits or an edit stands in the way."""
        if not self.interview.complete:
            raise ValueError("The interview is not complete: a question waits, or an edit is not resolved.")
        self._write(Completed())
