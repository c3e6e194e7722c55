"""The columns of the case list: what each says of a case, what it sorts by, and which of them the interviewer has chosen."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDateTime, QLocale, QSettings

from capi.calling.diary import HALF_AN_HOUR
from capi.fieldwork.case import CaseSummary
from capi.outcomes.frame import OutcomeFrame
from capi.screens.language import local_time, number, said
from capi.screens.lines import when
from capi.screens.names import MODE_NAMES, STATUS_NAMES, STOPPED_NAMES
from capi.wording import Wording

_LONG_AGO = datetime(2000, 12, 28, 22, 58, tzinfo=UTC)
_NEVER = datetime.min.replace(tzinfo=UTC)
_HALF_A_YEAR = timedelta(days=182)
_STATUS_ORDER = {status: at for at, status in enumerate(STATUS_NAMES)}
_KEPT = "columns"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case is, in a few words; `ink` is the name of a colour of the look, empty for the usual one."""

    words: str
    ink: str = ""


NOWHERE = Place("")


@dataclass(frozen=True, slots=True)
class Known:
    """What a case is put into words with: `titles` and names of `instruments` by their SHA-256, `results` and `outcomes` in the words of
    the outcome frame by name and code, `places` by the case's id. `now` is UTC.

    Modes and statuses are in the language spoken when it is made.
    """

    titles: Mapping[str, str] = field(default_factory=dict)
    instruments: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    now: datetime = _LONG_AGO
    modes: Mapping[object, str] = field(default_factory=lambda: {mode: said(name) for mode, name in MODE_NAMES.items()})
    statuses: Mapping[object, str] = field(
        default_factory=lambda: {each: said(name) for each, name in (STATUS_NAMES | STOPPED_NAMES).items()}
    )


def known_of(frame: OutcomeFrame | None) -> Known:
    """With the words of this frame."""
    if frame is None:
        return Known()
    return Known(
        results={each.name: frame.said(each.label) for each in frame.results},
        outcomes={each.code: frame.said(each.label) for each in frame.outcomes},
    )


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is how the choice of it is remembered. `words` are those of a cell; `keys` are what it sorts by, for all cases at once
    because there are so many, and a case whose key is None comes last in either direction. `widest` gives all that it may have
    to say, or words as wide; of what the sample says, nothing.

    `least` and `most` are widths at 100 %: where `most` is 0, all the words have room; else they are cut where they must be. The
    name alone has more where there is more.
    `usual`: shown until somebody chooses; `fixed`: always shown; `numeric`: put right.
    """

    name: str
    heading: Wording
    words: Callable[[CaseSummary, Known], str]
    keys: Callable[[Sequence[CaseSummary], Known], list[Any]]
    widest: Callable[[Sequence[CaseSummary], Known], Iterable[str]]
    least: int = 0
    most: int = 0
    usual: bool = True
    fixed: bool = False
    numeric: bool = False


def status_said(summary: CaseSummary, known: Known) -> str:
    """Of an interview that was stopped for good, with the reason."""
    return known.statuses[summary.stop_reason or summary.status]


def result_said(summary: CaseSummary, known: Known) -> str:
    """Of the last call; its name where it was written down with another frame."""
    return known.results.get(summary.last_result, summary.last_result)


def outcome_said(summary: CaseSummary, known: Known) -> str:
    return coded_outcome(summary.outcome, known)


def coded_outcome(code: str, known: Known) -> str:
    """The code of the frame with what it means; alone where another frame had it."""
    label = known.outcomes.get(code, "")
    return f"{code}  {label}" if label else code


def is_missed(summary: CaseSummary, now: datetime) -> bool:
    """Half an hour after its time an appointment is missed, as in the diary; a call made then would have ended it."""
    return summary.appointment is not None and summary.appointment + HALF_AN_HOUR <= now


def short_time(utc: datetime, now: datetime) -> str:
    """`23/11 17:40` on this laptop's clock; what is more than half a year away has its year instead: `23/11/2025`."""
    locale, short = QLocale(), QLocale.FormatType.ShortFormat
    moment = QDateTime.fromSecsSinceEpoch(int(utc.timestamp()))
    if abs(utc - now) > _HALF_A_YEAR:
        return locale.toString(moment.date(), short)
    day = _without_year(locale.dateFormat(short))
    return f"{locale.toString(moment.date(), day)} {locale.toString(moment.time(), short)}" if day else local_time(utc)


def _without_year(day: str) -> str:
    """A date format such as `dd/MM/yyyy` as `dd/MM`; empty where the year stands in the midst of it."""
    rest = re.sub(r"^y+[^\w']*|[^\w']*y+$", "", day)
    return "" if "y" in rest else rest


def _last_call(summary: CaseSummary, known: Known) -> str:
    if summary.last_call is None:
        return ""
    return f"{short_time(summary.last_call, known.now)}  {result_said(summary, known)}"


def _widest_times() -> tuple[str, str]:
    """All are as wide as one of these."""
    return short_time(_LONG_AGO, _LONG_AGO), short_time(_LONG_AGO, _LONG_AGO + 2 * _HALF_A_YEAR)


