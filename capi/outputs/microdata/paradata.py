"""Paradata: what the process leaves, one row for each entry of a journal. No answer, remark or reason is in it.

Times are counted from the beginning of a sitting, days from the day the case was made. In secure files alone stand the
clock, the interviewer and the device.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from capi.dataset.cells import Cell
from capi.dataset.codebook import Described, DescribedTable
from capi.dataset.disclosure import Profile
from capi.dataset.flatten import Dataset, Row
from capi.dataset.value_labels import Value
from capi.dataset.variables import Kind
from capi.fieldwork.calls import AppointmentMade, CallMade, OutcomeSet
from capi.fieldwork.contents import (
    BESIDE_THE_INTERVIEW,
    Answered,
    CaseCreated,
    Completed,
    EditSuppressed,
    LanguageChosen,
    Left,
    Opened,
    RowAdded,
    Stopped,
)
from capi.fieldwork.journal import RESPONDENT, Entry
from capi.instrument.address import NoAddress, parted
from capi.instrument.model import Mode
from capi.outputs.microdata.answer_modes import alone_values, mode_values
from capi.outputs.microdata.data_manifest import PARADATA
from capi.outputs.microdata.file_columns import FileColumn, Holds

EVENTS = {
    "case_created": "The case was made",
    "opened": "A sitting began",
    "answered": "An answer was given or changed",
    "cleared": "An answer was taken back",
    "row_added": "There was said to be another row, which was added",
    "row_removed": "A row was removed",
    "row_restored": "A removed row was brought back",
    "fixed": "A computed field was fixed",
    "moved": "Another question was gone to",
    "language_chosen": "The language was changed",
    "remarked": "A remark was made",
    "edit_suppressed": "A signal was suppressed",
    "left": "The sitting ended",
    "stopped": "The interview ended for good",
    "completed": "The interview was completed",
    "migrated": "The case went on under another version",
    "returned": "The office gave the interview back to be worked on",
    "call_made": "A call attempt was made",
    "appointment_made": "A later call was agreed",
    "appointment_cancelled": "The agreed call was called off",
    "outcome_set": "The outcome of the case was set",
}
"""Each kind of entry in JOURNAL.md."""


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    label: str
    holds: Holds
    only_secure: bool = False


_COLUMNS = (
    _Column("entry", "Number of the entry in the journal of the case", Holds.WHOLE),
    _Column("sitting", "Number of the sitting, 0 before the first", Holds.WHOLE),
    _Column("day", "Days since the case was made", Holds.WHOLE),
    _Column("sitting_ms", "Time since the sitting began, in milliseconds", Holds.WHOLE),
    _Column("event", "What happened", Holds.TEXT),
    _Column("field", "The question or field", Holds.TEXT),
    _Column("rows", "The rows around it, outermost first", Holds.TEXT),
    _Column("on_screen_ms", "How long the question was on the screen, in milliseconds", Holds.WHOLE),
    _Column("edit", "The signal that was suppressed", Holds.TEXT),
    _Column("next_field", "The question shown next", Holds.TEXT),
    _Column(
        "detail",
        "How it ended or began, the language, the medium and result of a call, the outcome, or whether a later call is hard",
        Holds.TEXT,
    ),
    _Column("mode", "The mode in which the sitting asks", Holds.TEXT),
    _Column("alone", "By the respondent alone", Holds.WHOLE),
    _Column("time", "The clock of the device, UTC", Holds.TEXT, only_secure=True),
    _Column("offset_minutes", "Local time minus UTC, in minutes", Holds.WHOLE, only_secure=True),
    _Column("due", "When the later call is due, UTC", Holds.TEXT, only_secure=True),
    _Column("interviewer", "The interviewer signed in", Holds.TEXT, only_secure=True),
    _Column("device", "The device", Holds.TEXT, only_secure=True),
)


def has_paradata(profile: Profile) -> bool:
    return profile is not Profile.END_USER


def paradata_columns(profile: Profile) -> tuple[FileColumn, ...]:
    case = FileColumn("case", "The case", Holds.TEXT if profile.keeps_reference else Holds.WHOLE)
    return (case, *(FileColumn(each.name, each.label, each.holds) for each in _let_out(profile)))


def _let_out(profile: Profile) -> list[_Column]:
    return [each for each in _COLUMNS if profile is Profile.SECURE or not each.only_secure]


@dataclass(slots=True)
class Paradata:
    """Makes the rows, and counts them on their way."""

    dataset: Dataset
    profile: Profile
    rows_written: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    modes: Counter[str] = field(default_factory=Counter)
    alone: Counter[int] = field(default_factory=Counter)

    def rows(self) -> Iterator[list[Row]]:
        """Those of each case, in the order of the dataset."""
        names = [column.name for column in _let_out(self.profile)]
        for number, summary in self.dataset.numbered():
            case = summary.case.reference if self.profile.keeps_reference else number
            yield [
                self._counted(case, names, about) for about in _entries(self.dataset.source.entries(summary.case.id))
            ]

    def _counted(self, case: Cell, names: Sequence[str], about: dict[str, Cell]) -> Row:
        self.rows_written += 1
        self.filled.update(name for name in names if about.get(name) is not None)
        self.events[str(about["event"])] += 1
        mode, alone = about["mode"], about["alone"]
        if isinstance(mode, str) and isinstance(alone, int):
            self.modes[mode] += 1
            self.alone[alone] += 1
        return (case, *(about.get(name) for name in names))

    def described(self) -> DescribedTable:
        case = _described("case", "The case", Kind.TEXT, self.rows_written)
        columns = (
            _described(
                column.name,
                column.label,
                _KINDS[column.holds],
                self.filled[column.name],
                self._values(column.name),
            )
            for column in _let_out(self.profile)
        )
        return DescribedTable(
            level=PARADATA,
            title="Paradata",
            each="entry of a journal: what was done at a case, in its order",
            made="",
            keys=("case", "entry"),
            rows=self.rows_written,
            variables=(case, *columns),
            of_answers=False,
        )

    def _values(self, name: str) -> list[Value]:
        match name:
            case "event":
                return [
                    Value(event, words, self.events[event]) for event, words in EVENTS.items() if self.events[event]
                ]
            case "mode":
                return mode_values(self.modes)
            case "alone":
                return alone_values(self.alone)
        return []


_KINDS = {Holds.WHOLE: Kind.WHOLE_NUMBER, Holds.TEXT: Kind.TEXT}


def _described(name: str, label: str, kind: Kind, n: int, values: Iterable[Value] = ()) -> Described:
    return Described(
        name=name,
        label=label,
        kind=kind,
        section="The process",
        values=tuple(values),
        n=n,
    )


def _entries(entries: Iterable[Entry]) -> Iterator[dict[str, Cell]]:
    """What each entry says, by the names of the columns."""
    sitting, made = 0, None
    own: Mode | None = None
    mode: Mode | None = None
    for entry in entries:
        day = (entry.time + timedelta(minutes=entry.offset_minutes)).date()
        made = made or day
        contents = entry.contents
        if isinstance(contents, CaseCreated):
            own = contents.mode
        elif isinstance(contents, Opened):
            sitting, mode = sitting + 1, contents.mode or own
        asks = None if isinstance(contents, BESIDE_THE_INTERVIEW) else mode
        name, rows = _place(getattr(contents, "field", None) or getattr(contents, "row", None))
        to, _ = _place(getattr(contents, "position", None))
        yield {
            "entry": entry.number,
            "sitting": sitting,
            "day": (day - made).days,
            "sitting_ms": None if isinstance(contents, CaseCreated) else entry.monotonic_ms,
            "event": str(contents.__struct_config__.tag),
            "field": name,
            "rows": rows,
            "on_screen_ms": contents.on_screen_ms or None if isinstance(contents, Answered | RowAdded) else None,
            "edit": contents.edit if isinstance(contents, EditSuppressed) else None,
            "next_field": to,
            "detail": _detail(entry),
            "mode": None if asks is None else asks.value,
            "alone": None if asks is None else int(entry.who == RESPONDENT),
            "time": entry.time.isoformat(timespec="milliseconds"),
            "offset_minutes": entry.offset_minutes,
            "due": contents.utc.isoformat(timespec="minutes") if isinstance(contents, AppointmentMade) else None,
            "interviewer": entry.who,
            "device": entry.device,
        }


def _place(address: object) -> tuple[str | None, str | None]:
    if not isinstance(address, str):
        return None, None
    try:
        name, rows = parted(address)
    except NoAddress:
        return None, None
    return name, ".".join(map(str, rows)) or None


def _detail(entry: Entry) -> str | None:
    """A word of ours, never one of an interviewer."""
    match entry.contents:
        case Left(way, because):
            return f"{way.value} {because.value}" if because else str(way.value)
        case Stopped(reason=reason):
            return str(reason.value)
        case LanguageChosen(language=language):
            return language
        case Opened(after_crash=True):
            return "after_crash"
        case CallMade(medium=medium, result=result):
            return f"{medium.value} {result}"
        case OutcomeSet(code=code):
            return code or "taken back"
        case AppointmentMade(hard=hard):
            return "hard" if hard else "soft"
        case Completed(accepted=accepted) if accepted:
            return "with_warnings"
    return None
