"""The tabs above the office's page, each with its key."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from capi.screens.look import Look
from capi.screens.office.wrapped_row import WrappedRow
from capi.screens.sheet import with_key


class TabRow(QObject):
    """A tab that is not there for who is signed in keeps its number: the keys are the same for everybody."""

    chosen = Signal(int)
    """Emitted with the number of the tab that was clicked, counted from 0."""

    def __init__(self, look: Look, names: Sequence[str], there: Sequence[bool]) -> None:
        """`there`: which of them can be seen."""
        super().__init__()
        self._names = tuple(names)
        self.tabs: list[QPushButton] = []
        for name in names:
            tab = QPushButton()
            tab.setAccessibleName(name)
            tab.setCheckable(True)
            tab.clicked.connect(self._clicked)
            self.tabs.append(tab)
        self.name_keys(True)
        self.row = WrappedRow(look, self.tabs)
        for tab, seen in zip(self.tabs, there, strict=True):
            tab.setVisible(seen)

    def name_keys(self, named: bool) -> None:
        """Where there is little room the tabs say their names alone."""
        for at, (tab, name) in enumerate(zip(self.tabs, self._names, strict=True)):
            tab.setText(with_key(name, f"Ctrl+{at + 1}" if named else ""))

    def is_there(self, at: int) -> bool:
        return 0 <= at < len(self.tabs) and not self.tabs[at].isHidden()

    def mark(self, at: int) -> None:
        """The tab of the page that is in front."""
        for number, tab in enumerate(self.tabs):
            tab.setChecked(number == at)
            tab.setObjectName("main" if number == at else "")
            tab.style().polish(tab)

    def _clicked(self) -> None:
        for at, tab in enumerate(self.tabs):
            if tab is self.sender():
                self.chosen.emit(at)
