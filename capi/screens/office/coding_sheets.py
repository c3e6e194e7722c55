"""The sheets of a coder: the keys, and what became of the job just coded."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from capi.screens.key_names import key_name
from capi.screens.language import said
from capi.screens.lines import Column, LinesTable, when
from capi.screens.look import Look
from capi.screens.office.coding_keys import KEYS
from capi.screens.office.coding_words import HOW, STAGES
from capi.screens.sheet import Sheet, is_enter
from capi.sync.coding_messages import EarlierCode, JobToCode, Stage
from capi.wording import Wording


def _code(each: EarlierCode) -> str:
    """`SOC2020 2136`; one that does not count any more says so."""
    told = f"{each.scheme.value} {each.code}"
    return told if each.holds else said(Wording("Coding", "{code} (replaced)").filled(code=told))


HISTORY: tuple[Column[EarlierCode], ...] = (
    Column(Wording("Coding", "Code"), _code, _code, 150),
    Column(Wording("Coding", "Group"), lambda each: each.group, lambda each: each.group, 0),
    Column(Wording("Coding", "Stage"), lambda each: said(STAGES[each.stage]), lambda each: each.made, 120),
    Column(Wording("Coding", "How"), lambda each: said(HOW[each.how]), lambda each: each.how.value, 150),
    Column(Wording("Coding", "By"), lambda each: each.by or "—", lambda each: each.by, 100),
    Column(Wording("Coding", "When"), lambda each: when(each.made), lambda each: each.made, 150),
)


class CodingHelp(Sheet):
    def __init__(self, look: Look, parent: QWidget, index_labels: Sequence[str]) -> None:
        """`index_labels`: of what is coded by, as the offices call them."""
        super().__init__(look, parent, self.tr("Keys for coding"), width=760)
        table = QGridLayout()
        table.setHorizontalSpacing(look.px(16))
        table.setVerticalSpacing(look.px(6))
        for row, (keys, words) in enumerate(KEYS):
            printed, told = QLabel("  ".join(map(key_name, keys))), QLabel(said(words))
            printed.setFont(look.font("strong"))
            told.setWordWrap(True)
            told.setMinimumWidth(min(look.px(560), parent.width() - look.px(260)))
            table.addWidget(printed, row, 0)
            table.addWidget(told, row, 1)
        table.setColumnStretch(1, 1)
        self.column.addLayout(table)
        if index_labels:
            self.add_text(self.tr("Coded by: {labels}").format(labels=", ".join(index_labels)), "soft")
        close = self.add_buttons((self.tr("Close"), "Esc"))[0]
        close.clicked.connect(self.put_away)
        self.open(close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) or event.key() == Qt.Key.Key_F1:
            self.put_away()
        else:
            super().keyPressEvent(event)


class CodeHistorySheet(Sheet):
    """Who looked on a second time sees only their own codes, so that they stay a second opinion."""

    again_wanted = Signal()
    """Emitted when the job is to be coded anew."""

    def __init__(self, look: Look, parent: QWidget, job: JobToCode, codes: Sequence[EarlierCode], user: str) -> None:
        """`user`: who is looking."""
        super().__init__(look, parent, f"{job.reference}   {job.title}", width=1_260)
        blind = job.stage is Stage.SECOND
        shown = [each for each in codes if not blind or each.by == user]
        self.table = LinesTable[EarlierCode](look, self.tr("Codes of this job"), HISTORY)
        self.table.setFixedHeight(self.table.height_of(max(2, min(len(shown), 7))))
        self.column.addWidget(self.table)
        self.table.put(shown)
        if blind:
            self.add_text(self.tr("A second coding: only your own codes are shown."), "soft")
        again, close = self.add_buttons((self.tr("Code it anew"), "Enter"), (self.tr("Close"), "Esc"))
        close.clicked.connect(self.put_away)
        again.clicked.connect(self._again)
        self.open(again)

    def _again(self) -> None:
        self.put_away()
        self.again_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_PageUp:
            self.put_away()
        else:
            super().keyPressEvent(event)
