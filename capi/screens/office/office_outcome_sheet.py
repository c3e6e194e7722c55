"""The office's outcome sheet: what came of a case, by any code of the frame, also those for the office alone."""

import functools
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from capi.outcomes.frame import OutcomeCode, OutcomeFrame
from capi.outcomes.suggestion import allowed, check_outcome
from capi.screens.find_list import FindList
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.sync.office_messages import CaseDetail, OfficeOutcome

_IN_SIGHT, _FEWEST = 8, 2
_REST = 330
"""What the sheet needs beside the codes, at 100 %."""


class OfficeOutcomeSheet(Sheet):
    """Typing digits or words narrows the codes; Enter sets the one marked, at first the one that stands or is suggested."""

    decided = Signal(str, object)
    """Emitted with the case's id and the OfficeOutcome."""

    def __init__(self, look: Look, parent: QWidget, detail: CaseDetail, frame: OutcomeFrame) -> None:
        line = detail.line
        super().__init__(look, parent, self.tr("Outcome of {reference}").format(reference=line.reference), width=720)
        self._case_id = line.id
        self._frame = frame
        self._codes = allowed(frame, by_office=True)
        if detail.suggested:
            self.add_text(
                self.tr("Suggested: {code}. {because}").format(code=detail.suggested, because=detail.because), "soft"
            )
        self.codes = FindList(
            look,
            len(self._codes),
            functools.partial(_words, self._codes, frame),
            placeholder=self.tr("Type digits of the code, or part of its words"),
            name=self.tr("Find an outcome"),
        )
        line_height = self.codes.lines.line_height
        fitting = (parent.height() - look.px(_REST)) // line_height
        self.codes.lines.setFixedHeight(max(_FEWEST, min(_IN_SIGHT, fitting)) * line_height)
        self.column.addWidget(self.codes)
        self.reason = QLineEdit()
        self.reason.setMaxLength(4_000)
        self.reason.setPlaceholderText(self.tr("Reason ({key} to write one)").format(key=key_name("Tab")))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.column.addWidget(self.reason)
        buttons = [(self.tr("Set the outcome"), "Enter"), (self.tr("Cancel"), "Esc")]
        if line.outcome:
            buttons.append((self.tr("Take the outcome back"), ""))
        confirm, cancel, *take_back = self.add_buttons(*buttons)
        confirm.clicked.connect(self.codes.pick)
        cancel.clicked.connect(self.put_away)
        for button in take_back:
            button.clicked.connect(self._take_back)
        self.codes.picked.connect(self._set)
        self.reason.returnPressed.connect(self.codes.pick)
        first = line.outcome or detail.suggested
        standing = [at for at, each in enumerate(self._codes) if each.code == first]
        self.codes.mark(standing[0] if standing else 0)
        self.open(self.codes.search)

    def _set(self, at: int) -> None:
        self._decide(self._codes[at].code)

    def _take_back(self) -> None:
        self._decide("")

    def _decide(self, code: str) -> None:
        reason = self.reason.text().strip()
        refused = check_outcome(self._frame, code, reason, by_office=True)
        if refused is not None:
            self.refuse(said(refused))
            self.reason.setFocus()
            return
        self.decided.emit(self._case_id, OfficeOutcome(code=code, reason=reason))


def _words(codes: Sequence[OutcomeCode], frame: OutcomeFrame, at: int) -> str:
    return f"{codes[at].code}   {frame.said(codes[at].label)}"
