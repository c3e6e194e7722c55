"""What is coded in one classification: the codes suggested, other words or a code looked up, and what was taken."""

import re

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout

from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.office.coding_list import CodeLine, CodeList, suggested_line
from capi.screens.office.coding_words import SCHEMES
from capi.screens.sheet import is_enter
from capi.sync.coding_messages import UNCODABLE, CodeScheme, Found, GivenCode, Looking

LOOK_MS = 180
"""The hub is asked when nobody has typed for this long."""
LONGEST = 200
_CODE = "="
"""Begins a code: digits alone take a suggestion."""
_A_CODE = re.compile(r"[0-9][0-9./ ]{0,8}|[A-U]")
_NO_TEXT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class CodePanel(QFrame):
    """The keyboard is in the list, where digits take a row; a letter or `=` puts it into the line above."""

    looked_up = Signal(object)
    """Emitted with a Looking to be asked of the hub."""
    taken = Signal()
    """Emitted when a code was taken, or taken back."""

    def __init__(self, look: Look, scheme: CodeScheme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._look = look
        self.scheme = scheme
        self.choice: CodeLine | None = None
        self._offered: tuple[CodeLine, ...] = ()
        self._context = Looking(scheme=scheme, words="")
        self._wanted: Looking | None = None
        self._unanswered = self._unindexed = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(LOOK_MS)
        self._typing.timeout.connect(self._look_up)
        self._name = QLabel(f"{said(SCHEMES[scheme])}  {scheme.value}")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen = QLabel()
        self._chosen.setTextFormat(Qt.TextFormat.PlainText)
        self._chosen.setObjectName("taken")
        self.line = QLineEdit()
        self.line.setMaxLength(LONGEST)
        self.line.setPlaceholderText(self.tr("Other words, or {sign} code").format(sign=_CODE))
        self.line.setAccessibleName(self.tr("Look up words or a code: {name}").format(name=self._name.text()))
        self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.line.textEdited.connect(self._edited)
        self.list = CodeList(look)
        self.list.setAccessibleName(self._name.text())
        self.list.picked.connect(self.take_marked)
        self._told = QLabel()
        self._told.setObjectName("soft")
        self._told.setWordWrap(True)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.hide()
        for taker in (self.list, self.line):
            taker.installEventFilter(self)
        self._lay_out()
        look.changed.connect(self._style)
        self._style()

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.addWidget(self._name)
        self._top.addWidget(self._chosen)
        self._top.addWidget(self.line, 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._top)
        self._column.addWidget(self._told)
        self._column.addWidget(self.list, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self._column.setContentsMargins(px(12), px(8), px(8), px(8))
        self._column.setSpacing(px(6))
        self._top.setSpacing(px(12))
        strong = self.has_keys
        edge = c.instruction if strong else c.line
        self.setStyleSheet(
            f"QFrame#panel {{ border: {px(2) if strong else 1}px solid {edge}; }}"
            "QFrame#panel QListView { border: 0; }"
            f"QLabel {{ font-size: {px(15)}px; font-weight: 700; border: 0; }}"
            f"QLabel#taken {{ color: {c.saved}; }} QLabel#soft {{ color: {c.soft}; font-weight: 400; }}"
        )
        self.line.setMinimumWidth(px(90))

    @property
    def has_keys(self) -> bool:
        return self.list.hasFocus() or self.line.hasFocus()

    @property
    def ready(self) -> bool:
        """Whether what a key would take stands on the screen."""
        return self.list.ready

    @property
    def looking(self) -> bool:
        """Whether the list is not yet that of the words typed."""
        return self._typing.isActive() or self._wanted is not None

    @property
    def given(self) -> list[GivenCode]:
        """The code taken, with the one in SOC2010 that goes with it."""
        line = self.choice
        if line is None:
            return []
        codes = [GivenCode(scheme=self.scheme, code=line.code, entry=line.entry)]
        if line.also and self.scheme is CodeScheme.SOC2020 and UNCODABLE not in (line.code, line.also):
            codes.append(GivenCode(scheme=CodeScheme.SOC2010, code=line.also))
        return codes

    def put_job(
        self, lines: tuple[CodeLine, ...], context: Looking, told: str = "", *, unindexed: bool = False
    ) -> None:
        """`context`: what was said, to go with words that are looked up. `told`: what is to be known above the list. `unindexed`:
        the hub has nothing to look in, and a code is taken as it is typed.
        """
        self._typing.stop()
        self._unindexed = unindexed
        self._wanted = None
        self._offered, self._context = lines, context
        self.line.clear()
        self._choose(None)
        self._show(lines, told or ("" if lines else self.tr("No suggestion: type other words, or = and a code.")))

    def _show(self, lines: tuple[CodeLine, ...], told: str) -> None:
        self.list.put(lines)
        self._told.setText(told)
        self._told.setVisible(bool(told))

    def focus(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Taking

    def take(self, row: int) -> None:
        line = self.list.line_at(row)
        if line is not None and self.list.ready and not self.looking:
            self._choose(line)
            self.taken.emit()

    def take_marked(self) -> None:
        self.take(self.list.currentIndex().row())

    def _choose(self, line: CodeLine | None) -> None:
        self.choice = line
        self.list.show_taken(line)
        self._chosen.setText(f"✓ {line.code}" if line else "")
        self._chosen.setAccessibleName(f"{line.code} {line.title}" if line else "")
        self._chosen.setVisible(line is not None)

    def _take_back(self) -> None:
        if self.choice is not None:
            self._choose(None)
            self.taken.emit()

    # Looking up

    def _edited(self) -> None:
        if self._asked:
            self._typing.start()
        else:
            self._typing.stop()
            self._wanted = None
            self._show(self._offered, "")

    def _look_up(self) -> None:
        self._typing.stop()
        self._unanswered = False
        if self._unindexed:
            self._show_typed()
            return
        self._wanted = msgspec.structs.replace(self._context, words=self._asked)
        self._told.setText(self.tr("Looking…"))
        self._told.show()
        self.looked_up.emit(self._wanted)

    def _show_typed(self) -> None:
        code = self._typed_code
        told = self.tr("The hub says whether there is such a code")
        lines = (CodeLine(code=code, title=self.tr("As typed"), below=told),) if code else ()
        nothing = self.tr("No index of {scheme} is loaded: type = and a code.").format(scheme=self.scheme.value)
        self._show(lines, "" if lines else nothing)

    @property
    def _typed_code(self) -> str:
        """The code that stands in the line, without its points; empty for words."""
        text = self._asked
        begun = text[:1].isdigit() or self.line.text().startswith(_CODE)
        return _bare(text) if begun and _A_CODE.fullmatch(text) else ""

    @property
    def _asked(self) -> str:
        text = self.line.text().strip()
        return text.removeprefix(_CODE).strip().upper() if text.startswith(_CODE) else text

    def put_found(self, looking: Looking, found: Found) -> None:
        """The hub's answer; one to other words than the last is dropped."""
        if looking != self._wanted or self._typing.isActive():
            return
        self._wanted = None
        typed = bool(self._typed_code)
        lines = tuple(suggested_line(each, typed=typed) for each in found.suggested if each.scheme is self.scheme)
        nothing = (
            self.tr("No such code in {scheme}.").format(scheme=self.scheme.value)
            if typed
            else self.tr("Nothing found.")
        )
        self._show(lines, "" if lines else nothing)

    def not_found(self, looking: Looking) -> None:
        """The hub did not answer: what was offered is there again, and the words can be asked again with Enter."""
        if looking == self._wanted:
            self._wanted = None
            self._unanswered = True
            self._show((), self.tr("Not answered. {key} asks again.").format(key=key_name("Enter")))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._style()
            self.list.set_keys(digits=self.list.hasFocus(), mark=self.has_keys)
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._key_in_line(event) if watched is self.line else self._key_in_list(event)

    def _key_in_list(self, event: QKeyEvent) -> bool:
        text = event.text()
        if is_enter(event):
            self.take_marked()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.list.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._take_back()
        elif event.key() == Qt.Key.Key_Escape and self.line.text():
            self._give_up_looking()
        elif event.modifiers() & _NO_TEXT or not text or not text.isprintable():
            return False
        elif text.isascii() and text.isdigit():
            if not event.isAutoRepeat():
                self.take(int(text) - 1 if text != "0" else len(self.list.lines) - 1)
        elif not text.isspace():
            self._begin_looking(text)
        return True

    def _begin_looking(self, text: str) -> None:
        self.line.setText(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.end(False)
        self._edited()

    def _give_up_looking(self) -> None:
        self.line.clear()
        self._edited()
        self.focus()

    def _key_in_line(self, event: QKeyEvent) -> bool:
        if is_enter(event):
            self._enter_in_line()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return True
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            if not self.looking:
                self.focus()
                self.list.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self._give_up_looking()
        else:
            return False
        return True

    def _enter_in_line(self) -> None:
        """Takes what was found first; a code only where it is the one typed, else the coder chooses in the list."""
        if self._typing.isActive() or (self._unanswered and not self.looking):
            self._look_up()
        elif not self.looking and self.list.ready:
            first = self.list.marked
            if first is not None and self._typed_code and _bare(first.code) != self._typed_code:
                self.focus()
            else:
                self.take_marked()


def _bare(code: str) -> str:
    """Without points and strokes: `62.01/2` and `62012` are one code."""
    return code.upper().replace(".", "").replace("/", "").replace(" ", "")
