"""The hindrance sheet: what stands in the way of completing the interview, to be gone to, or to be accepted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from capi.fieldwork.completion import Hindrance, Level
from capi.screens.find_list import FindList
from capi.screens.language import said as in_words
from capi.screens.look import Look
from capi.screens.sheet import Sheet, is_enter
from capi.wording import Wording


class HindranceSheet(Sheet):
    """Lists the questions concerned under what is said of them. What only warns can be accepted as it is."""

    chosen = Signal(str)
    """Emitted with the field to go to."""
    accepted = Signal()
    """Emitted when the interview is to be completed all the same."""

    def __init__(
        self, look: Look, parent: QWidget, hindrances: Sequence[Hindrance], said: Callable[[str], str]
    ) -> None:
        """`said` puts a field into words."""
        blocked = any(each.level is Level.BLOCK for each in hindrances)
        super().__init__(look, parent, "", width=680)
        self._title.setText(
            self.tr("This interview is not complete yet") if blocked else self.tr("Before this interview is completed")
        )
        self.setAccessibleName(self._title.text())
        for each in hindrances[:_MOST_SAID]:
            self.add_text(in_words(each.message) if isinstance(each.message, Wording) else each.message)
        if len(hindrances) > _MOST_SAID:
            self.add_text(self.tr("%Ln more.", "", len(hindrances) - _MOST_SAID))
        self._fields = list(dict.fromkeys(field for each in hindrances for field in each.fields))
        self.list = FindList(
            look,
            len(self._fields),
            lambda at: said(self._fields[at]),
            placeholder=self.tr("Type part of a question to find it"),
            name=self.tr("Questions concerned"),
        )
        self.list.picked.connect(self._picked)
        self.column.addWidget(self.list)
        wanted = [(self.tr("Go to question"), "Enter")]
        wanted += [] if blocked else [(self.tr("Complete all the same"), "Ctrl+Enter")]
        go, *rest, cancel = self.add_buttons(*wanted, (self.tr("Back"), "Esc"))
        go.clicked.connect(self.list.pick)
        self._acceptable = not blocked
        self.list.search.installEventFilter(self)
        for button in rest:
            button.clicked.connect(self._accept)
        cancel.clicked.connect(self.put_away)
        self.open(self.list.search)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            self._acceptable
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and is_enter(event)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._accept()
            return True
        return super().eventFilter(watched, event)

    def _picked(self, at: int) -> None:
        self.put_away()
        self.chosen.emit(self._fields[at])

    def _accept(self) -> None:
        self.put_away()
        self.accepted.emit()


_MOST_SAID = 4
