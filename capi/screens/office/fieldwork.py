"""How calling goes: outcomes and rates, when calls are made, and by whom; of all cases, or of one sample or area."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from capi.screens.language import number
from capi.screens.look import Look
from capi.screens.office.fieldwork_callers import CallersView
from capi.screens.office.fieldwork_calls import CallsView
from capi.screens.office.fieldwork_outcomes import OutcomesView, share_said
from capi.screens.office.wrapped_row import WrappedRow
from capi.screens.sheet import with_key
from capi.sync.calling_messages import Fieldwork
from capi.sync.office_client import WhichFieldwork

_VIEW_KEYS = (Qt.Key.Key_F6, Qt.Key.Key_F7, Qt.Key.Key_F8)
_EVERY, _WITHOUT = "every", "without"
_LONGEST_IN_SIGHT = 18


class FieldworkPage(QWidget):
    """Three views, each a key away: outcomes, calls, interviewers."""

    wanted = Signal()
    """Emitted when other cases are to be counted, those of `which`."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._headline = QLabel()
        self._headline.setObjectName("heading")
        self._headline.setWordWrap(True)
        self.facts = {name: QLabel() for name in ("in_queue", "delivered", "appointments", "missed")}
        self.sample, self.area = self._choice(self.tr("Sample")), self._choice(self.tr("Area"))
        self.offer_areas(())
        self.offer_samples(())
        self.outcomes, self.calls, self.callers = OutcomesView(look), CallsView(look), CallersView(look)
        self._views: tuple[OutcomesView | CallsView | CallersView, ...] = (self.outcomes, self.calls, self.callers)
        self._buttons = self._view_buttons()
        self._lay_out()
        self.show_view(0)
        look.changed.connect(self._style)
        self._style()

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.setAccessibleName(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(_LONGEST_IN_SIGHT)
        choice.activated.connect(self.wanted)
        return choice

    def _view_buttons(self) -> list[QPushButton]:
        names = (self.tr("Outcomes and rates"), self.tr("Calls"), self.tr("Interviewers"))
        buttons = []
        for at, name in enumerate(names):
            button = QPushButton(with_key(name, f"F{6 + at}"))
            button.setAccessibleName(name)
            button.setCheckable(True)
            button.setObjectName("choice")
            button.clicked.connect(self._choose_view)
            buttons.append(button)
        return buttons

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._headline)
        self._facts_row = WrappedRow(self._look, list(self.facts.values()), gap=28)
        self._column.addWidget(self._facts_row)
        self._column.addWidget(WrappedRow(self._look, [*self._buttons, self.sample, self.area]))
        for view in self._views:
            self._column.addWidget(view, 1)

    def _style(self) -> None:
        self._column.setSpacing(self._look.px(8))

    # What is counted

    @property
    def which(self) -> WhichFieldwork:
        sample, area = self.sample.currentData(), self.area.currentData()
        return WhichFieldwork(
            sample=str(sample[1]) if sample[0] != _EVERY else "",
            area=None if area[0] == _EVERY else str(area[1]),
        )

    def offer_areas(self, areas: Sequence[str]) -> None:
        """An empty one is that of the cases without an area."""
        named = [((area or _WITHOUT, area), area or self.tr("Without an area")) for area in areas]
        _offer(self.area, self.tr("Every area"), named)
        self.area.setVisible(len(areas) > 1)

    def offer_samples(self, samples: Sequence[str]) -> None:
        _offer(self.sample, self.tr("Every sample"), [((name, name), name) for name in samples])
        self.sample.setVisible(len(samples) > 1)

    # What is seen

    def put(self, fieldwork: Fieldwork) -> None:
        """One that came to another question than the last is not to be put here."""
        without = sum(each.cases for each in fieldwork.outcomes if not each.code)
        ended = fieldwork.cases - without
        self._headline.setText(
            self.tr("{ended} of %Ln case(s) have an outcome ({percent})", "", fieldwork.cases).format(
                ended=number(ended), percent=share_said(ended / fieldwork.cases if fieldwork.cases else 0.0)
            )
        )
        words = {
            "in_queue": self.tr("In the telephone queue: {count}").format(count=number(fieldwork.in_queue)),
            "delivered": self.tr("With telephone interviewers: {count}").format(count=number(fieldwork.delivered)),
            "appointments": self.tr("Appointments to come: {count}").format(count=number(fieldwork.appointments)),
            "missed": self.tr("Appointments missed: {count}").format(count=number(fieldwork.missed)),
        }
        for name, label in self.facts.items():
            label.setText(words[name])
        self.facts["missed"].setObjectName("alarm" if fieldwork.missed else "")
        self.facts["missed"].style().polish(self.facts["missed"])
        for view in self._views:
            view.put(fieldwork)

    def show_view(self, at: int) -> None:
        for number_of_view, (view, button) in enumerate(zip(self._views, self._buttons, strict=True)):
            view.setVisible(number_of_view == at)
            button.setChecked(number_of_view == at)
        self._shown = at

    @property
    def shown(self) -> QWidget:
        return self._views[self._shown]

    def focus(self) -> None:
        self._views[self._shown].focus()

    def _choose_view(self) -> None:
        for at, button in enumerate(self._buttons):
            if button is self.sender():
                self.show_view(at)
                self.focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _VIEW_KEYS:
            self.show_view(_VIEW_KEYS.index(Qt.Key(event.key())))
            self.focus()
        elif event.key() == Qt.Key.Key_F9 and self.shown is self.calls:
            self.calls.step_measure()
        else:
            super().keyPressEvent(event)


def _offer(choice: QComboBox, every: str, named: Sequence[tuple[tuple[str, str], str]]) -> None:
    """What is chosen stays chosen as long as it is offered."""
    before = choice.currentData()
    choice.clear()
    choice.addItem(every, (_EVERY, ""))
    for key, words in named:
        choice.addItem(words, key)
    keys = [choice.itemData(at) for at in range(choice.count())]
    choice.setCurrentIndex(keys.index(before) if before in keys else 0)
