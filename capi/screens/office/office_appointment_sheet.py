"""The office's appointment sheet: when the next call is agreed for, by what, with whom, and who is to make it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from capi.calling.agreed_times import Agreed, Agreement, Skipped, Twice
from capi.fieldwork.calls import Medium
from capi.screens.calls.agreed_time_entry import AgreedTimeEntry
from capi.screens.calls.medium_row import MediumRow
from capi.screens.language import local_time, said
from capi.screens.look import Look
from capi.screens.office.scrolled_sheet import ScrolledSheet
from capi.sync.messages import Role
from capi.sync.office_messages import Account, CaseDetail, OfficeAppointment

_CALLERS = (Role.INTERVIEWER, Role.TELEPHONE_INTERVIEWER)


class OfficeAppointmentSheet(ScrolledSheet):
    """Type the time, Enter. What it was read as stands below; where the clock shows it never or twice, that is asked."""

    decided = Signal(str, object)
    """Emitted with the case's id and the OfficeAppointment."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        detail: CaseDetail,
        accounts: Sequence[Account],
        zone: str,
        now: Callable[[], datetime],
    ) -> None:
        """`zone`: which is most likely the respondent's; empty where that is not known."""
        line = detail.line
        title = self.tr("Appointment for {reference}").format(reference=line.reference)
        super().__init__(look, parent, title, width=720)
        self._case_id = line.id
        self._told_shift = ""
        if line.appointment is not None:
            standing = self.tr("It stands for {time}").format(time=local_time(line.appointment))
            self.put_inside(self.add_text(standing, "soft"))
        self._time = AgreedTimeEntry(self, zone, now)
        self.when, self.read, self.zone, self.minutes = (
            self._time.when,
            self._time.read,
            self._time.zone,
            self._time.minutes,
        )
        self.fold = QComboBox()
        self.hard = QCheckBox(self.tr("Hard: agreed to the minute"))
        medium = Medium.TELEPHONE if line.mode == "telephone" else Medium.VISIT
        self.medium = MediumRow(look, (Medium.VISIT, Medium.TELEPHONE), medium)
        self.telephone = QComboBox()
        self._offer_telephones(detail)
        self.owner = QComboBox()
        self._offer_owners(accounts)
        self.note = QLineEdit()
        self.note.setMaxLength(4_000)
        self._lay_out()
        keep, cancel = self.add_buttons((self.tr("Keep the appointment"), "Enter"), (self.tr("Cancel"), "Esc"))
        keep.clicked.connect(self._keep)
        cancel.clicked.connect(self.put_away)
        for line_edit in (self.when, self.note):
            line_edit.returnPressed.connect(self._keep)
        self._time.changed.connect(self._read_back)
        self.medium.chosen.connect(self._read_back)
        self._read_back()
        self.open(self.when)

    def _offer_telephones(self, detail: CaseDetail) -> None:
        self.telephone.addItem(self.tr("Any of the numbers"), 0)
        for at, telephone in enumerate(detail.contact.telephones if detail.contact else (), start=1):
            self.telephone.addItem(telephone, at)

    def _offer_owners(self, accounts: Sequence[Account]) -> None:
        self.owner.addItem(self.tr("Whoever is free"), "")
        for account in accounts:
            if account.active and account.role in _CALLERS:
                self.owner.addItem(account.full_name or account.name, account.name)

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(self._look.px(16))
        for words, field in (
            (self.tr("When, by the respondent’s clock"), self.when),
            ("", self.read),
            (self.tr("Which of the two"), self.fold),
            (self.tr("The respondent is in"), self.zone),
            (self.tr("By"), self.medium),
            (self.tr("Number"), self.telephone),
            (self.tr("Made by"), self.owner),
            (self.tr("For"), self.minutes),
            (self.tr("Note"), self.note),
            ("", self.hard),
        ):
            if words:
                field.setAccessibleName(words)
            self._form.addRow(words, field)
        for choice in (self.telephone, self.owner, self.zone):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.put_inside(self._form)

    def _read_back(self, *_: object) -> None:
        """What the time was read as, in full."""
        self.fault.hide()
        self._ask_which(self._time.read_back())
        self._form.setRowVisible(self.read, bool(self.read.text()))
        self._form.setRowVisible(self.telephone, self.medium.medium is Medium.TELEPHONE and self.telephone.count() > 1)
        self._fit()

    def _ask_which(self, found: Agreement | None) -> None:
        asked = isinstance(found, Twice)
        if isinstance(found, Twice) and not self.fold.count():
            self.fold.addItem(self.tr("Choose which"), None)
            self.fold.addItem(self.tr("The first time, {clock}").format(clock=found.first.clock), 0)
            self.fold.addItem(self.tr("The second time, {clock}").format(clock=found.second.clock), 1)
        if not asked:
            self.fold.clear()
        self._form.setRowVisible(self.fold, asked)

    def _keep(self) -> None:
        found = self._time.found
        if found is None:
            self.refuse(self._time.fault)
            self.when.setFocus()
            return
        if isinstance(found, Skipped):
            if self._told_shift != found.local:  # told once; Enter again takes the later time
                self._told_shift = found.local
                self.refuse(said(found.words))
                return
            found = found.shifted
        fold = self.fold.currentData()
        if isinstance(found, Twice) and fold is None:
            self.refuse(self.tr("The clock shows that time twice. Choose which of the two it is."))
            self.fold.setFocus()
            return
        self.decided.emit(self._case_id, self._appointment(found, fold))

    def _appointment(self, found: Agreed | Twice, fold: int | None) -> OfficeAppointment:
        local = found.first.local if isinstance(found, Twice) else found.local
        by_telephone = self.medium.medium is Medium.TELEPHONE
        return OfficeAppointment(
            local=local,
            zone=self._time.chosen_zone,
            minutes=self.minutes.value(),
            hard=self.hard.isChecked(),
            note=self.note.text().strip(),
            medium=self.medium.medium,
            telephone=int(self.telephone.currentData()) if by_telephone else 0,
            owner=str(self.owner.currentData()),
            fold=fold,
        )
