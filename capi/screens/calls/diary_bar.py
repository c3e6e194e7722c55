"""The diary bar: along the foot of the window, the reminders; without one, when the next appointment is; and the key to the diary."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from capi.screens.calls.diary_keys import printed_key
from capi.screens.key_bar import KeyButton
from capi.screens.look import Look

Manner: TypeAlias = Literal["reminder", "coming", "interview"]
"""How the words are shown: as a reminder; softly; or, while there is a respondent, small and without a key."""
_MOST = 2


class DiaryBar(QFrame):
    """It takes its room from the page above it and never the keyboard."""

    diary_wanted = Signal()
    put_away_wanted = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._manner: Manner = "coming"
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("diarybar")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self._diary = KeyButton(look, self.tr("Diary"), "F9")
        self._away = KeyButton(look, self.tr("Put away"), printed_key("Shift+F9"))
        self._diary.clicked.connect(self.diary_wanted)
        self._away.clicked.connect(self.put_away_wanted)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)
        self._row.addWidget(self._diary)
        self._row.addWidget(self._away)
        self.hide()
        parent.installEventFilter(self)
        look.changed.connect(self._style)
        self._style()

    def tell(self, told: Sequence[str], manner: Manner, *, diary: bool = False) -> None:
        """Each a sentence; none takes the bar away. `diary`: its key works now. A screen reader says a reminder when it comes."""
        words = [*told[:_MOST], *([self.tr("There are more in the diary.")] if len(told) > _MOST else [])]
        is_new = self.words.text() != "\n".join(words)
        if not is_new and self._manner == manner and self._diary.isHidden() is not diary:
            return
        self._manner = manner
        self.words.setText("\n".join(words))
        self.setAccessibleName(" ".join(words))
        self._diary.setVisible(diary)
        self._away.setVisible(manner == "reminder")
        self._style()
        if words and is_new and manner == "reminder":
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _style(self) -> None:
        c, px = self._look.colours, self._look.px
        ground, line, ink = {
            "reminder": (c.offered_ground, c.offered_line, c.ink),
            "coming": (c.surface, c.line, c.soft),
            "interview": (c.ground, c.line, c.soft),
        }[self._manner]
        size, weight = (15, 600) if self._manner == "reminder" else (13, 400)
        self.setStyleSheet(
            f"#diarybar {{ background: {ground}; border: 0; border-top: 1px solid {line}; }}"
            f"QLabel {{ color: {ink}; font-size: {px(size)}px; font-weight: {weight}; }}"
        )
        beside, above = px(28), px(2 if self._manner == "interview" else 4)
        self._row.setContentsMargins(beside, above, beside, above)
        self._row.setSpacing(px(18))
        for button in (self._diary, self._away):
            button.updateGeometry()
        self._place()

    def _place(self) -> None:
        """The page ends where the bar begins. A page that has no room to give is covered by a reminder, and shown no other words:
        the window never grows."""
        parent = self.parentWidget()
        if parent is None:
            return
        layout = parent.layout()
        self._row.invalidate()
        # 1 is the line above it.
        height = max(self._row.heightForWidth(parent.width()), self._row.minimumSize().height()) + 1
        spare = max(0, parent.height() - (layout.minimumSize().height() if layout is not None else 0))
        self.setVisible(bool(self.words.text()) and (self._manner == "reminder" or height <= spare))
        parent.setContentsMargins(0, 0, 0, 0 if self.isHidden() else min(height, spare))
        self.setGeometry(0, parent.height() - height, parent.width(), height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room there is depends on the window, and on what the page in it needs."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and watched is self.parentWidget():
            self._place()
        return False
