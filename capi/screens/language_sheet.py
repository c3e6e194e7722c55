"""The language sheet: in which of its languages the instrument is put from here on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from capi.screens.language import own_name
from capi.screens.look import Look
from capi.screens.pick_list import PickList
from capi.screens.sheet import Sheet


class LanguageSheet(Sheet):
    """Opened where there are more than two; between two the key itself changes."""

    chosen = Signal(int)
    """Emitted with the place of the language among those of the instrument."""

    def __init__(self, look: Look, parent: QWidget, languages: Sequence[str], current: int) -> None:
        super().__init__(look, parent, self.tr("Language of the questions"))
        self.list = PickList(look, [own_name(language) for language in languages])
        self.list.setAccessibleName(self.tr("Languages"))
        self.list.setCurrentRow(current)
        self.list.picked.connect(self._picked)
        self.column.addWidget(self.list)
        choose, cancel = self.add_buttons((self.tr("Choose"), "Enter"), (self.tr("Cancel"), "Esc"))
        choose.clicked.connect(self._choose)
        cancel.clicked.connect(self.put_away)
        self.open(self.list)

    def _choose(self) -> None:
        self._picked(self.list.currentRow())

    def _picked(self, at: int) -> None:
        self.put_away()
        self.chosen.emit(at)