def _widest_modes(summaries: Sequence[CaseSummary], known: Known) -> Iterable[str]:
    # A list, no set: a member of an enum is hashed in Python, and 100,000 of them take their time.
    there = [each.case.mode for each in summaries]
    return [words for mode, words in known.modes.items() if mode in there]


def _widest_statuses(summaries: Sequence[CaseSummary], known: Known) -> Iterable[str]:
    there = [each.stop_reason or each.status for each in summaries]
    return [words for status, words in known.statuses.items() if status in there]


def _widest_calls(summaries: Sequence[CaseSummary], known: Known) -> Iterable[str]:
    results = {known.results.get(each, each) for each in {each.last_result for each in summaries}}
    return [f"{time}  {result}" for time in _widest_times() for result in results]


REFERENCE = Column(
    "reference",
    Wording("CaseListModel", "Reference"),
    lambda case, _: case.case.reference,
    lambda cases, _: [each.case.reference for each in cases],
    lambda *_: (),
    least=120,
    fixed=True,
)
NAME = Column(
    "name",
    Wording("CaseListModel", "Name"),
    lambda case, _: case.case.name,
    lambda cases, _: [each.case.name.casefold() for each in cases],
    lambda *_: (),
    least=200,
    most=260,
    fixed=True,
)
INSTRUMENT = Column(
    "instrument",
    Wording("CaseListModel", "Instrument"),
    lambda case, known: known.titles[case.case.sha256],
    lambda cases, known: [known.titles[each.case.sha256].casefold() for each in cases],
    lambda _, known: known.titles.values(),
    least=120,
    most=300,
    usual=False,
)
MODE = Column(
    "mode",
    Wording("CaseListModel", "Mode"),
    lambda case, known: known.modes[case.case.mode],
    lambda cases, _: [each.case.mode.value for each in cases],
    _widest_modes,
)
STATUS = Column(
    "status",
    Wording("CaseListModel", "Status"),
    status_said,
    lambda cases, _: [_STATUS_ORDER[each.status] for each in cases],
    _widest_statuses,
)
CALLS = Column(
    "calls",
    Wording("CaseListModel", "Calls"),
    lambda case, _: number(case.calls),
    lambda cases, _: [each.calls for each in cases],
    lambda *_: ("000",),
    usual=False,
    numeric=True,
)
LAST_CALL = Column(
    "last_call",
    Wording("CaseListModel", "Last call"),
    _last_call,
    lambda cases, _: [each.last_call or _NEVER for each in cases],
    _widest_calls,
    least=160,
    most=260,
)
APPOINTMENT = Column(
    "appointment",
    Wording("CaseListModel", "Appointment"),
    lambda case, known: short_time(case.appointment, known.now) if case.appointment else "",
    lambda cases, _: [each.appointment for each in cases],
    lambda *_: _widest_times(),
)
OUTCOME = Column(
    "outcome",
    Wording("CaseListModel", "Outcome"),
    outcome_said,
    lambda cases, _: [each.outcome or None for each in cases],
    lambda cases, known: [coded_outcome(code, known) for code in {each.outcome for each in cases}],
    least=110,
    most=260,
)
LAST_WORKED = Column(
    "last_worked",
    Wording("CaseListModel", "Last worked"),
    lambda case, _: when(case.last_worked),
    lambda cases, _: [each.last_worked or _NEVER for each in cases],
    lambda *_: (local_time(_LONG_AGO),),
    usual=False,
)
HUB = Column(
    "hub",
    Wording("CaseListModel", "Hub"),
    lambda case, known: known.places.get(case.case.id, NOWHERE).words,
    lambda cases, known: [known.places.get(each.case.id, NOWHERE).words for each in cases],
    lambda _, known: {place.words for place in known.places.values()},
)
COLUMNS = (
    REFERENCE,
    NAME,
    INSTRUMENT,
    MODE,
    STATUS,
    CALLS,
    LAST_CALL,
    APPOINTMENT,
    OUTCOME,
    LAST_WORKED,
    HUB,
)
"""From left to right."""
USUAL = tuple(each for each in COLUMNS if each.usual)


def kept_columns(data: Path) -> tuple[Column, ...]:
    """Those chosen on this laptop, whose data folder is `data`; the usual ones where nobody chose, or what is kept makes no sense."""
    names = str(_preferences(data).value(_KEPT, "")).split()
    if not names or not {each.name for each in COLUMNS}.issuperset(names):
        return USUAL
    return tuple(each for each in COLUMNS if each.fixed or each.name in names)


def keep_columns(data: Path, columns: Iterable[Column]) -> None:
    """The next list shows them too, and the next start."""
    _preferences(data).setValue(_KEPT, " ".join(each.name for each in columns))


def _preferences(data: Path) -> QSettings:
    """What is also kept of theme and size."""
    return QSettings(str(data / "preferences.ini"), QSettings.Format.IniFormat)
