"""The contents of a journal entry: the one fact it holds. JOURNAL.md lists every kind with its fields.

Contents check themselves when they are made, so that nothing unfit ever reaches a case file. Fields and rows are
named by their addresses (`Name[3]`), which are kept as texts: whether there is such a field is the instrument's affair.
"""

import enum
from decimal import Decimal
from typing import TypeAlias

from msgspec.structs import force_setattr

from capi.fieldwork.calls import AppointmentCancelled, AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.case import Case, StopReason
from capi.fieldwork.completion import Accepted
from capi.fieldwork.kind import Kind
from capi.fieldwork.values import LARGEST_NUMBER, Exact, Given, Value, fit_text, fit_value, plain_answer, value_of
from capi.fieldwork.values import UnfitForJournal as UnfitForJournal
from capi.instrument.address import NoAddress, address, parted
from capi.instrument.model import Answer, Missing, Mode


class CaseCreated(Kind, frozen=True, tag="case_created"):
    """Always the first entry, and only that one."""

    reference: str
    name: str
    instrument: str
    version: str
    sha256: str
    mode: Mode
    facts: dict[str, int | str | Exact] = {}  # noqa: RUF012 - a Struct copies it

    def __post_init__(self) -> None:
        super().__post_init__()
        facts = {fit_text(name, "the name of a fact"): fit_value(value, name) for name, value in self.facts.items()}
        force_setattr(self, "facts", facts)

    @classmethod
    def of(cls, case: Case) -> "CaseCreated":
        facts = {name: Exact(value) if isinstance(value, Decimal) else value for name, value in case.facts.items()}
        return cls(case.reference, case.name, case.instrument, case.version, case.sha256, case.mode, facts)

    def case(self, case_id: str) -> Case:
        facts = {name: value.decimal if isinstance(value, Exact) else value for name, value in self.facts.items()}
        return Case(case_id, self.reference, self.name, self.instrument, self.version, self.sha256, self.mode, facts)


class Opened(Kind, frozen=True, tag="opened"):
    """A sitting began. `after_crash`: the one before had ended without a word. `call`: the number of the entry of the call
    attempt that led to it, 0 where none did. `mode`: in which it asks, where that is not the mode of the case. `consent`: the
    respondent has agreed that an interviewer goes on with what she began alone."""

    after_crash: bool = False
    call: int = 0
    mode: Mode | None = None
    consent: bool = False


class Answered(Kind, frozen=True, kw_only=True, tag="answered"):
    """One of value and missing. `position` is the field shown next, None at the end of the route."""

    field: str
    value: Value | None = None
    missing: Missing | None = None
    position: str | None
    on_screen_ms: int = 0

    def __post_init__(self) -> None:
        if self._is_plainly_fit():
            return
        super().__post_init__()
        if (fit := _one_of(self.field, self.value, self.missing)) is not self.value:
            force_setattr(self, "value", fit)

    @classmethod
    def of(cls, field: str, answer: Answer, position: str | None, on_screen_ms: int = 0) -> "Answered":
        value, missing = (None, answer) if isinstance(answer, Missing) else (value_of(answer, field), None)
        return cls(field=field, value=value, missing=missing, position=position, on_screen_ms=on_screen_ms)

    @property
    def answer(self) -> Answer:
        return _answer(self.value, self.missing)

    def _is_plainly_fit(self) -> bool:
        """Nearly every entry of a journal is the choice of a category, and a hub reads a hundred thousand of them a second."""
        value, field, position = self.value, self.field, self.position
        return (
            type(value) is int
            and self.missing is None
            and -LARGEST_NUMBER <= value <= LARGEST_NUMBER
            and field.isascii()
            and "\0" not in field
            and (position is None or (position.isascii() and "\0" not in position))
        )


class Cleared(Kind, frozen=True, tag="cleared"):
    """The answer was taken back, and the field has none."""

    field: str
    position: str | None


class RowAdded(Kind, frozen=True, tag="row_added"):
    """The question `field`, whether there is another, was answered yes: a row was added, and the question waits again.

    `roster` names the rows it joined, `People` or `Jobs[3]`; `row` is its id among them.
    """

    roster: str
    row: int
    field: str
    position: str | None
    on_screen_ms: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.row <= LARGEST_NUMBER:
            raise UnfitForJournal(f"{self.row} is no row of {self.roster}; rows are numbered from 1")


class RowRemoved(Kind, frozen=True, tag="row_removed"):
    """A row, such as `People[3]`, was taken out of sight with all that is in it."""

    row: str
    position: str | None

    def __post_init__(self) -> None:
        super().__post_init__()
        roster_of(self.row)


class RowRestored(Kind, frozen=True, tag="row_restored"):
    """A row that had been removed is there again, with its answers."""

    row: str
    position: str | None

    def __post_init__(self) -> None:
        super().__post_init__()
        roster_of(self.row)


