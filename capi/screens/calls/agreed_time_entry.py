"""Where the time of an appointment is typed as it is said, by whose clock, and for how long; and what it was read as."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox

from capi.calling.agreed_times import HOME, Agreed, Agreement, agree, zone_name, zones_offered
from capi.calling.typed_times import typed_time
from capi.screens.language import said
from capi.wording import Wording

_USUAL_MINUTES = 30


class AgreedTimeEntry(QObject):
    """The fields are laid out by the sheet that they are in; `read` is empty where nothing is typed."""

    changed = Signal()
    """Emitted when another time, or another clock, is meant."""

    def __init__(self, parent: QObject, zone: str, now: Callable[[], datetime]) -> None:
        """`zone`: which is most likely the respondent's; empty where that is not known."""
        super().__init__(parent)
        self._now = now
        self.when = QLineEdit()
        self.when.setMaxLength(60)
        self.when.setPlaceholderText(self.tr("tomorrow 17:40, tue 6.30pm, 24/11 17:40, +2h"))
        self.read = QLabel()
        self.read.setObjectName("answer")
        self.read.setWordWrap(True)
        self.zone = QComboBox()
        for each in zones_offered((zone,)):
            self.zone.addItem(zone_name(each), each)
        self.zone.setCurrentIndex(max(0, self.zone.findData(zone or HOME)))
        self.minutes = QSpinBox()
        self.minutes.setRange(5, 480)
        self.minutes.setSingleStep(5)
        self.minutes.setSuffix(self.tr(" minutes"))
        self.minutes.setValue(_USUAL_MINUTES)
        self.when.textChanged.connect(self.changed)
        self.zone.currentIndexChanged.connect(self.changed)

    @property
    def chosen_zone(self) -> str:
        return str(self.zone.currentData())

    def _typed(self) -> datetime | Wording | None:
        text = self.when.text().strip()
        return typed_time(text, self._now(), self.chosen_zone) if text else None

    @property
    def found(self) -> Agreement | None:
        """What is meant by that clock; None where it is no time."""
        typed = self._typed()
        return agree(typed, self.chosen_zone) if isinstance(typed, datetime) else None

    @property
    def fault(self) -> str:
        """Why it is no time."""
        typed = self._typed()
        return said(typed) if isinstance(typed, Wording) else self.tr("Type when the next call is to be.")

    def read_back(self) -> Agreement | None:
        """Says in full what it was read as, or why it is no time."""
        found = self.found
        match found:
            case Agreed():
                self.read.setText(_in_full(found.local))
            case None:
                self.read.setText(self.fault if self.when.text().strip() else "")
            case _:
                self.read.setText(said(found.words))
        return found


def _in_full(local: str) -> str:
    """`Tuesday 24 November 2026, 17:40`."""
    return QLocale().toString(QDateTime.fromString(local, Qt.DateFormat.ISODate), "dddd d MMMM yyyy, HH:mm")
