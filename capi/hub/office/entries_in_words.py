"""Entries in words, as the office reads what was set apart: labels and categories of the instrument, in its first language.

    words = Words(instrument, Mode.TELEPHONE)
    words.label("Work[2]")          # "Paid work, row 2"
    words.answer("Work[2]", 1)      # "Yes"
    words.entries(journal)          # each in the words of the mode of its sitting

Where the hub does not have the instrument, the words are the names and values themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

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
    Way,
)
from capi.fieldwork.journal import RESPONDENT, Entry
from capi.fieldwork.ways_answered import WayAnswered
from capi.instrument.address import NoAddress, parted
from capi.instrument.model import Answer, Coded, Information, Instrument, Missing, Mode, Question, Text

_MISSING = {
    Missing.DONT_KNOW: "don’t know",
    Missing.REFUSED: "refused",
    Missing.NOT_APPLICABLE: "not applicable",
}


_MODES = {
    Mode.SELF_COMPLETION: "self-completion",
    Mode.FACE_TO_FACE: "face to face",
    Mode.TELEPHONE: "telephone",
}


@dataclass(slots=True)
class Words:
    """`mode` is that of the case; what has another of its own is in the words of that."""

    instrument: Instrument | None
    mode: Mode
    _questions: dict[str, Question] = field(init=False)
    _order: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        asked = self.instrument.questions if self.instrument else ()
        self._questions = {question.name: question for question in asked}
        self._order = {question.name: at for at, question in enumerate(asked)}

    def in_order(self, fields: Iterable[str]) -> list[str]:
        """As the questionnaire has them, row by row; those it does not have come last."""
        return sorted(fields, key=self._place)

    def label(self, field: str) -> str:
        name, rows = _parted(field)
        question = self._questions.get(name)
        label = (_first(question.label) if question else "") or name
        return f"{label}, row {'.'.join(map(str, rows))}" if rows else label

    def answer(self, field: str, answer: Answer | None, mode: Mode | None = None) -> str:
        """As the mode it was given in has it. Empty where there is none."""
        if answer is None:
            return ""
        question = self._questions.get(_parted(field)[0])
        if isinstance(answer, tuple):
            return "; ".join(self._category(question, each, mode or self.mode) for each in answer)
        if isinstance(answer, int | Missing):
            return self._category(question, answer, mode or self.mode)
        if isinstance(answer, Decimal):
            return str(answer)
        return self._code(question, answer)

    def way(self, way: WayAnswered) -> str:
        """How an answer was given, where that was not to an interviewer in the mode of the case; else empty."""
        if way.alone:
            return f"{_MODES[way.mode]}, by the respondent alone"
        return "" if way.mode is self.mode else _MODES[way.mode]

    def _category(self, question: Question | None, value: int | Missing, mode: Mode) -> str:
        if question is not None and isinstance(question.type, Information):
            return "shown"
        offered = question.presentation(mode).categories if question else ()
        words = next((_first(category.text) for category in offered if category.value == value), "")
        return words or (_MISSING[value] if isinstance(value, Missing) else str(value))

    def _code(self, question: Question | None, code: str) -> str:
        if question is None or self.instrument is None or not isinstance(question.type, Coded):
            return code
        name = question.type.frame
        frame = next((each for each in self.instrument.frames if each.name == name), None)
        text = next((entry.text for entry in frame.entries if entry.code == code), "") if frame else ""
        return f"{code} {text}" if text else code

    def _place(self, field: str) -> tuple[int, str, tuple[int, ...]]:
        name, rows = _parted(field)
        return self._order.get(name, len(self._order)), name, rows

    def entries(self, journal: Iterable[Entry], after: int = 0) -> list[str]:
        """A line for each entry of the journal behind the entry `after`."""
        mode, lines = self.mode, []
        for entry in journal:
            if isinstance(entry.contents, Opened):
                mode = entry.contents.mode or self.mode
            if entry.number > after:
                lines.append(self.entry(entry, mode))
        return lines

    def entry(self, entry: Entry, mode: Mode | None = None) -> str:
        """One line: number, time by the clock of the device (UTC), who, and what. `mode`: that of the sitting."""
        who = "the respondent" if entry.who == RESPONDENT else entry.who
        what = self._what(entry.contents, mode or self.mode)
        return f"{entry.number}. {entry.time:%Y-%m-%d %H:%M:%S} UTC, {who}: {what}"

    def _what(self, contents: Contents, mode: Mode) -> str:
        match contents:
            case Answered() | Fixed():
                return f"{self.label(contents.field)}: {self.answer(contents.field, contents.answer, mode)}"
            case Cleared():
                return f"{self.label(contents.field)}: answer taken back"
            case Remarked():
                return f"remark at {self.label(contents.field)}: {contents.text}"
            case Moved():
                return f"went to {self.label(contents.position)}" if contents.position else "went to the end"
            case RowAdded() | RowRemoved() | RowRestored():
                return _of_rows(contents)
            case LanguageChosen(language):
                return f"language {language}"
            case Returned():
                looked_at = "; ".join(self.label(field) for field in contents.fields)
                return f"returned by {contents.by}: {contents.note}{looked_at and f' (to look at: {looked_at})'}"
            case EditSuppressed():
                return f"signal {contents.edit} suppressed: {contents.reason}"
            case _:
                return _of_case(contents)


def _of_rows(contents: RowAdded | RowRemoved | RowRestored) -> str:
    match contents:
        case RowAdded():
            return f"row {contents.row} of {contents.roster} added"
        case RowRemoved():
            return f"row {contents.row} removed"
        case RowRestored():
            return f"row {contents.row} restored"
        case _:
            assert_never(contents)


def _of_case(
    contents: CaseCreated
    | Opened
    | Left
    | Stopped
    | Completed
    | Migrated
    | CallMade
    | AppointmentMade
    | AppointmentCancelled
    | OutcomeSet,
) -> str:
    match contents:
        case CaseCreated():
            return f"case {contents.reference} created with {contents.instrument} {contents.version}"
        case Opened():
            return _opened(contents)
        case Left(Way.HANDED_OVER):
            return "handed over"
        case Left(way, because):
            return f"{way.value} ({because.value})" if because else way.value
        case Stopped():
            return f"stopped: {contents.reason.value}{contents.note and f', {contents.note}'}"
        case Completed():
            return "completed"
        case Migrated():
            return f"moved to version {contents.version}"
        case CallMade():
            return f"call ({contents.medium.value}), {contents.result}{contents.note and f': {contents.note}'}"
        case AppointmentMade():
            return f"appointment {contents.local.replace('T', ' ')} ({contents.zone})"
        case AppointmentCancelled():
            return f"appointment cancelled{contents.reason and f': {contents.reason}'}"
        case OutcomeSet():
            return f"outcome {contents.code or 'taken back'}{contents.reason and f': {contents.reason}'}"
        case _:
            assert_never(contents)


def _opened(opened: Opened) -> str:
    said = [
        "opened after a crash" if opened.after_crash else "opened",
        _MODES[opened.mode] if opened.mode else "",
        "the respondent agreed that the interview goes on from what she began alone" if opened.consent else "",
    ]
    return ", ".join(part for part in said if part)


def _parted(field: str) -> tuple[str, tuple[int, ...]]:
    """Whatever a journal has as a field: it may name none of this instrument."""
    try:
        return parted(field)
    except NoAddress:
        return field, ()


def _first(text: Text) -> str:
    return next((words for words in text if words), "")
