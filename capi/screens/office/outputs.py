"""Tables and exports: what is to be made, how far it is, what it holds, and where it is saved."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from capi.screens.language import number
from capi.screens.lines import Column, LinesTable
from capi.screens.look import Look
from capi.screens.office.outputs_form import OutputForm
from capi.screens.office.outputs_preview import preview
from capi.screens.office.outputs_words import STATES, cases_said, rules_said, share_of, state_said, time_said, what_said
from capi.screens.sheet import with_key
from capi.sync.output_messages import Output, OutputOrder, Outputs, OutputShown, OutputState
from capi.wording import Wording

SAVE_KEY, REMOVE_KEY = "F9", "Del"
_WIDE = 900
"""From here on the form stands beside the rest, else above it."""
_LINES = 3
_ORDER = {state: at for at, state in enumerate(STATES)}
COLUMNS: tuple[Column[Output], ...] = (
    Column(Wording("Office", "What"), what_said, what_said, 120),
    Column(Wording("Office", "Of"), lambda each: cases_said(each.order), lambda each: cases_said(each.order), 0),
    Column(Wording("Office", "Rules"), lambda each: rules_said(each.order), lambda each: rules_said(each.order), 150),
    Column(Wording("Office", "Asked"), lambda each: time_said(each.asked), lambda each: each.asked.timestamp(), 80),
    Column(Wording("Office", "State"), state_said, lambda each: _ORDER[each.state], 150),
)


class OutputsPage(QWidget):
    """They are made at the hub. Nothing of them is on this computer until it is saved."""

    order_wanted = Signal(object)
    """Emitted with the OutputOrder."""
    output_chosen = Signal(str)
    """Emitted with the id of one whose contents are wanted."""
    save_wanted = Signal(object)
    """Emitted with the Output."""
    removal_wanted = Signal(str)
    """Emitted with the id of one that is not wanted any more, made or not."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._outputs: list[Output] = []
        self._previewed: OutputShown | None = None
        self._newest = ""
        self._headline = QLabel()
        self._headline.setObjectName("heading")
        self._headline.setWordWrap(True)
        self.form = OutputForm(look)
        self.table = LinesTable[Output](look, self.tr("Tables and exports of today"), COLUMNS)
        self.step = QLabel()
        self.step.setWordWrap(True)
        self.step.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(self.tr("How far it is"))
        self.preview = QTextBrowser()
        self.preview.setAccessibleName(self.tr("What it holds"))
        self.preview.setOpenLinks(False)
        self.preview.setFrameShape(QFrame.Shape.NoFrame)
        self.save = self._button(self.tr("Save as ZIP…"), SAVE_KEY)
        self.remove = self._button(self.tr("Remove"), REMOVE_KEY)
        self._lay_out()
        self._connect_signals()
        look.changed.connect(self._style)
        self._style()
        self._show_marked()

    def _button(self, words: str, key: str) -> QPushButton:
        button = QPushButton(with_key(words, key))
        button.setAccessibleName(words)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        self._right = QWidget()
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addWidget(self.step)
        column.addWidget(self.bar)
        column.addWidget(self.preview, 1000)
        column.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self._headline)
        left.addWidget(self.form, 1)
        inside = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._both.addWidget(self._left)
        self._both.addWidget(self._right, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _connect_signals(self) -> None:
        self.form.order_wanted.connect(self._want)
        self.table.marked.connect(self._show_marked)
        self.table.chosen.connect(self._read)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)

    def _style(self) -> None:
        px, c = self._look.px, self._look.colours
        self._both.setSpacing(px(24))
        self.table.setFixedHeight(self.table.height_of(_LINES))
        self.preview.setMinimumHeight(px(220))
        self.bar.setFixedHeight(px(8))
        self.bar.setStyleSheet(
            f"QProgressBar {{ background: {c.panel}; border: 0; border-radius: {px(4)}px; }}"
            f"QProgressBar::chunk {{ background: {c.instruction}; border-radius: {px(4)}px; }}"
        )
        self.preview.setStyleSheet(f"QTextBrowser {{ background: {c.surface}; padding: {px(6)}px; }}")
        self._turn()
        self._show_preview()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        px = self._look.px
        wide = self.width() >= px(_WIDE)
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._left.setMaximumWidth(px(400) if wide else 16_777_215)
        self._left.setMinimumWidth(px(400) if wide else 0)

    # What the hub said

    def put(self, outputs: Outputs) -> None:
        self.form.offer(outputs.instruments)
        cases = sum(each.cases for each in outputs.instruments)
        completed = sum(each.completed for each in outputs.instruments)
        if not cases:
            self._headline.setText(self.tr("There are no cases at the hub yet, so there is nothing to make."))
        else:
            self._headline.setText(
                self.tr("{completed} of %Ln case(s) complete", "", cases).format(completed=number(completed))
            )
        self._put_lines(outputs.outputs)

    def put_one(self, output: Output) -> None:
        """How far one of them is now; a new one stands first, and is marked."""
        known = any(each.id == output.id for each in self._outputs)
        if known:
            self._put_lines([output if each.id == output.id else each for each in self._outputs])
            return
        self._put_lines([output, *self._outputs])
        self.mark(output.id)

    def put_shown(self, shown: OutputShown) -> None:
        marked = self.table.line
        if marked is not None and marked.id == shown.output.id:
            self._previewed = shown
            self._show_preview()
            self.preview.verticalScrollBar().setValue(0)

    def mark(self, output_id: str) -> None:
        ids = [each.id for each in self.table.model_of_lines.lines]
        if output_id in ids:
            self.table.selectRow(ids.index(output_id))

    @property
    def making(self) -> list[str]:
        """The ids of those that are not finished."""
        return [each.id for each in self._outputs if each.state is OutputState.MAKING]

    def focus(self) -> None:
        self.form.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_lines(self, outputs: Sequence[Output]) -> None:
        self._outputs = list(outputs)
        self.table.put(self._outputs, _same)

    # What is marked

    def _show_marked(self, _line: object = None) -> None:
        output = self.table.line
        making = output is not None and output.state is OutputState.MAKING
        ready = output is not None and output.state is OutputState.READY
        self.bar.setVisible(making)
        self.step.setVisible(output is None or not ready)
        self.step.setObjectName("alarm" if output and output.state is OutputState.FAILED else "soft")
        self.step.style().polish(self.step)
        self.step.setText(self._said_of(output))
        if output is not None and making:
            self.bar.setValue(share_of(output))
        self.save.setEnabled(ready)
        self.save.setObjectName("main" if ready else "")
        self.save.style().polish(self.save)
        self.remove.setEnabled(output is not None)
        words = self.tr("Cancel") if making else self.tr("Remove")
        self.remove.setText(with_key(words, REMOVE_KEY))
        self.remove.setAccessibleName(words)
        if self._previewed is None or output is None or self._previewed.output.id != output.id:
            self._previewed = None
            self._show_preview()
            if output is not None and ready:
                self.output_chosen.emit(output.id)

    def _said_of(self, output: Output | None) -> str:
        if output is None:
            return self.tr("Nothing was made today. What is made is kept at the hub for a day, for you alone.")
        match output.state:
            case OutputState.FAILED:
                return output.problem
            case OutputState.READY:
                return ""
        if not output.total:
            return self.tr("Beginning …")
        if output.done >= output.total:
            return self.tr("%Ln case(s) read; counting and writing …", "", output.total)
        return self.tr("{done} of %Ln case(s) read", "", output.total).format(done=number(output.done))

    def _show_preview(self) -> None:
        self.preview.setVisible(self._previewed is not None)
        if self._previewed is None:
            self.preview.clear()
            return
        at = self.preview.verticalScrollBar().value()
        self.preview.setHtml(preview(self._previewed, self._look.colours))
        self.preview.verticalScrollBar().setValue(at)

    def _read(self, _line: Output) -> None:
        """Into what it holds, to read on with the arrows."""
        if self.preview.isVisible():
            self.preview.setFocus()

    def _want(self, order: OutputOrder) -> None:
        self.order_wanted.emit(order)

    def _save(self) -> None:
        output = self.table.line
        if output is not None and output.state is OutputState.READY:
            self.save_wanted.emit(output)

    def _remove(self) -> None:
        output = self.table.line
        if output is not None:
            self.removal_wanted.emit(output.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_F8:
                self.form.order()
            case Qt.Key.Key_F9:
                self._save()
            case Qt.Key.Key_Delete:
                self._remove()
            case _:
                super().keyPressEvent(event)


def _same(one: Output, other: Output) -> bool:
    return one.id == other.id
