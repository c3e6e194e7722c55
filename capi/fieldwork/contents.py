"""The contents of a journal entry: the one fact it holds. JOURNAL.md lists every kind with its fields.

Contents check themselves when they are made, so that nothing unfit ever reaches a case file: text is
kept in Unicode form NFC, without NUL and without lone surrogates; numbers fit every database and JSON.

An optional field that is left at its default is not written. So a later version may add an optional
field, and the entries of today keep their bytes and their hashes.
"""

import enum
import unicodedata
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import force_setattr

from capi.fieldwork.case import StopReason
from capi.instrument.model import Answer, Missing, Mode

LARGEST_NUMBER = 2**53 - 1
"""Above it a number changes silently in JSON readers that hold numbers as floating point."""


class UnfitForJournal(ValueError):
    """This cannot be kept. The message says what it is and what to do; the answer stays with the caller."""


class Given(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True):
    """An answer at the time of an entry; neither value nor missing where there was none."""

    value: int | str | None = None
    missing: Missing | None = None

    def __post_init__(self) -> None:
        if self.value is not None:
            force_setattr(self, "value", fit_value(self.value, "the answer to a field involved"))

    @classmethod
    def of(cls, answer: Answer | None) -> "Given":
        return cls(missing=answer) if isinstance(answer, Missing) else cls(value=answer)

    @property
    def answer(self) -> Answer | None:
        return self.value if self.missing is None else self.missing


class _Kind(
    Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"
):
    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, str) and (text := fit_text(value, name)) is not value:
                force_setattr(self, name, text)


class CaseCreated(_Kind, frozen=True, tag="case_created"):
    """Always the first entry, and only that one."""

    reference: str
    name: str
    instrument: str
    version: str
    sha256: str
    mode: Mode
    facts: dict[str, int | str] = {}

    def __post_init__(self) -> None:
        super().__post_init__()
        facts = {fit_text(name, "the name of a fact"): fit_value(value, name) for name, value in self.facts.items()}
        force_setattr(self, "facts", facts)


class Opened(_Kind, frozen=True, tag="opened"):
    """A sitting began. `after_crash`: the one before had ended without a word."""

    after_crash: bool = False


class Answered(_Kind, frozen=True, kw_only=True, tag="answered"):
    """One of value and missing. `position` is the field shown next, None at the end of the route."""

    field: str
    value: int | str | None = None
    missing: Missing | None = None
    position: str | None
    on_screen_ms: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.value is None) is (self.missing is None):
            raise UnfitForJournal(f"the answer at {self.field} needs a value or a missing state, one of the two")
        if isinstance(self.value, int):
            fit_value(self.value, self.field)

    @classmethod
    def of(cls, field: str, answer: Answer, position: str | None, on_screen_ms: int = 0) -> "Answered":
        value, missing = (None, answer) if isinstance(answer, Missing) else (answer, None)
        return cls(field=field, value=value, missing=missing, position=position, on_screen_ms=on_screen_ms)

    @property
    def answer(self) -> Answer:
        answer = self.value if self.missing is None else self.missing
        assert answer is not None  # noqa: S101 - refused above
        return answer


class Cleared(_Kind, frozen=True, tag="cleared"):
    """The answer was taken back, and the field has none."""

    field: str
    position: str | None


class Moved(_Kind, frozen=True, tag="moved"):
    """Another field came on the screen without an answer: back, or go to."""

    position: str | None


class Remarked(_Kind, frozen=True, tag="remarked"):
    """The interviewer's note at a field; an empty text removes it."""

    field: str
    text: str


class EditSuppressed(_Kind, frozen=True, tag="edit_suppressed"):
    """A signal was accepted, with a reason, for these answers to the fields involved and no others."""

    edit: str
    reason: str
    involved: dict[str, Given]

    def __post_init__(self) -> None:
        super().__post_init__()
        force_setattr(self, "involved", {fit_text(field, "field"): given for field, given in self.involved.items()})


class Way(enum.Enum):
    """How a sitting ended: to come back soon, or with the window."""

    PAUSED = "paused"
    CLOSED = "closed"


class Left(_Kind, frozen=True, tag="left"):
    way: Way


class Stopped(_Kind, frozen=True, tag="stopped"):
    """The interview ended for good before the end of the route."""

    reason: StopReason
    note: str = ""


class Completed(_Kind, frozen=True, tag="completed"):
    """The respondent reached the end of the route, and the interviewer confirmed it."""


Contents: TypeAlias = (
    CaseCreated | Opened | Answered | Cleared | Moved | Remarked | EditSuppressed | Left | Stopped | Completed
)


def fit_value(value: int | str, what: str) -> int | str:
    """The value as it is kept. Raises UnfitForJournal, naming `what`, where it cannot be."""
    if isinstance(value, str):
        return fit_text(value, what)
    if isinstance(value, bool):
        raise UnfitForJournal(f"{what} is {value}, which is no answer; give the value of a category")
    if abs(value) > LARGEST_NUMBER:
        raise UnfitForJournal(f"{what} is a number of more than 15 digits. Correct it, or write it as a text")
    return value


def fit_text(text: str, what: str) -> str:
    """The text in Unicode form NFC. Raises UnfitForJournal, naming `what`, where it cannot be kept."""
    if "\0" in text:
        raise UnfitForJournal(
            f"{what} holds a NUL character, which no database keeps. Delete the text and type it again"
        )
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnfitForJournal(
            f"{what} holds half a character (a lone surrogate) at place {error.start + 1}. Delete it and type it again"
        ) from None
    return unicodedata.normalize("NFC", text)
