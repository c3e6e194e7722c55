"""The returned sheet: what the office wants looked at again, before the first key of the interview is taken."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from capi.fieldwork.contents import Returned
from capi.screens.find_list import FindList
from capi.screens.look import Look
from capi.screens.sheet import Sheet


class ReturnedSheet(Sheet):
    """The note, and the questions marked; Enter goes to the one chosen, Esc to where the interview was left."""

    chosen = Signal(str)
    """Emitted with the field to go to."""

    def __init__(
        self, look: Look, parent: QWidget, returned: Returned, fields: Sequence[str], said: Callable[[str], str]
    ) -> None:
        """`fields`: those marked that are asked; `said` puts one into words."""
        super().__init__(look, parent, self.tr("Returned by {who}").format(who=returned.by), width=680)
        self._fields = list(fields)
        if returned.note:
            self.add_text(returned.note)
        self.add_text(
            self.tr("Its answers are as they were. Put right what is asked for, then complete the interview again."),
            "soft",
        )
        if not self._fields:
            close = self.add_buttons((self.tr("Go on"), "Enter"))[0]
            close.clicked.connect(self.put_away)
            self.open(close)
            return
        self.list = FindList(
            look,
            len(self._fields),
            lambda at: said(self._fields[at]),
            placeholder=self.tr("Type part of a question to find it"),
            name=self.tr("Questions to look at"),
        )
        self.list.picked.connect(self._picked)
        self.column.addWidget(self.list)
        go, cancel = self.add_buttons((self.tr("Go to question"), "Enter"), (self.tr("Go on where it was left"), "Esc"))
        go.clicked.connect(self.list.pick)
        cancel.clicked.connect(self.put_away)
        self.open(self.list.search)

    def _picked(self, at: int) -> None:
        self.put_away()
        self.chosen.emit(self._fields[at])
