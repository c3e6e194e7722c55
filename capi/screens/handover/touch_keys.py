"""Keys on the screen: digits, and letters where words are asked, for a laptop that is held like a sheet of paper."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from capi.screens.look import Look

_DIGITS = ("789", "456", "123")
_LETTERS = ("1234567890", "qwertyuiop", "asdfghjkl’", "zxcvbnm,.-")
RUB_OUT = "\b"


class TouchKeys(QWidget):
    """The keyboard stays where the writing is."""

    typed = Signal(str)
    """Emitted with the sign of the key; with RUB_OUT where the last one is to be taken back."""

    def __init__(self, look: Look, *, letters: bool = False, also: str = "") -> None:
        """`also`: signs beside the digits, such as a decimal point."""
        super().__init__()
        self._look = look
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(6))
        self.keys: dict[str, QPushButton] = {}
        for line, signs in enumerate(_LETTERS if letters else _DIGITS):
            for column, sign in enumerate(signs):
                self._add(sign, line, column)
        if letters:
            self._add("⇧", 4, 0, wide=2)
            self._add(" ", 4, 2, wide=6)
            self._add(RUB_OUT, 4, 8, wide=2)
        else:
            self._add("0", 3, 1)
            self._add(RUB_OUT, 3, 2)
            if also:
                self._add(also[0], 3, 0)
            for line, sign in enumerate(also[1:]):
                self._add(sign, line, 3)

    def _add(self, sign: str, line: int, column: int, wide: int = 1) -> None:
        printed = {RUB_OUT: "⌫", " ": self.tr("space")}.get(sign, sign)
        key = QPushButton(printed)
        names = {RUB_OUT: self.tr("Rub out"), " ": self.tr("Space"), "⇧": self.tr("Capital")}
        key.setAccessibleName(names.get(sign, sign))
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setMinimumSize(max(44, self._look.px(44)), max(44, self._look.px(42)))
        key.setCheckable(sign == "⇧")
        key.setStyleSheet(f"padding: 0; font-size: {self._look.px(18)}px;")
        key.clicked.connect(self._pressed)
        self.keys[sign] = key
        self._grid.addWidget(key, line, column, 1, wide)

    def _pressed(self) -> None:
        pressed = self.sender()
        sign = next((sign for sign, key in self.keys.items() if key is pressed), "")
        capital = self.keys.get("⇧")
        if sign in ("", "⇧"):
            return
        if capital is not None and capital.isChecked():
            capital.setChecked(False)
            sign = sign.upper()
        self.typed.emit(sign)
