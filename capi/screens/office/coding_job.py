"""The job on the page: what the respondent said of it, the title largest, and the answers that help to code it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.office.coding_words import STAGES
from capi.sync.coding_messages import JobToCode, Stage
from capi.wording import Wording

_TOLD = {
    Stage.FIRST: None,
    Stage.SECOND: Wording("Coding", "Second coding: code it as if nobody had"),
    Stage.SETTLED: Wording("Coding", "To settle: two have coded it differently"),
}


def _label(name: str = "", *, wraps: bool = True) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label


class JobCard(QFrame):
    """`ready`: the job stands on the screen; until then nothing that is typed counts for it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._look = look
        self.ready = False
        self._low = False
        self.stage = _label("stage", wraps=False)
        self._reference = _label("soft", wraps=False)
        self.title, self.did, self.industry = _label("job"), _label("words"), _label("words")
        self._did_name, self._industry_name = _label("small"), _label("small")
        self._did_name.setText(self.tr("Mainly did in the job"))
        self._industry_name.setText(self.tr("What the firm makes or does"))
        self._facts = QGridLayout()
        self._inside = QWidget()
        self.area = QScrollArea()
        self.area.setWidget(self._inside)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.viewport().setAutoFillBackground(False)
        self._inside.setAutoFillBackground(False)
        self._lay_out()
        look.changed.connect(self._style)
        self._style()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.stage, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._reference, 0, Qt.AlignmentFlag.AlignTop)
        self._top = top
        self._told = QHBoxLayout()
        for name, words in ((self._did_name, self.did), (self._industry_name, self.industry)):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(name)
            column.addWidget(words)
            column.addStretch(1)
            self._told.addLayout(column, 3)
        facts = QVBoxLayout()
        facts.addLayout(self._facts)
        facts.addStretch(1)
        self._told.addLayout(facts, 2)
        self._column = QVBoxLayout(self._inside)
        self._column.addLayout(top)
        self._column.addLayout(self._told)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _style(self) -> None:
        px, c, low = self._look.px, self._look.colours, self._low
        above = px(5) if low else px(10)
        self._column.setContentsMargins(px(18), above, px(14), above)
        self._column.setSpacing(px(2) if low else px(6))
        self._top.setSpacing(px(16))
        self._told.setSpacing(px(24))
        self._facts.setHorizontalSpacing(px(10))
        self._facts.setVerticalSpacing(px(1))
        self.setStyleSheet(
            f"QLabel#job {{ font-size: {px(20 if low else 27)}px; font-weight: 700; }}"
            f"QLabel#words {{ font-size: {px(15 if low else 18)}px; }}"
            f"QLabel#stage {{ background: {c.offered_ground}; color: {c.offered}; border: 1px solid {c.offered_line};"
            f"border-radius: {px(5)}px; padding: {px(3)}px {px(8)}px; font-weight: 700; }}"
        )

    def set_low(self, low: bool) -> None:
        """`low`: there is little room, and the words are smaller."""
        if low is not self._low:
            self._low = low
            self._style()

    def put(self, job: JobToCode, *, again: bool = False) -> None:
        """`again`: this coder has coded it already, and codes it anew."""
        self.ready = False
        told = Wording("Coding", "Again: your new codes take the place of the old ones") if again else _TOLD[job.stage]
        self.stage.setText(said(told) if told else "")
        self.stage.setVisible(told is not None)
        self._reference.setText(job.reference)
        self.title.setText(job.title or self.tr("(no title was given)"))
        self.did.setText(job.did or "—")
        self.industry.setText(job.industry or "—")
        self._put_facts(job.facts)
        self.setAccessibleName(f"{said(STAGES[job.stage])}: {job.title}")
        self.area.verticalScrollBar().setValue(0)
        self.updateGeometry()
        self.update()

    def _put_facts(self, facts: list[tuple[str, str]]) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for row, (name, words) in enumerate(facts):
            label, value = _label("small"), _label()
            label.setText(name)
            value.setText(words)
            self._facts.addWidget(label, row, 0)
            self._facts.addWidget(value, row, 1)
        self._facts.setColumnStretch(1, 1)

    def height_for(self, width: int, most: int) -> int:
        """What it needs in this width, and no more than `most`; the rest is scrolled."""
        for layout in (*self._told.children(), self._facts, self._told, self._top, self._column):
            if isinstance(layout, QLayout):
                layout.invalidate()  # Qt would remember the heights of the job before
        needed = self._column.heightForWidth(width - 2)
        return max(self._look.px(60), min(needed + 2, most))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(300), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.ready = True
