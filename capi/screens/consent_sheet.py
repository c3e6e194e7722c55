"""Consent: asked before an interviewer goes on with what the respondent has begun online."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from capi.screens.lines import when
from capi.screens.look import Look
from capi.screens.sheet import Sheet


class ConsentSheet(Sheet):
    """Enter is no, unless the keyboard is moved to yes."""

    agreed = Signal()
    """Emitted after the sheet was put away, where the respondent agrees."""
    declined = Signal()
    """Emitted after it was put away otherwise."""

    def __init__(self, look: Look, parent: QWidget, reference: str, since: datetime) -> None:
        """`since`: when it was begun online (UTC)."""
        super().__init__(look, parent, self.tr("Go on with what was begun online?"))
        self._agrees = False
        self.add_text(
            self.tr("{reference}: the respondent has begun to answer online ({time}).").format(
                reference=reference, time=when(since)
            )
        )
        self.add_text(
            self.tr(
                "Ask whether you may go on with it. What was answered online counts, and is not shown to you; each answer keeps the "
                "way it was given. From then on the access code opens the questionnaire no more."
            )
        )
        no, yes = self.add_buttons((self.tr("Not now"), "Enter"), (self.tr("The respondent agrees"), ""))
        yes.clicked.connect(self._agree)
        no.clicked.connect(self.put_away)
        self.closed.connect(self._told)
        self.open(no)

    def _agree(self) -> None:
        self._agrees = True
        self.put_away()

    def _told(self) -> None:
        (self.agreed if self._agrees else self.declined).emit()
