"""The appointment sheet: when the next call is agreed for, typed as it is said, and read back in full before it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from capi.calling.agreed_times import Agreed, Agreement, Skipped, Twice, shown
from capi.calling.diary import Engagement, clashes
from capi.fieldwork.calls import AppointmentMade, Medium
from capi.screens.calls.agreed_time_entry import AgreedTimeEntry
from capi.screens.calls.medium_row import MediumRow
from capi.screens.calls.result_list import Line, ResultList
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.wording import Wording

TRAVEL = timedelta(minutes=30)
"""Between two visits."""


@dataclass(frozen=True, slots=True)
class Agreeing:
    """What is known when the sheet opens. `zone` is the respondent's, `here` this laptop's; `diary` is what stands for `who`.
    `standing`: the appointment there is, which the new one takes the place of."""

    case_id: str
    reference: str
    who: str
    medium: Medium
    zone: str
    here: str
    now: datetime
    diary: Sequence[Engagement] = ()
    standing: AppointmentMade | None = None
    lapses_after: timedelta | None = None


class AppointmentSheet(Sheet):
    """Type the time, Enter. What it was read as stands below, with what clashes; odd hours of the clock are asked about."""

    agreed = Signal(object)
    """Emitted with the AppointmentMade."""
    cancelled = Signal()
    """Emitted where the appointment that stands is called off."""

    def __init__(self, look: Look, parent: QWidget, title: str, agreeing: Agreeing) -> None:
        super().__init__(look, parent, title, width=720)
        self._agreeing = agreeing
        self._accepted_shift = ""
        self._time = AgreedTimeEntry(self, agreeing.zone, lambda: agreeing.now)
        self.when, self.read, self.zone, self.minutes = (
            self._time.when,
            self._time.read,
            self._time.zone,
            self._time.minutes,
        )
        self.when.returnPressed.connect(self._keep)
        self.warning = QLabel()
        self.warning.setObjectName("offered")
        self.warning.setWordWrap(True)
        self.fold = ResultList(look, 2)
        self.fold.setAccessibleName(self.tr("Which of the two"))
        self.fold.picked.connect(self._keep)
        self.fold.hide()
        self.hard = QCheckBox(self.tr("Hard: agreed to the minute"))
        self.media = MediumRow(look, list(Medium)[:2], agreeing.medium)
        self.note = QLineEdit()
        self.note.setMaxLength(1_000)
        self.note.returnPressed.connect(self._keep)
        for changed in (self._time.changed, self.minutes.valueChanged, self.media.chosen):
            changed.connect(self._read_back)
        self._lay_out()
        buttons = [(self.tr("Keep the appointment"), "Enter"), (self.tr("Cancel"), "Esc")]
        if agreeing.standing is not None:
            buttons.append((self.tr("Call the appointment off"), ""))
        keep, cancel, *off = self.add_buttons(*buttons)
        keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.put_away)
        for button in off:
            button.clicked.connect(self.cancelled)
        self._read_back()
        self.open(self.when)

    def _lay_out(self) -> None:
        if self._agreeing.standing is not None:
            words = said(shown(self._agreeing.standing, self._agreeing.here).words)
            self.add_text(self.tr("It stands for {time}").format(time=words), "soft")
        form = QFormLayout()
        form.setHorizontalSpacing(self._look.px(16))
        for words, field in (
            (self.tr("When, by the respondent’s clock"), self.when),
            (self.tr("By"), self.media),
            (self.tr("For"), self.minutes),
            (self.tr("The respondent is in"), self.zone),
            (self.tr("Note"), self.note),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        form.insertRow(1, "", self.read)
        form.insertRow(2, "", self.fold)
        form.insertRow(3, "", self.warning)
        form.insertRow(4, "", self.hard)
        self._form = form
        self.column.addLayout(form)

    def _read_back(self, *_: object) -> None:
        """What the time was read as, in full, and what stands in its way."""
        self.fault.hide()
        found = self._time.read_back()
        self._ask_which(found)
        time = self._meant(found)
        close = self._clashes(time) if time is not None else ()
        self.warning.setText("\n".join(_clash_said(each) for each in close))
        self._form.setRowVisible(self.read, bool(self.read.text()))
        self._form.setRowVisible(self.warning, bool(close))
        self._fit()

    def _ask_which(self, found: Agreement | None) -> None:
        asked = isinstance(found, Twice)
        if isinstance(found, Twice) and not self.fold.count():
            self.fold.set_lines(
                [
                    Line("0", self.tr("The first time, {clock}").format(clock=found.first.clock), "1"),
                    Line("1", self.tr("The second time, {clock}").format(clock=found.second.clock), "2"),
                ]
            )
        if not asked:
            self.fold.clear()
        self._form.setRowVisible(self.fold, asked)

    def _meant(self, found: Agreement | None) -> Agreed | None:
        match found:
            case Skipped():
                return found.shifted
            case Twice():
                return (found.first, found.second)[max(0, self.fold.currentRow())]
        return found

    def _made(self, time: Agreed) -> AppointmentMade:
        agreeing, minutes = self._agreeing, self.minutes.value()
        return AppointmentMade(
            time.local,
            time.zone,
            time.utc,
            minutes,
            self.hard.isChecked(),
            self.note.text().strip(),
            medium=self.media.medium,
            owner=agreeing.who,
            lapses=None if agreeing.lapses_after is None else time.utc + agreeing.lapses_after,
        )

    def _clashes(self, time: Agreed) -> tuple[Engagement, ...]:
        agreeing = self._agreeing
        new = Engagement(agreeing.case_id, agreeing.reference, agreeing.who, self._made(time))
        return clashes(new, agreeing.diary, TRAVEL)

    def _keep(self, *_: object) -> None:
        found = self._time.found
        if found is None:
            self.refuse(self._time.fault)
            self.when.setFocus()
            return
        if isinstance(found, Twice) and not self.fold.hasFocus():
            self.fold.setFocus()  # which of the two is asked, not guessed
            return
        if isinstance(found, Skipped) and self._accepted_shift != found.local:
            self._accepted_shift = found.local
            self.refuse(said(found.words))
            return
        time = self._meant(found)
        if time is None:
            return
        if time.utc <= self._agreeing.now:
            self.refuse(self.tr("That time is over. Type one that is to come."))
            return
        self.agreed.emit(self._made(time))


def _clash_said(each: Engagement) -> str:
    appointment = each.appointment
    text = (
        Wording("AppointmentSheet", "Clashes with the hard appointment of {reference} at {time}.")
        if appointment.hard
        else Wording("AppointmentSheet", "Clashes with the appointment of {reference} at {time}.")
    )
    return said(text.filled(reference=each.reference, time=each.begins))
