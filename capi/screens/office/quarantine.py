"""Quarantine: what came in and was not applied, what it would change, and the office's decision."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from capi.screens.language import number, said
from capi.screens.lines import Column, LinesTable, when
from capi.screens.look import Look
from capi.screens.sheet import Sheet
from capi.sync.messages import Reason
from capi.sync.office_messages import Decision, FieldDifference, QuarantineDetail, QuarantineLine
from capi.wording import Wording

REASONS = {
    Reason.NOT_HOLDER: Wording("Office", "Sent by somebody who had given the case up, or had it taken away"),
    Reason.REPLACED_DEVICE: Wording("Office", "Sent by a laptop that was replaced, or holds another laptop’s work"),
    Reason.FORK: Wording("Office", "Two courses of one case, as after a copy of the laptop’s disk"),
    Reason.MALFORMED: Wording("Office", "Cannot be read as entries of a case"),
    Reason.UNKNOWN_INSTRUMENT: Wording("Office", "Made with an instrument that this hub does not have"),
    Reason.UNKNOWN_CASE: Wording("Office", "Of a case that this hub does not know"),
    Reason.REFERENCE_TAKEN: Wording("Office", "Another case has this reference already"),
    Reason.AFTER_QUARANTINE: Wording("Office", "Follows on something that waits here"),
}
DECISIONS = {
    Decision.APPLY: Wording("Office", "Applied"),
    Decision.KEEP_APART: Wording("Office", "Kept apart"),
    Decision.GIVE_BACK: Wording("Office", "Given back"),
}


def _said(answer: str, how: str) -> str:
    """With how it was given, where that was not as in most of the case."""
    return f"{answer or '—'} ({how})" if how else answer or "—"


COLUMNS: tuple[Column[QuarantineLine], ...] = (
    Column(Wording("Office", "Case"), lambda each: each.reference or each.case[:12], lambda each: each.reference, 130),
    Column(Wording("Office", "From"), lambda each: each.user, lambda each: each.user, 130),
    Column(
        Wording("Office", "Why it is here"), lambda each: said(REASONS[each.reason]), lambda each: each.reason.value, 0
    ),
    Column(
        Wording("Office", "Entries"),
        lambda each: f"{number(each.first)}–{number(each.last)}",
        lambda each: each.first,
        100,
        numeric=True,
    ),
    Column(
        Wording("Office", "Received"), lambda each: when(each.received), lambda each: each.received.timestamp(), 150
    ),
    Column(
        Wording("Office", "Decision"),
        lambda each: said(DECISIONS[each.decision]) if each.decision else "",
        lambda each: each.decision.value if each.decision else "",
        120,
    ),
)
DIFFERENCES: tuple[Column[FieldDifference], ...] = (
    Column(Wording("Office", "Question"), lambda each: each.label or each.field, lambda each: each.field, 0),
    Column(
        Wording("Office", "In the journal now"),
        lambda each: _said(each.journal, each.journal_how),
        lambda each: each.journal,
        0,
    ),
    Column(Wording("Office", "In this part"), lambda each: _said(each.part, each.part_how), lambda each: each.part, 0),
)


class QuarantinePage(QWidget):
    """Nothing here is lost, and nothing of it counts until somebody has decided."""

    part_chosen = Signal(str)
    """Emitted with the id of the part to look at."""
    scope_chosen = Signal(bool)
    """Emitted with whether only what waits for a decision is wanted."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.open_only = True
        self._headline = QLabel()
        self._headline.setObjectName("heading")
        self._scope = QPushButton()
        self._scope.clicked.connect(self._change_scope)
        self.table = LinesTable[QuarantineLine](look, self.tr("Quarantine"), COLUMNS)
        self.table.chosen.connect(self._choose)
        top = QHBoxLayout()
        top.addWidget(self._headline)
        top.addStretch(1)
        top.addWidget(self._scope)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._say(0)

    def _say(self, count: int) -> None:
        waiting = self.tr("%Ln part(s) wait for your decision", "", count)
        decided = self.tr("%Ln part(s), decided ones included", "", count)
        self._headline.setText(
            (waiting if count else self.tr("Nothing waits for your decision.")) if self.open_only else decided
        )
        self._scope.setText(self.tr("Show decided ones too") if self.open_only else self.tr("Only what waits"))

    def _change_scope(self) -> None:
        self.open_only = not self.open_only
        self.scope_chosen.emit(self.open_only)

    def put(self, lines: list[QuarantineLine]) -> None:
        self.table.put(lines, _same)
        self._say(len(lines))

    def _choose(self, line: QuarantineLine) -> None:
        self.part_chosen.emit(line.id)

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


class QuarantineSheet(Sheet):
    """One part: what it would change, question by question."""

    decided = Signal(str, Decision, str)
    """Emitted with the part's id, the decision and the note."""

    def __init__(self, look: Look, parent: QWidget, detail: QuarantineDetail) -> None:
        line = detail.line
        super().__init__(look, parent, f"{line.reference or line.case}   {said(REASONS[line.reason])}", width=900)
        self._id = line.id
        self.add_text(
            self.tr("Entries {first} to {last}, from {user} on {device}, received {time}.").format(
                first=number(line.first),
                last=number(line.last),
                user=line.user,
                device=line.device,
                time=when(line.received),
            ),
            "soft",
        )
        if line.detail:
            self.add_text(line.detail)
        self.table = LinesTable[FieldDifference](look, self.tr("What differs"), DIFFERENCES)
        self.table.setFixedHeight(min(look.px(280), max(look.px(110), parent.height() - look.px(400))))
        if detail.differences:
            self.column.addWidget(self.table)
            self.table.put(detail.differences)
        elif detail.readable:
            self.add_text(self.tr("No answer would be another one."))
        else:
            self.add_text(self.tr("It cannot be read as entries, so it cannot be applied. It is kept whole."))
        self._explain(detail)
        self.note = QLineEdit()
        self.note.setMaxLength(4_000)
        words = self.tr("Why (stands in the log)")
        self.note.setAccessibleName(words)
        self.note.setPlaceholderText(words)
        self.column.addWidget(self.note)
        self._offer(detail)

    def _explain(self, detail: QuarantineDetail) -> None:
        if not detail.readable:
            return
        if detail.follows_head:
            self.add_text(self.tr("It follows on the journal: applied, it goes on where the journal ends."), "soft")
        else:
            self.add_text(
                self.tr(
                    "It does not follow on the journal. Applied, it takes the place of what stands there after the entry they "
                    "share; that is kept too, and can be applied again."
                ),
                "soft",
            )

    def _offer(self, detail: QuarantineDetail) -> None:
        offered = [(self.tr("Keep apart"), "", self._keep), (self.tr("Give back"), "", self._give_back)]
        if detail.readable:
            offered.insert(0, (self.tr("Apply"), "", self._apply))
        offered.append((self.tr("Close"), "Esc", self.put_away))
        buttons = self.add_buttons(*((words, key) for words, key, _ in offered))
        for button, (_, _, do) in zip(buttons, offered, strict=True):
            button.clicked.connect(do)
        self.open(self.table if detail.differences else self.note)

    def _apply(self) -> None:
        self.decided.emit(self._id, Decision.APPLY, self.note.text().strip())

    def _keep(self) -> None:
        self.decided.emit(self._id, Decision.KEEP_APART, self.note.text().strip())

    def _give_back(self) -> None:
        self.decided.emit(self._id, Decision.GIVE_BACK, self.note.text().strip())


def _same(one: QuarantineLine, other: QuarantineLine) -> bool:
    return one.id == other.id
