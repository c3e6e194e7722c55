"""What stands in the middle of a page, and is scrolled where the page has not the room for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

_ALL_THERE_IS = 1_000


def in_the_middle(inside: QWidget) -> QScrollArea:
    """As wide as `inside` may be at most, with as much on its left as on its right."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(inside, _ALL_THERE_IS)
    row.addStretch(1)
    area = QScrollArea()
    area.setWidget(holder)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    holder.setAutoFillBackground(False)
    return area
