"""One case as the office sees it: its answers, its remarks, its history; and what the office does with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QLabel, QLineEdit, QListWidget, QListWidgetItem, QWidget

from capi.fieldwork.case import Status
from capi.fieldwork.contact import Contact
from capi.screens.contact_sheet import selectable
from capi.screens.contact_words import found_by, noted
from capi.screens.look import Look
from capi.screens.office.cases import status_said
from capi.screens.sheet import Sheet
from capi.sync.office_messages import CaseDetail, FieldAnswer

_FIELD = Qt.ItemDataRole.UserRole


class CaseSheet(Sheet):
    """Space marks a question; the marked ones go back to the interviewer with the note."""

    return_wanted = Signal(str, str, object)
    """Emitted with the case's id, the note and the fields marked."""
    acceptance_wanted = Signal(str, int)
    """Emitted with the case's id and the number of the last entry seen here."""
    recall_wanted = Signal(str, str)
    """Emitted with the case's id and the reason."""

    def __init__(self, look: Look, parent: QWidget, detail: CaseDetail, *, decides: bool) -> None:
        """`decides`: something can be done with the case here, beside reading it."""
        line = detail.line
        super().__init__(look, parent, f"{line.reference}   {line.label}".strip(), width=900)
        self._line = line
        self.add_text(
            "   ".join(
                part for part in (status_said(line), line.user, line.area, line.instrument, line.version) if part
            ),
            "soft",
        )
        self._contact(detail.contact)
        self.answers = QListWidget()
        self.answers.setAccessibleName(self.tr("Answers, in the order of the questions"))
        self.answers.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.answers.setWordWrap(True)
        self.answers.setSpacing(look.px(3))
        self.answers.setFixedHeight(min(look.px(330), max(look.px(120), parent.height() - look.px(330))))
        for answer in detail.answers:
            self.answers.addItem(_item(answer, detail.remarks.get(answer.field, ""), to_mark=decides))
        if detail.answers:
            self.answers.setCurrentRow(0)
            self.column.addWidget(self.answers)
        else:
            self.add_text(self.tr("No answers are here yet."))
        self._history(detail.history)
        self.note = QLineEdit()
        self.note.setMaxLength(4_000)
        words = self.tr("Note or reason for the interviewer")
        self.note.setAccessibleName(words)
        self.note.setPlaceholderText(words)
        self.note.setVisible(decides)
        self.column.addWidget(self.note)
        self._offer(decides)

    def _contact(self, contact: Contact | None) -> None:
        """How the person is found; to be marked and copied."""
        told = [*found_by(contact), *noted(contact)]
        if told:
            self.contact = self.add_text("\n".join(f"{each.label}:  {each.words}" for each in told))
            self.contact.setAccessibleName(self.tr("Contact"))
            selectable(self.contact)

    def _history(self, history: Sequence[str]) -> None:
        if history:
            label: QLabel = self.add_text("\n".join(history[-4:]), "small")
            label.setAccessibleName(self.tr("What the office and the hub did"))

    def _offer(self, decides: bool) -> None:
        """Only what can be done with a case that stands where this one does."""
        line = self._line
        finished = line.status == Status.COMPLETED.value
        offers = [
            (self.tr("Accept"), decides and finished and not line.accepted, self._accept),
            (self.tr("Return with the marked questions"), decides and finished and not line.accepted, self._return),
            (self.tr("Recall"), decides and bool(line.user) and not line.recalled and not finished, self._recall),
            (self.tr("Close"), True, self.put_away),
        ]
        offered = [(words, do) for words, there, do in offers if there]
        keys = [(words, "Esc" if do == self.put_away else "") for words, do in offered]
        buttons = self.add_buttons(*keys)
        for button, (_, do) in zip(buttons, offered, strict=True):
            button.clicked.connect(do)
        self.open(self.answers if self.answers.count() else buttons[-1])

    @property
    def marked(self) -> tuple[str, ...]:
        """The fields of the questions that are marked."""
        items = (self.answers.item(row) for row in range(self.answers.count()))
        return tuple(str(item.data(_FIELD)) for item in items if item.checkState() is Qt.CheckState.Checked)

    def _accept(self) -> None:
        self.acceptance_wanted.emit(self._line.id, self._line.entries)

    def _return(self) -> None:
        note = self.note.text().strip()
        if not note and not self.marked:
            self.refuse(self.tr("Mark a question with Space, or write what is to be done."))
            return
        self.return_wanted.emit(self._line.id, note, self.marked)

    def _recall(self) -> None:
        reason = self.note.text().strip()
        if not reason:
            self.refuse(self.tr("Write the reason: the interviewer is told it."))
            self.note.setFocus()
            return
        self.recall_wanted.emit(self._line.id, reason)


def _item(answer: FieldAnswer, remark: str, *, to_mark: bool) -> QListWidgetItem:
    words = f"{answer.label}:  {answer.text}" + (f"\n✎ {remark}" if remark else "")
    item = QListWidgetItem(words)
    item.setData(_FIELD, answer.field)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    if to_mark:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
    item.setToolTip(answer.field)
    return item
