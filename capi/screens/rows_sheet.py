"""The rows sheet: who and what the interview is about, row by row; to go to, to take out and to bring back."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from capi.screens.find_list import FindList
from capi.screens.look import Look
from capi.screens.rows_in_words import RowLine
from capi.screens.sheet import Sheet, with_key


class RowsSheet(Sheet):
    """One line for each row; those taken out stand among the others, and say so."""

    chosen = Signal(str)
    """Emitted with the row to go to."""
    removed = Signal(str)
    """Emitted with the row that is to be taken out; this is to be confirmed."""
    restored = Signal(str)
    """Emitted with the row to be brought back."""

    def __init__(self, look: Look, parent: QWidget, lines: list[RowLine], current: str | None) -> None:
        """`current` is the row that the question of now is about."""
        rosters = {line.roster for line in lines}
        title = lines[0].roster if len(rosters) == 1 else QCoreApplication.translate("RowsSheet", "Rows")
        super().__init__(look, parent, title, width=640)
        self._lines = lines
        self._one_roster = len(rosters) == 1
        self.list = FindList(
            look,
            len(lines),
            self._said,
            placeholder=self.tr("Type part of a name"),
            name=self.tr("Find a row"),
        )
        self.list.picked.connect(self._picked)
        self.list.moved.connect(self._fit_words)
        self.list.search.installEventFilter(self)
        self.column.addWidget(self.list)
        self.add_text(
            self.tr("Nothing is lost when a row is taken out: it keeps its answers, and can be brought back here."),
            "soft",
        )
        self._go, self._out, close = self.add_buttons(
            (self.tr("Bring back"), "Enter"), (self.tr("Take out"), "Del"), (self.tr("Close"), "Esc")
        )
        self._go.setMinimumWidth(self._go.sizeHint().width())
        self._go.clicked.connect(self.list.pick)
        self._out.clicked.connect(self._take_out)
        close.clicked.connect(self.put_away)
        at = next((at for at, line in enumerate(lines) if line.row == current), 0)
        self.list.mark(at)
        self._fit_words()
        self.open(self.list.search)

    def _said(self, at: int) -> str:
        line = self._lines[at]
        words = f"{'      ' * line.depth}{line.words}" + ("" if self._one_roster else f"   {line.roster}")
        return self.tr("{row}   (taken out)").format(row=words) if line.removed else words

    @property
    def marked(self) -> RowLine | None:
        return None if self.list.current is None else self._lines[self.list.current]

    def _fit_words(self) -> None:
        """What Enter and Del do to the row marked."""
        marked = self.marked
        out = marked is not None and marked.removed
        self._go.setText(with_key(self.tr("Bring back") if out else self.tr("Go there"), "Enter"))
        self._go.setEnabled(marked is not None)
        self._out.setEnabled(marked is not None and not out)

    def _picked(self, at: int) -> None:
        line = self._lines[at]
        self.put_away()
        (self.restored if line.removed else self.chosen).emit(line.row)

    def _take_out(self) -> None:
        self.list.look_through()
        marked = self.marked
        if marked is not None and not marked.removed:
            self.put_away()
            self.removed.emit(marked.row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Del takes the row out where it has no letter to take away."""
        search = self.list.search
        if (
            watched is search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
            and not event.isAutoRepeat()
            and search.cursorPosition() == len(search.text())
            and not search.hasSelectedText()
        ):
            self._take_out()
            return True
        return super().eventFilter(watched, event)
