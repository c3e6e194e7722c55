"""A language nobody speaks, to find what would not be translated: `[!!! Šîgñ îñ ťôţø !!!]`.

It is made of what the translators get, and read as a translation is; so a text that is not among theirs, or is looked
up in the wrong place, stays English and is found. Every text is longer by two fifths, as in German or Welsh.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

import translations
from capi.screens.route_panel import RouteList
from capi.screens.typeset import Typeset

CODE = "pl"
"""Its numbers, dates and three plurals are those of Polish: other than English ones in each respect."""

_PLAIN = "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz"
_MARKED = "ÅåƁƀÇçÐđÉéƑƒĞğĤĥÎîĴĵĶķĽľḾɱÑñÖöÞþɊɋŘřŠšŢţÛûṼṽŴŵẊẋÝýŽž"
_ACCENTS = str.maketrans(_PLAIN, _MARKED)
_KEPT = re.compile(r"(\{[^}]*\}|%L?n)")
_ENGLISH = re.compile(r"[A-Za-z]{2,}")
_PADDING = "þåđđîñğ ţö ɱåķé îţ ľöñğéř "


def pseudo(text: str) -> str:
    """The text in the language nobody speaks, its fills left as they are.

    >>> pseudo("Open {name}")
    '[!!! Öþéñ {name} þåđđ !!!]'
    """
    longer = round(len(text) * 0.4) + 1
    return f"[!!! {accented(text)} {(_PADDING * (longer // len(_PADDING) + 1))[:longer].rstrip()} !!!]"


def accented(text: str) -> str:
    parts = _KEPT.split(text)
    return "".join(part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in parts)


def make_language(resources: Path) -> None:
    """Puts the language into the folder, with the typeface of the window."""
    for needed in ("fonts", "icons"):
        shutil.copytree(translations.FOLDER.parent / needed, resources / needed)
    tree = ElementTree.parse(translations.SOURCE)  # noqa: S314 - our own file
    tree.getroot().set("language", CODE)
    for context in tree.iter("context"):
        # The names of keys are short on every keyboard.
        into = accented if context.findtext("name") == "Keys" else pseudo
        for message in context.iter("message"):
            _translate(message, into(message.findtext("source", "")))
    folder = resources / "translations"
    folder.mkdir(parents=True)
    file = folder / f"capi_{CODE}.ts"
    tree.write(file, encoding="utf-8", xml_declaration=True)
    translations.build(file, file.with_suffix(".qm"))


def _translate(message: ElementTree.Element, text: str) -> None:
    translation = message.find("translation")
    assert translation is not None
    translation.clear()
    if message.get("numerus") == "yes":
        for _ in range(3):
            ElementTree.SubElement(translation, "numerusform").text = text
    else:
        translation.text = text


def calendar_words() -> list[str]:
    """The days and months, which the system knows and nobody translates."""
    locale = QLocale(CODE)
    days = [locale.dayName(day) for day in range(1, 8)]
    return days + [name(month) for month in range(1, 13) for name in (locale.monthName, locale.standaloneMonthName)]


@dataclass
class Reader:
    """Reads what stands in a window, painted or not, as a person would who knows no English."""

    known: list[str] = field(default_factory=list)
    """Texts that are nobody's to translate: of the case, of the instrument, names of files."""
    painted: list[tuple[str, str]] = field(default_factory=list)
    """Each text painted by hand, and what is wrong with its place."""

    def english_in(self, window: QWidget) -> list[str]:
        """Every text that nobody translated."""
        return sorted({text for text in self.texts(window) if self.is_english(text)})

    def is_english(self, text: str) -> bool:
        for known in sorted(self.known, key=len, reverse=True):
            text = text.replace(known, "")
        return bool(_ENGLISH.search(text))

    def texts(self, window: QWidget) -> Iterator[str]:
        for widget in _visible(window):
            yield from _texts_of(widget)
        yield from self._painted_in(window)

    def _painted_in(self, window: QWidget) -> Iterator[str]:
        self.painted.clear()
        window.grab()
        yield from [text for text, _ in self.painted]

    def clipped_in(self, window: QWidget) -> list[str]:
        """Every text that does not fit the place it has."""
        found = {f"{type(widget).__name__}: {text}" for widget in _visible(window) for text in _clipped(widget)}
        list(self._painted_in(window))
        return sorted(found | {f"painted: {text} ({fault})" for text, fault in self.painted if fault})


