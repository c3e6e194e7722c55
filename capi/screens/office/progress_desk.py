"""The desk of the progress: the counts of now, and the ways from a count to its cases."""

from PySide6.QtCore import QObject, Signal

from capi.screens.office.asking import Asking
from capi.screens.office.cases import Wanted
from capi.screens.office.online_words import ONLINE
from capi.screens.office.progress import ProgressPage
from capi.sync.office_messages import Progress


class ProgressDesk(QObject):
    counted = Signal(object)
    """Emitted with the Progress when the hub has counted."""
    cases_wanted = Signal(Wanted)
    """Emitted with the cases that are to be seen."""
    quarantine_wanted = Signal()
    """Emitted when what waits for a decision is to be seen."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self.page = ProgressPage(asking.look)
        self.page.interviewer_chosen.connect(self._show_interviewer)
        self.page.area_chosen.connect(self._show_area)
        self.page.quarantine_wanted.connect(self.quarantine_wanted)
        self.page.online_wanted.connect(self._show_online)

    def refresh(self) -> None:
        self._asking.ask(self._asking.client.progress, self._put)

    def focus(self) -> None:
        self.page.focus()

    def _put(self, progress: Progress) -> None:
        self._asking.came()
        self.page.put(progress)
        self.counted.emit(progress)

    def _show_interviewer(self, name: str) -> None:
        self.cases_wanted.emit(Wanted(user=name))

    def _show_online(self) -> None:
        self.cases_wanted.emit(Wanted(status=ONLINE))

    def _show_area(self, name: str) -> None:
        self.cases_wanted.emit(Wanted(area=name))
