"""Progress: how far an interview is, as its journal tells it: each kind of entry, and what it does to answers and rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, assert_never

from capi.engine.rows import Rows
from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.contents import (
    Answered,
    CaseCreated,
    Cleared,
    Completed,
    Contents,
    EditSuppressed,
    Fixed,
    LanguageChosen,
    Left,
    Migrated,
    Moved,
    Opened,
    Remarked,
    Returned,
    RowAdded,
    RowRemoved,
    RowRestored,
    Stopped,
    roster_of,
)
from capi.fieldwork.values import Given
from capi.instrument.model import Answer


@dataclass(frozen=True, slots=True)
class Suppression:
    """A signal accepted, with the answers it was accepted for."""

    reason: str
    involved: Mapping[str, Given]

    def lapses(self, field: str, answer: Answer | None) -> bool:
        """Whether this answer to the field, None where it was cleared, is another one than was accepted."""
        return field in self.involved and self.involved[field].answer != answer


def lapsed(suppressions: Mapping[str, Suppression], contents: Contents) -> tuple[str, ...]:
    """The edits whose suppression does not outlive this entry. It does not come back with the old answer."""
    if not suppressions:
        return ()
    answer: Answer | None = None
    match contents:
        case Answered():
            field, answer = contents.field, contents.answer
        case Cleared() | RowAdded():
            field = contents.field
        case Migrated():
            return tuple(edit for edit in contents.lapsed if edit in suppressions)
        case _:
            return ()
    return tuple(edit for edit, each in suppressions.items() if each.lapses(field, answer))


PLACED = (Answered, Cleared, RowAdded, RowRemoved, RowRestored, Moved)
"""The kinds that say where the interview is afterwards."""

_Kept = TypeVar("_Kept")


@dataclass(slots=True)
class Progress:
    """How far an interview is: what its journal makes of it, kept up to date as entries are written."""

    answers: dict[str, Answer] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)
    answers_aside: dict[str, Answer] = field(default_factory=dict)
    rows_aside: dict[str, Rows] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    suppressions: dict[str, Suppression] = field(default_factory=dict)
    language: str = ""
    position: str | None = None

    def take(self, contents: Contents) -> None:
        self._lapse(contents)
        match contents:
            case Answered() | Fixed():
                self._answer(contents.field, contents.answer)
            case Cleared(name):
                self.answers.pop(name, None)
            case RowAdded():
                self.answers.pop(contents.field, None)
                self.rows[contents.roster] = self._rows(contents.roster).with_added(contents.row)
            case RowRemoved(row) | RowRestored(row):
                roster, number = roster_of(row)
                rows = self._rows(roster)
                removed = isinstance(contents, RowRemoved)
                self.rows[roster] = rows.with_removed(number) if removed else rows.with_restored(number)
            case LanguageChosen(language):
                self.language = language
            case Remarked(name, ""):
                self.remarks.pop(name, None)
            case Remarked(name, text):
                self.remarks[name] = text
            case EditSuppressed(edit, reason, involved):
                self.suppressions[edit] = Suppression(reason, involved)
            case Migrated():
                self._migrate(contents)
            case CaseCreated() | Opened() | Moved() | Left() | Stopped() | Completed() | Returned():
                pass
            case CallMade() | AppointmentMade() | AppointmentCancelled() | OutcomeSet():
                pass
            case _:
                assert_never(contents)
        if isinstance(contents, PLACED):
            self.position = contents.position

    def _lapse(self, contents: Contents) -> None:
        for edit in lapsed(self.suppressions, contents):
            del self.suppressions[edit]

    def _answer(self, name: str, answer: Answer) -> None:
        self.answers[name] = answer
        if self.answers_aside:
            self.answers_aside.pop(name, None)

    def _rows(self, roster: str) -> Rows:
        return self.rows.get(roster, Rows())

    def _migrate(self, migrated: Migrated) -> None:
        _carry(migrated.set_aside, self.answers, self.answers_aside)
        _carry(migrated.brought_back, self.answers_aside, self.answers)
        _carry(migrated.rosters_set_aside, self.rows, self.rows_aside)
        _carry(migrated.rosters_brought_back, self.rows_aside, self.rows)
        self.position = None


def _carry(names: Iterable[str], there: dict[str, _Kept], here: dict[str, _Kept]) -> None:
    for name in names:
        if name in there:
            here[name] = there.pop(name)
