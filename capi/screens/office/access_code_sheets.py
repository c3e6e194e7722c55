"""The sheets about an access code: whether there is to be another one, the new one to be read out, and taking it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from capi.screens.look import Look
from capi.screens.office.online_words import has_code, last_day_said, spelled, where_typed
from capi.screens.sheet import Sheet
from capi.sync.office_messages import AccessCode, CaseDetail


class NewCodeSheet(Sheet):
    """Asks before the code that the respondent has is no good any more."""

    wanted = Signal(str)
    """Emitted with the case's id."""

    def __init__(self, look: Look, parent: QWidget, detail: CaseDetail) -> None:
        title = self.tr("New access code for {reference}").format(reference=detail.line.reference)
        super().__init__(look, parent, title, width=620)
        self._case_id = detail.line.id
        self.add_text(
            self.tr(
                "The code that the respondent has now opens nothing any more, in letters either. Whoever is answering just now has "
                "to type the new one; all answers stay."
            )
            if has_code(detail)
            else self.tr(
                "With it the respondent answers online, alone. It is shown once: read it out, or write it down."
            )
        )
        give, cancel = self.add_buttons((self.tr("New access code"), "Enter"), (self.tr("Cancel"), "Esc"))
        give.clicked.connect(self._give)
        cancel.clicked.connect(self.put_away)
        self.open(give)

    def _give(self) -> None:
        self.wanted.emit(self._case_id)


class AccessCodeSheet(Sheet):
    """The new code, large enough to be read out on the telephone, and how its letters are said. It is shown once."""

    def __init__(self, look: Look, parent: QWidget, detail: CaseDetail, code: AccessCode) -> None:
        super().__init__(look, parent, self.tr("New access code"), width=760)
        shown = QLabel(code.code)
        shown.setFont(look.sized(36, 700))
        shown.setObjectName("code")
        shown.setAccessibleName(code.code)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.column.addWidget(shown)
        self.spelled = self.add_text(spelled(code.code))
        self.add_text(where_typed(detail.line, code.address))
        self.add_text(
            self.tr(
                "It is good until the end of {day}, and is not shown again. Capital and small letters are the same."
            ).format(day=last_day_said(code.expires)),
            "soft",
        )
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(close)


class TakeBackSheet(Sheet):
    """Asks before nobody can answer with the code any more."""

    wanted = Signal(str)
    """Emitted with the case's id."""

    def __init__(self, look: Look, parent: QWidget, detail: CaseDetail) -> None:
        title = self.tr("Take back the access code of {reference}").format(reference=detail.line.reference)
        super().__init__(look, parent, title, width=620)
        self._case_id = detail.line.id
        self.add_text(
            self.tr(
                "It opens nothing any more, and no reminder is sent. Whoever is answering just now is out; all answers stay. A new "
                "one can be given later."
            )
        )
        take, cancel = self.add_buttons((self.tr("Take back the code"), "Enter"), (self.tr("Cancel"), "Esc"))
        take.clicked.connect(self._take)
        cancel.clicked.connect(self.put_away)
        self.open(take)

    def _take(self) -> None:
        self.wanted.emit(self._case_id)
