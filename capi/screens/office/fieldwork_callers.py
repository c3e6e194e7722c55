"""Who calls: each interviewer's calls and what came of them, and who stands out against all."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from capi.screens.language import number, said
from capi.screens.lines import LinesTable
from capi.screens.look import Look
from capi.screens.office.caller_columns import (
    COLUMNS,
    CONTACT,
    COOPERATION,
    Caller,
    Everybody,
    callers,
    contact_bar,
    cooperation_bar,
)
from capi.screens.office.fieldwork_outcomes import share_said
from capi.screens.office.kept_place import put_in_place, sort_in_place
from capi.screens.office.share_bars import BarDelegate
from capi.screens.office.standing_out import Part
from capi.screens.office.wrapped_row import WrappedRow
from capi.sync.calling_messages import Fieldwork

_FEWEST = 6
_OUTSTANDING = -1
_BESIDE = 112


class CallersView(QWidget):
    caller_chosen = Signal(object)
    """Emitted with the Caller to be looked at."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._lines: list[Caller] = []
        self.table = LinesTable[Caller](look, self.tr("Interviewers and their calls"), COLUMNS)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.table.chosen.connect(self.caller_chosen)
        model = self.table.model_of_lines
        self._bars = (
            (CONTACT, BarDelegate(look, model, contact_bar, beside=_BESIDE)),
            (COOPERATION, BarDelegate(look, model, cooperation_bar, beside=_BESIDE)),
        )
        for column, delegate in self._bars:
            self.table.setItemDelegateForColumn(column, delegate)
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Sort by"))
        self.order.addItem(self.tr("Who stands out first"), _OUTSTANDING)
        for at, each in enumerate(COLUMNS):
            self.order.addItem(self.tr("Sorted by: {column}").format(column=said(each.heading)), at)
        self.order.activated.connect(self._sort)
        self.told = QLabel()
        self.told.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(WrappedRow(look, [self.order]))
        box.addWidget(self.told)
        box.addWidget(self.table, 1)
        look.changed.connect(self._size)
        self._size()

    def put(self, fieldwork: Fieldwork) -> None:
        everybody, self._lines = Everybody.of(fieldwork.callers), callers(fieldwork.callers)
        put_in_place(self.table, self._lines, _name)
        self.told.setText(
            self.tr(
                "All: calls today {today}, calls {calls}, contact {contact}, cooperation {cooperation}. The line across a bar is that of all; "
                "▲ and ▼ are further from it than chance brings once in a hundred."
            ).format(
                today=number(everybody.today),
                calls=number(everybody.contact.of),
                contact=_share(everybody.contact),
                cooperation=_share(everybody.cooperation),
            )
        )

    def focus(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sort(self) -> None:
        column = int(self.order.currentData())
        if column == _OUTSTANDING:
            self.table.sortByColumn(_OUTSTANDING, Qt.SortOrder.AscendingOrder)
            put_in_place(self.table, self._lines, _name)
        else:
            # Of numbers the greatest first, of names A.
            sort_in_place(self.table, column, _name, upwards=column == 0)

    def _size(self) -> None:
        self.table.setMinimumHeight(self.table.height_of(_FEWEST))


def _name(line: Caller) -> str:
    return line.name


def _share(part: Part) -> str:
    return "—" if part.share is None else share_said(part.share)