def watch_painting(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the reader sees what is painted by hand."""
    draw_text, draw_set = QPainter.drawText, Typeset.draw

    def draw(painter: QPainter, *words: object) -> object:
        text = next(word for word in words if isinstance(word, str))
        place = words[0] if isinstance(words[0], QRect) else None
        reader.painted.append((text, _fault_of(painter, text, place)))
        return draw_text(painter, *words)  # type: ignore[call-overload]

    def draw_runs(typeset: Typeset, painter: QPainter, x: int, y: int, colour: object) -> None:
        if typeset.height:
            room = painter.viewport().width() - x
            reader.painted.append((typeset.words, "too wide" if typeset.natural_width() > room else ""))
        draw_set(typeset, painter, x, y, colour)  # type: ignore[arg-type]

    monkeypatch.setattr(QPainter, "drawText", draw)
    monkeypatch.setattr(Typeset, "draw", draw_runs)


def _fault_of(painter: QPainter, text: str, place: QRect | None) -> str:
    device = painter.device()
    if isinstance(device, QWidget) and isinstance(device.parentWidget(), RouteList):
        return ""  # a row is cut to the panel, and whole in its tooltip
    if text.endswith("…") and "[!!!" in text:
        return "cut"
    if place is None:
        return ""
    if painter.fontMetrics().horizontalAdvance(text) > place.width() + 2:
        return "wider than its place"
    right = place.left() + painter.fontMetrics().horizontalAdvance(text)
    if isinstance(device, QWidget) and right > device.width() + 2 and place.right() > device.width() + 2:
        return "out of the widget"
    return ""


def _visible(window: QWidget) -> list[QWidget]:
    return [window, *(widget for widget in window.findChildren(QWidget) if widget.isVisibleTo(window))]


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.placeholderText()
        case QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(at) for at in range(widget.count()))
        case QHeaderView():
            pass
        case QAbstractItemView():
            yield from _cells(widget)


def _cells(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = range(1)
    if isinstance(view, QTableView):
        columns = range(model.columnCount(QModelIndex()))
        yield from (str(model.headerData(at, Qt.Orientation.Horizontal)) for at in columns)
    for row in range(min(50, model.rowCount(QModelIndex()))):
        for at in columns:
            index = model.index(row, at)
            yield from (
                str(model.data(index, role) or "")
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            )


def _clipped(widget: QWidget) -> Iterator[str]:
    parent = widget.parentWidget()
    match widget:
        case QLabel() if type(widget) is QLabel:
            if (widget.wordWrap() and widget.height() + 1 < widget.heightForWidth(widget.width())) or (
                not widget.wordWrap() and widget.width() + 1 < widget.sizeHint().width()
            ):
                yield widget.text()
        case QPushButton() if widget.width() + 1 < widget.sizeHint().width():
            yield f"{widget.text()} ({widget.width()} of {widget.sizeHint().width()})"
        case QLineEdit() if not widget.text() and _too_long(widget, widget.placeholderText()):
            yield widget.placeholderText()
        case QComboBox() if _too_long(widget, widget.currentText()):
            yield widget.currentText()
        case QScrollArea() if (inside := widget.widget()) and inside.width() > widget.viewport().width():
            yield f"{type(inside).__name__} is {inside.width()} wide, of which {widget.viewport().width()} can be seen"
        case QTableView():
            header = widget.horizontalHeader()
            for at in range(header.count()):
                if header.sectionSize(at) < header.sectionSizeHint(at):
                    yield f"column {at}: {widget.model().headerData(at, Qt.Orientation.Horizontal)}"
                for row in range(widget.model().rowCount(QModelIndex())):
                    cell = str(widget.model().data(widget.model().index(row, at)))
                    if "[!!!" in cell and _too_long(widget, cell, header.sectionSize(at)):
                        yield f"column {at}: {cell}"
    if isinstance(widget, QPushButton | QLineEdit | QComboBox) and parent is not None:
        right = widget.mapTo(widget.window(), QPoint(widget.width(), 0)).x()
        if right > widget.window().width():
            yield f"{widget.accessibleName()} reaches out of the window"


def _too_long(widget: QWidget, text: str, width: int = 0) -> bool:
    return QFontMetrics(widget.font()).horizontalAdvance(text) > (width or widget.width()) - 20
