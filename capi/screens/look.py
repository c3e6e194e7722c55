"""The look: colours, type and size of everything painted, in light and dark, at any scale."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

FAMILY = "Atkinson Hyperlegible Next"
SMALLEST, LARGEST = 0.7, 2.0

Theme: TypeAlias = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Colours:
    """Every pair that carries text has a contrast of 4.5 to 1 or more; a test works it out."""

    ground: str
    surface: str
    panel: str
    ink: str
    soft: str
    line: str
    instruction: str
    instruction_ground: str
    chosen: str
    offered: str
    offered_ground: str
    offered_line: str
    saved: str
    alarm: str
    alarm_ground: str
    card: str
    card_ink: str
    veil: str


LIGHT = Colours(
    ground="#f4f5f3",
    surface="#ffffff",
    panel="#ecefed",
    ink="#1a1c20",
    soft="#565c66",
    line="#d9dcd8",
    instruction="#1f4e8c",
    instruction_ground="#e4edf9",
    chosen="#e6edf8",
    offered="#8a5a00",
    offered_ground="#fdf6e7",
    offered_line="#e6c98c",
    saved="#1c6b45",
    alarm="#a3231b",
    alarm_ground="#fdecea",
    card="#1a1c20",
    card_ink="#ffffff",
    veil="#801a1c20",
)
DARK = Colours(
    ground="#16181c",
    surface="#1e2126",
    panel="#1a1d21",
    ink="#eceef1",
    soft="#a9b0ba",
    line="#353a42",
    instruction="#8fb8f2",
    instruction_ground="#1d2a3d",
    chosen="#22324a",
    offered="#f0c66b",
    offered_ground="#2b2415",
    offered_line="#5e4d22",
    saved="#6fcf9b",
    alarm="#ff9d94",
    alarm_ground="#3a1d1b",
    card="#eceef1",
    card_ink="#16181c",
    veil="#b0000000",
)

Role: TypeAlias = Literal[
    "question", "information", "observation", "category", "number", "example", "instruction", "label", "strong",
    "small", "code", "title"
]  # fmt: skip

_ROLES: dict[Role, tuple[float, int, bool]] = {
    "question": (24, 600, False),
    "information": (22, 400, False),
    "observation": (23, 600, True),
    "category": (18, 400, False),
    "number": (18, 700, False),
    "example": (14, 400, False),
    "instruction": (15.5, 400, True),
    "label": (15, 400, False),
    "strong": (15, 700, False),
    "small": (13, 600, False),
    "code": (22, 700, False),
    "title": (28, 700, False),
}


class Look(QObject):
    """Handed down to every part of the window; parts read it when they paint."""

    changed = Signal()
    """Emitted when the theme or the scale is another one, and all must be measured and painted again."""

    def __init__(self, theme: Theme = "light", scale: float = 1.0) -> None:
        super().__init__()
        self.theme: Theme = theme
        self.scale = scale
        self._fonts: dict[Role, QFont] = {}
        self._made: dict[str, QColor] = {}

    @property
    def colours(self) -> Colours:
        return LIGHT if self.theme == "light" else DARK

    def colour(self, name: str) -> QColor:
        colour = self._made.get(name)
        if colour is None:
            colour = self._made[name] = QColor(getattr(self.colours, name))
        return colour

    def font(self, role: Role) -> QFont:
        font = self._fonts.get(role)
        if font is None:
            font = self._fonts[role] = self.sized(*_ROLES[role])
        return font

    def sized(self, pixels: float, weight: int = 400, italic: bool = False) -> QFont:
        font = QFont(FAMILY)
        font.setPixelSize(self.px(pixels))
        font.setWeight(QFont.Weight(weight))
        font.setItalic(italic)
        return font

    def px(self, length: float) -> int:
        """A length of the design at 100 %, in pixels of now."""
        return max(1, round(length * self.scale))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self._made.clear()
        self.changed.emit()

    def set_scale(self, scale: float) -> None:
        self.scale = min(LARGEST, max(SMALLEST, round(scale, 2)))
        self._fonts.clear()
        self.changed.emit()

    def dress(self) -> None:
        """Gives the parts that Qt paints itself the colours and sizes of now."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setFont(self.font("label"))
            application.setPalette(self.palette())
            application.setStyleSheet(self.stylesheet())

    def palette(self) -> QPalette:
        """For the parts that Qt paints itself."""
        palette = QPalette()
        for role, name in _PALETTE.items():
            palette.setColor(role, self.colour(name))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, self.colour("soft"))
        return palette

    def stylesheet(self) -> str:
        """For buttons, lines, lists and tables; what interviewing paints is painted by hand."""
        c, px = self.colours, self.px
        return f"""
            * {{ color: {c.ink}; }}
            QMainWindow, #page {{ background: {c.ground}; }}
            #bar {{ background: {c.surface}; }}
            QLineEdit, QPlainTextEdit, QComboBox {{
                background: {c.surface}; border: {px(2)}px solid {c.soft}; border-radius: {px(6)}px;
                padding: {px(6)}px {px(10)}px; selection-background-color: {c.instruction};
                selection-color: {c.surface}; placeholder-text-color: {c.soft};
            }}
            QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border-color: {c.instruction}; }}
            QComboBox::drop-down {{ border: 0; width: {px(28)}px; }}
            QComboBox::down-arrow {{ image: url(icons:down.svg); width: {px(12)}px; height: {px(12)}px; }}
            QComboBox QAbstractItemView {{ background: {c.surface}; selection-background-color: {c.chosen};
                selection-color: {c.ink}; }}
            QPushButton {{
                background: {c.surface}; border: {px(2)}px solid {c.line}; border-radius: {px(6)}px;
                padding: {px(8)}px {px(18)}px; font-weight: 600;
            }}
            QPushButton:focus, QPushButton:hover {{ border-color: {c.instruction}; }}
            QPushButton:default, QPushButton#main {{ background: {c.instruction}; color: {c.surface};
                border-color: {c.instruction}; }}
            QPushButton#main:focus {{ border-color: {c.ink}; }}
            QPushButton#choice:checked {{ background: {c.chosen}; color: {c.ink}; border: 2px solid {c.instruction};
                font-weight: 700; }}
            QPushButton:disabled {{ background: {c.panel}; color: {c.soft}; border-color: {c.line}; }}
            QPushButton#main:disabled {{ background: {c.panel}; color: {c.soft}; border-color: {c.line}; }}
            QRadioButton {{ spacing: {px(10)}px; padding: {px(4)}px; }}
            QRadioButton::indicator {{ width: {px(16)}px; height: {px(16)}px; }}
            QListView::indicator {{ width: {px(16)}px; height: {px(16)}px; border: {px(2)}px solid {c.soft};
                border-radius: {px(4)}px; background: {c.surface}; }}
            QListView::indicator:checked {{ background: {c.instruction}; border-color: {c.instruction};
                image: url(icons:tick-{self.theme}.svg); }}
            QTableView, QListView {{
                background: {c.surface}; alternate-background-color: {c.ground}; border: 1px solid {c.line};
                gridline-color: {c.line}; selection-background-color: {c.chosen}; selection-color: {c.ink}; outline: 0;
            }}
            QTableView::item {{ padding: 0 {px(8)}px; border: 0; }}
            QHeaderView::section {{ background: {c.panel}; border: 0; border-bottom: 1px solid {c.line};
                padding: {px(8)}px {px(10)}px; font-weight: 600; font-size: {px(13)}px; color: {c.soft}; }}
            QScrollArea {{ border: 0; background: transparent; }}
            QScrollBar:vertical {{ background: transparent; width: {px(10)}px; }}
            QScrollBar::handle:vertical {{ background: {c.line}; border-radius: {px(5)}px; min-height: {px(30)}px; }}
            QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
            QLabel#answer, QPlainTextEdit#answer {{ font-size: {px(18)}px; }}
            QLineEdit#answer {{ font-size: {px(22)}px; font-weight: 700; }}
            QLabel#small {{ color: {c.soft}; font-size: {px(13)}px; font-weight: 600; }}
            QLabel#soft {{ color: {c.soft}; }}
            QLabel#telephone {{ font-size: {px(26)}px; font-weight: 700; }}
            QFrame#panel {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {px(6)}px; }}
            QFrame#panel QLabel {{ border: 0; }}
            QLabel#alarm {{ color: {c.alarm}; font-weight: 600; }}
            QLabel#title {{ font-size: {px(28)}px; font-weight: 700; }}
            QLabel#heading {{ font-size: {px(19)}px; font-weight: 700; }}
            #sheet {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {px(10)}px; }}
        """


_PALETTE = {
    QPalette.ColorRole.Window: "ground",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "ground",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.PlaceholderText: "soft",
    QPalette.ColorRole.Highlight: "instruction",
    QPalette.ColorRole.HighlightedText: "surface",
}


def load_fonts(resources: Path) -> None:
    """Makes the embedded typeface known to Qt, and where the icons are; where it is missing the system's font serves."""
    QDir.setSearchPaths("icons", [str(resources / "icons")])
    for file in sorted((resources / "fonts").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
