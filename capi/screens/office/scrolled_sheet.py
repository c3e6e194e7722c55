"""A sheet whose middle scrolls where the window is too low for it, so that no line is cut and every button stays in sight."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from capi.screens.look import Look
from capi.screens.office.scrolled_page import ScrolledPage
from capi.screens.sheet import Sheet

_SIDE = 28
"""The margin of a sheet, at 100 %."""


class ScrolledSheet(Sheet):
    """What is put `inside` scrolls; what is added to the sheet itself stands below it."""

    def __init__(self, look: Look, parent: QWidget, title: str, *, width: int = 560) -> None:
        super().__init__(look, parent, title, width=width)
        page = QWidget()
        self._inside = QVBoxLayout(page)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._area = ScrolledPage(page)
        self.column.addWidget(self._area)

    def put_inside(self, part: QWidget | QLayout) -> None:
        if isinstance(part, QWidget):
            self._inside.addWidget(part)
        else:
            self._inside.addLayout(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn go through what is longer than the window, wherever the keyboard is."""
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in pages:
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + pages[Qt.Key(event.key())] * bar.pageStep())
        super().keyPressEvent(event)

    def _fit(self) -> None:
        """The middle gets what it needs, or else what the rest leaves of the window."""
        px = self._look.px
        self._inside.setSpacing(px(10))
        self._area.setFixedHeight(1)
        super()._fit()
        room = self.height() - px(40) - self._panel.height()
        wide = self._panel.width() - 2 * px(_SIDE) - 4
        self._area.setFixedHeight(max(1, min(self._needed(wide), room)))
        super()._fit()

    def _needed(self, wide: int) -> int:
        """In pixels, for its parts at this width."""
        self._inside.invalidate()
        if self._inside.hasHeightForWidth():
            return self._inside.totalHeightForWidth(wide)
        return self._inside.totalSizeHint().height()
