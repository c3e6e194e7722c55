"""The outcome sheet: what came of the case, suggested from calls and interview, and confirmed by a person."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from capi.fieldwork.calls import OutcomeSet
from capi.outcomes.frame import OutcomeCode, OutcomeFrame
from capi.outcomes.suggestion import Suggestion, allowed, check_outcome
from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet, is_enter

_IN_SIGHT = 8
_CODE = Qt.ItemDataRole.UserRole


class OutcomeSheet(Sheet):
    """Typing digits or words narrows the codes; Enter confirms the one marked, at first the one suggested."""

    confirmed = Signal(object)
    """Emitted with the OutcomeSet; with an empty code where the outcome is taken back."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        title: str,
        frame: OutcomeFrame,
        sha256: str,
        suggestion: Suggestion | None,
        standing: OutcomeSet | None,
        language: str = "",
    ) -> None:
        super().__init__(look, parent, title, width=720)
        self._frame = frame
        self._sha256 = sha256
        self._suggestion = suggestion
        self._language = language
        self._codes = allowed(frame, by_office=False)
        if suggestion is not None:
            self.add_text(said(suggestion.because), "soft")
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Type digits of the code, or part of its words"))
        self.search.setAccessibleName(self.tr("Find an outcome"))
        self.search.setMaxLength(60)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.column.addWidget(self.search)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Outcomes"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemDoubleClicked.connect(self._confirm)
        self.list.setStyleSheet(
            f"QListWidget::item {{ padding: {look.px(6)}px {look.px(8)}px; }}"
            f"QListWidget::item:selected {{ background: {look.colours.chosen}; color: {look.colours.ink}; }}"
        )
        self.column.addWidget(self.list)
        self.reason = QLineEdit()
        self.reason.setMaxLength(1_000)
        self.reason.setPlaceholderText(self.tr("Reason ({key} to write one)").format(key=key_name("Tab")))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setText(standing.reason if standing else "")
        self.reason.returnPressed.connect(self._confirm)
        self.column.addWidget(self.reason)
        buttons = [(self.tr("Confirm"), "Enter"), (self.tr("Cancel"), "Esc")]
        if standing is not None:
            buttons.append((self.tr("Take the outcome back"), ""))
        confirm, cancel, *take_back = self.add_buttons(*buttons)
        confirm.clicked.connect(self._confirm)
        cancel.clicked.connect(self.put_away)
        for button in take_back:
            button.clicked.connect(self._take_back)
        self._put(self._codes, standing.code if standing else suggestion.code if suggestion else "")
        self.list.setFixedHeight(_IN_SIGHT * max(self.list.sizeHintForRow(0), look.px(30)) + 2)
        self.open(self.search)

    def _put(self, codes: Sequence[OutcomeCode], marked: str = "") -> None:
        self.list.clear()
        for each in codes:
            words = f"{each.code}   {self._frame.said(each.label, self._language)}"
            suggested = self._suggestion is not None and each.code == self._suggestion.code
            item = QListWidgetItem(self.tr("{code} (suggested)").format(code=words) if suggested else words)
            item.setData(_CODE, each.code)
            self.list.addItem(item)
        at = next((row for row, each in enumerate(codes) if each.code == marked), 0)
        self.list.setCurrentRow(at)
        self.list.scrollToItem(self.list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def _narrow(self, text: str) -> None:
        wanted = text.casefold().split()
        found = [
            each
            for each in self._codes
            if all(
                each.code.startswith(word) or word in self._frame.said(each.label, self._language).casefold()
                for word in wanted
            )
        ]
        self._put(found, "" if wanted else self._suggestion.code if self._suggestion else "")

    def _confirm(self, *_: object) -> None:
        if not self.list.count():
            self.refuse(self.tr("No outcome has these words. Type others, or none, and choose one."))
            return
        self._set(str(self.list.currentItem().data(_CODE)))

    def _take_back(self) -> None:
        self._set("")

    def _set(self, code: str) -> None:
        reason = self.reason.text().strip()
        refused = check_outcome(self._frame, code, reason, by_office=False)
        if refused is not None:
            self.refuse(said(refused))
            self.reason.setFocus()
            return
        suggested = self._suggestion.code if self._suggestion else ""
        self.confirmed.emit(OutcomeSet(code, self._sha256, reason, suggested))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search line arrows move in the list, and Enter confirms."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if is_enter(event):
                self._confirm()
                return True
            steps = {
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_PageUp: -_IN_SIGHT,
                Qt.Key.Key_PageDown: _IN_SIGHT,
            }
            if event.key() in steps and self.list.count():
                row = self.list.currentRow() + steps[Qt.Key(event.key())]
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, row)))
                return True
            return False
        return super().eventFilter(watched, event)
