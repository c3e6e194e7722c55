"""The pick sheet: a case to ring that is not the next one, chosen by hand from a list that says of each why it is called or not."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from capi.screens.calls.next_calls import Pickable
from capi.screens.find_list import FindList
from capi.screens.language import said
from capi.screens.look import Look
from capi.screens.sheet import Sheet


class PickSheet(Sheet):
    picked = Signal(object)
    """Emitted with the Pickable that was chosen, which is ready."""

    def __init__(
        self,
        look: Look,
        parent: QWidget,
        title: str,
        cases: Sequence[Pickable],
        search: Callable[[str], None] | None = None,
    ) -> None:
        """`search` asks the office's queue for cases in which a text is found; they come by `add`. None where there is no such queue."""
        super().__init__(look, parent, title, width=900)
        self._search = search
        self._cases = list(cases)
        self._list: FindList | None = None
        self._text = self.add_text(self._explained())
        buttons = [(self.tr("Ring this one"), "Enter")]
        if search is not None:
            buttons.append((self.tr("Look in the office’s queue"), "F5"))
        buttons.append((self.tr("Cancel"), "Esc"))
        made = self.add_buttons(*buttons)
        made[0].clicked.connect(self._pick)
        made[-1].clicked.connect(self.put_away)
        if search is not None:
            made[1].clicked.connect(self._ask)
        self._put()

    def add(self, cases: Sequence[Pickable]) -> None:
        """Those of the office's queue, after those that are here."""
        there = {each.reference for each in self._cases if each.case_id}
        self._cases = [each for each in self._cases if each.case_id]
        self._cases += [each for each in cases if each.reference not in there]
        self.fault.hide()
        self._put()

    def _explained(self) -> str:
        return self.tr("What the queue would call next stands first. A case that nobody is to ring cannot be picked.")

    def _put(self) -> None:
        before = self._list.search.text() if self._list else ""
        found = FindList(
            self._look,
            len(self._cases),
            self._said,
            placeholder=self.tr("Reference, name, or a reason"),
            name=self.tr("Cases to ring"),
            also=lambda at: self._cases[at].name,
        )
        found.picked.connect(self._picked)
        if self._list is not None:
            self.column.replaceWidget(self._list, found)
            self._list.deleteLater()
        else:
            self.column.insertWidget(self.column.indexOf(self._text) + 1, found)
        self._list = found
        found.search.setText(before)
        self.open(found.search)

    def _said(self, at: int) -> str:
        """Why stands there whole: of a name with its address the name."""
        case = self._cases[at]
        return "   ".join(each for each in (case.reference, case.name.partition(",")[0], said(case.because)) if each)

    def _pick(self) -> None:
        if self._list is not None:
            self._list.pick()

    def _picked(self, at: int) -> None:
        case = self._cases[at]
        if not case.ready:
            self.refuse(said(case.because))
            return
        self.put_away()
        self.picked.emit(case)

    def _ask(self) -> None:
        if self._search is not None and self._list is not None:
            self.refuse(self.tr("Asking your office…"))
            self._search(self._list.search.text().strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F5 and self._search is not None:
            self._ask()
            event.accept()
        else:
            super().keyPressEvent(event)
