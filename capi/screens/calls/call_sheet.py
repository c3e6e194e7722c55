"""The call sheet: a call attempt written down, with the fewest keys: medium, result, Enter."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from capi.fieldwork.calls import CallMade, Medium
from capi.outcomes.frame import CallResult, OutcomeFrame
from capi.screens.calls.medium_row import MediumRow
from capi.screens.calls.result_list import Line, ResultList
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.wording import Wording

_IN_SIGHT = 12
_LATEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Ringing:
    """What is known of the call when the sheet opens. `now` and `offset_minutes` are this laptop's clock; `began` and `seconds`
    where the call was timed. `frame` with its SHA-256."""

    frame: OutcomeFrame
    sha256: str
    medium: Medium
    telephones: Sequence[str]
    now: datetime
    offset_minutes: int
    telephone: int = 0
    began: datetime | None = None
    seconds: int = 0
    language: str = ""


class CallSheet(Sheet):
    """The keyboard is in the results: a letter marks one, Enter keeps it; left and right change the medium."""

    recorded = Signal(object, object)
    """Emitted with the CallMade, and the CallResult of the frame that it has."""

    def __init__(self, look: Look, parent: QWidget, title: str, ringing: Ringing) -> None:
        super().__init__(look, parent, title, width=860)
        self._ringing = ringing
        media = [each for each in Medium if ringing.frame.results_by(each)]
        self.media = MediumRow(look, media, ringing.medium if ringing.medium in media else media[0])
        self.media.chosen.connect(self._offer)
        self.column.addWidget(self.media)
        self.results = ResultList(look, _IN_SIGHT, columns=2)
        self.results.setAccessibleName(self.tr("What came of the call"))
        self.results.picked.connect(self._keep)
        self.results.installEventFilter(self)
        self.column.addWidget(self.results)
        self.number = QComboBox()
        self.when = QLineEdit()
        self.note = QLineEdit()
        self._lay_out()
        self._offer()
        keep, cancel = self.add_buttons((self.tr("Keep the call"), "Enter"), (self.tr("Cancel"), "Esc"))
        keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.put_away)
        self.open(self.results)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(self._look.px(16))
        for place, telephone in enumerate(self._ringing.telephones, start=1):
            self.number.addItem(telephone, place)
        self.number.addItem(self.tr("Another number"), 0)
        self.number.setCurrentIndex(max(0, self._ringing.telephone - 1))
        began = self._ringing.began or self._ringing.now
        self._usual = (began + timedelta(minutes=self._ringing.offset_minutes)).strftime("%H:%M")
        self.when.setText(self._usual)
        self.when.setMaxLength(20)
        self.note.setMaxLength(1_000)
        self.note.setPlaceholderText(self.tr("Anything worth knowing for the next call"))
        number, when, note = self.tr("Number"), self.tr("When it was"), self.tr("Note")
        for words, field in ((number, self.number), (when, self.when), (note, self.note)):
            field.setAccessibleName(words)
        self._number_label = QLabel(number)
        both = QHBoxLayout()
        both.setSpacing(self._look.px(12))
        both.addWidget(self.when, 1)
        both.addWidget(self._number_label)
        both.addWidget(self.number, 2)
        form.addRow(when, both)
        form.addRow(note, self.note)
        for line in (self.when, self.note):
            line.returnPressed.connect(self._keep)
        self.column.addLayout(form)
        hint = self.tr("{sideways}  another medium      {tab}  number, time, note").format(
            sideways="← →", tab=key_name("Tab")
        )
        self.add_text(hint, "small")

    def _offer(self, _medium: Medium | None = None) -> None:
        """The results the medium may have; the one marked stays so where it may."""
        ringing, medium = self._ringing, self.media.medium
        before = self.results.current
        lines = [
            Line(each.name, ringing.frame.said(each.label, ringing.language), each.key)
            for each in ringing.frame.results_by(medium)
        ]
        self.results.set_lines(lines, before.name if before else "")
        for part in (self._number_label, self.number):
            part.setVisible(medium is Medium.TELEPHONE and bool(ringing.telephones))
        self._fit()

    def _keep(self, *_: object) -> None:
        line = self.results.current
        result = self._ringing.frame.result(line.name) if line else None
        began = self._began()
        if result is None or began is None:
            return
        medium = self.media.medium
        call = CallMade(
            began=began,
            medium=medium,
            result=result.name,
            frame=self._ringing.sha256,
            telephone=int(self.number.currentData() or 0) if medium is Medium.TELEPHONE else 0,
            seconds=self._ringing.seconds,
            note=self.note.text().strip(),
        )
        self._done(call, result)

    def _done(self, call: CallMade, result: CallResult) -> None:
        self.recorded.emit(call, result)

    def _began(self) -> datetime | None:
        """When the call was, UTC; None where it cannot be read, or was not yet, and the sheet says so."""
        ringing, typed = self._ringing, " ".join(self.when.text().replace(".", ":").split())
        if typed == self._usual:
            return ringing.began or ringing.now
        read = _read(typed, ringing.now + timedelta(minutes=ringing.offset_minutes))
        if read is None:
            self._refuse_time(
                Wording(
                    "CallSheet", "Write when the call was, before now, as {time}, or with the day as {day}."
                ).filled(time="17:40", day="24/11 17:40")
            )
            return None
        began = (read - timedelta(minutes=ringing.offset_minutes)).replace(tzinfo=UTC)
        if began < ringing.now - _LATEST:
            self._refuse_time(Wording("CallSheet", "A call is written down within a month."))
            return None
        return began

    def _refuse_time(self, why: Wording) -> None:
        self.refuse(said(why))
        self.when.setFocus()
        self.when.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.results and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                self.media.step(1 if event.key() == Qt.Key.Key_Right else -1)
                return True
            return False
        return super().eventFilter(watched, event)


def _read(typed: str, local_now: datetime) -> datetime | None:
    """A past time of the laptop's clock, naive; where its day or its year is not written, the last one that there was."""
    now = local_now.replace(tzinfo=None)
    yesterday, last_year = now - timedelta(days=1), now.year - 1
    for text, form in (
        (f"{now:%Y-%m-%d} {typed}", "%Y-%m-%d %H:%M"),
        (f"{yesterday:%Y-%m-%d} {typed}", "%Y-%m-%d %H:%M"),
        (f"{now.year} {typed}", "%Y %d/%m %H:%M"),
        (f"{last_year} {typed}", "%Y %d/%m %H:%M"),
        (typed, "%d/%m/%Y %H:%M"),
        (typed, "%Y-%m-%d %H:%M"),
    ):
        with contextlib.suppress(ValueError):
            read = datetime.strptime(text, form)  # noqa: DTZ007 - by the laptop's clock; the caller makes it UTC
            if read <= now + timedelta(minutes=1):
                return read
    return None