class Fixed(Kind, frozen=True, tag="fixed"):
    """A field that is computed once was first reached, and fixed. From now on it has this answer; one of the two."""

    field: str
    value: Value | None = None
    missing: Missing | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        force_setattr(self, "value", _one_of(self.field, self.value, self.missing))

    @classmethod
    def of(cls, field: str, answer: Answer) -> "Fixed":
        return cls(field, missing=answer) if isinstance(answer, Missing) else cls(field, value_of(answer, field))

    @property
    def answer(self) -> Answer:
        return _answer(self.value, self.missing)


class Moved(Kind, frozen=True, tag="moved"):
    """Another field came on the screen without an answer: back, or go to."""

    position: str | None


class LanguageChosen(Kind, frozen=True, tag="language_chosen"):
    """The interview goes on in another language, such as `cy`."""

    language: str


class Remarked(Kind, frozen=True, tag="remarked"):
    """The interviewer's note at a field; an empty text removes it."""

    field: str
    text: str


class EditSuppressed(Kind, frozen=True, tag="edit_suppressed"):
    """A signal was accepted, with a reason, for these answers to the fields involved and no others."""

    edit: str
    reason: str
    involved: dict[str, Given]

    def __post_init__(self) -> None:
        super().__post_init__()
        force_setattr(self, "involved", {fit_text(field, "field"): given for field, given in self.involved.items()})


class Way(enum.Enum):
    """How a sitting ended: to come back soon, with the window, or as the laptop was handed to the respondent, or back by her."""

    PAUSED = "paused"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"


class Because(enum.Enum):
    """Why an interview that is to be gone on with was broken off, where that is more than a pause."""

    APPOINTMENT = "appointment"
    LANGUAGE = "language"
    PROXY = "proxy"


class Left(Kind, frozen=True, tag="left"):
    """A sitting ended, and the interview is to be gone on with. `language`: in which one, such as `cy`, where that is the reason."""

    way: Way
    because: Because | None = None
    language: str = ""
    note: str = ""


class Stopped(Kind, frozen=True, tag="stopped"):
    """The interview ended for good before the end of the route."""

    reason: StopReason
    note: str = ""


class Completed(Kind, frozen=True, tag="completed"):
    """The interview was confirmed to be complete. `accepted`: what the interviewer was warned of, and left as it is."""

    accepted: tuple[Accepted, ...] = ()


class Migrated(Kind, frozen=True, tag="migrated"):
    """The case goes on under another version of its instrument; no sitting was open, and no answer is lost.

    An answer is set aside where the version has no such question, or does not take the answer; it is brought back by
    a later version that does. The same goes for the rows of rosters. `lapsed` are edits no longer suppressed.
    """

    version: str
    sha256: str
    set_aside: tuple[str, ...] = ()
    brought_back: tuple[str, ...] = ()
    rosters_set_aside: tuple[str, ...] = ()
    rosters_brought_back: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in self.__struct_fields__[2:]:
            force_setattr(self, name, tuple(fit_text(each, name) for each in getattr(self, name)))


class Returned(Kind, frozen=True, tag="returned"):
    """The office wants a finished interview worked on again: why, and which questions are to be looked at."""

    note: str
    fields: tuple[str, ...] = ()
    by: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        force_setattr(self, "fields", tuple(fit_text(each, "fields") for each in self.fields))


Contents: TypeAlias = (
    CaseCreated
    | Opened
    | Answered
    | Cleared
    | RowAdded
    | RowRemoved
    | RowRestored
    | Fixed
    | Moved
    | LanguageChosen
    | Remarked
    | EditSuppressed
    | Left
    | Stopped
    | Completed
    | Migrated
    | Returned
    | CallMade
    | AppointmentMade
    | AppointmentCancelled
    | OutcomeSet
)

BESIDE_SITTINGS = (Returned, CallMade, AppointmentMade, AppointmentCancelled, OutcomeSet)
"""The kinds that may come at any time, in the midst of a sitting too, and neither open nor end one."""
BESIDE_THE_INTERVIEW = (Migrated, *BESIDE_SITTINGS)
"""The kinds that are no work at the interview."""


def _one_of(field: str, value: Value | None, missing: Missing | None) -> Value | None:
    if (value is None) is (missing is None):
        raise UnfitForJournal(f"the answer at {field} needs a value or a missing state, one of the two")
    return fit_value(value, field) if isinstance(value, int | tuple) else value


def _answer(value: Value | None, missing: Missing | None) -> Answer:
    answer = missing if value is None else plain_answer(value)
    assert answer is not None  # noqa: S101 - refused when it was made
    return answer


def roster_of(row: str) -> tuple[str, int]:
    """The rows that a row belongs to, and its id among them: `Jobs[3]` and 2 of `Jobs[3.2]`. Raises UnfitForJournal."""
    try:
        name, rows = parted(row)
    except NoAddress as error:
        raise UnfitForJournal(str(error)) from None
    if not rows:
        raise UnfitForJournal(f"{row} is not the address of a row; write it as People[3]")
    return address(name, rows[:-1]), rows[-1]
