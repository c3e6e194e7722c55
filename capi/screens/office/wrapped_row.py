"""A row of buttons; where the window is too narrow for one row there are several."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from capi.screens.look import Look

GAP = 8
_WIDEST = 1 << 24
"""Of any widget, in pixels."""


class WrappedRow(QWidget):
    """As high as it must be, and never wider than it is given. What is hidden takes no room."""

    def __init__(self, look: Look, widgets: Sequence[QWidget], gap: int = GAP) -> None:
        """`gap`: between two of them, at 100 %."""
        super().__init__()
        self._look = look
        self._gap = gap
        self._widgets: tuple[QWidget, ...] = ()
        look.changed.connect(self._place)
        self.put(widgets)

    def put(self, widgets: Sequence[QWidget]) -> None:
        """Takes these in, in this order, and lets go of those that are not among them."""
        self._widgets = tuple(widgets)
        for widget in self._widgets:
            if widget.parentWidget() is not self:
                widget.setParent(self)
        self._place()

    def sizeHint(self) -> QSize:
        shown = [widget.sizeHint().width() for widget in self._shown]
        return QSize(sum(shown) + self._look.px(self._gap) * max(0, len(shown) - 1), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._place()

    def event(self, event: QEvent) -> bool:
        """A button whose words or font are others, or that comes or goes, moves those behind it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    @property
    def _shown(self) -> list[QWidget]:
        return [widget for widget in self._widgets if widget.parentWidget() is self and not widget.isHidden()]

    def _rows(self) -> Iterator[list[QWidget]]:
        """Those that stand beside each other."""
        gap, taken = self._look.px(self._gap), 0
        # Before it has been given a width, one row is as good a guess as any, and does not make the window higher.
        room = self.width() if self.testAttribute(Qt.WidgetAttribute.WA_Resized) else _WIDEST
        row: list[QWidget] = []
        for widget in self._shown:
            wide = widget.sizeHint().width()
            if row and taken + wide > room:
                yield row
                row, taken = [], 0
            row.append(widget)
            taken += wide + gap
        if row:
            yield row

    def _place(self) -> None:
        gap, top = self._look.px(self._gap), 0
        for row in self._rows():
            height, left = max(widget.sizeHint().height() for widget in row), 0
            for widget in row:
                size = widget.sizeHint()
                wide = min(size.width(), max(1, self.width()))
                widget.setGeometry(left, top + (height - size.height()) // 2, wide, size.height())
                left += wide + gap
            top += height + self._look.px(GAP)
        self.setFixedHeight(max(0, top - self._look.px(GAP)))
