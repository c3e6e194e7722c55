"""Coding without a person, from the desk: counted, then run, piece after piece, until it is done or stopped."""

import functools

from PySide6.QtCore import QObject, Signal

from capi.screens.office.asking import Asking
from capi.screens.office.coding_direct_sheets import AutomaticSheet
from capi.sync.coding_messages import AutomaticallyCoded, CodingSettings


class AutomaticRun(QObject):
    """As long as its sheet is open. What a piece has coded stays coded, whatever becomes of the next one."""

    counted = Signal(object)
    """Emitted with the CodingState after each piece."""
    _stepped = Signal(bool, object)
    """Emitted on another thread after each piece, with whether it was only counted, and what has come of it so far."""

    def __init__(self, asking: Asking, settings: CodingSettings) -> None:
        super().__init__(asking)
        self._asking = asking
        self._stopped = False
        self.sheet = AutomaticSheet(asking.look, asking.over, settings)
        self.sheet.run_wanted.connect(self._run)
        self.sheet.closed.connect(self._stop)
        self._stepped.connect(self._show)
        asking.open(self.sheet)
        self._ask(dry_run=True)

    def _run(self) -> None:
        self._ask(dry_run=False)

    def _ask(self, *, dry_run: bool) -> None:
        step = functools.partial(self._step, dry_run)
        question = functools.partial(self._asking.client.coding.automatic, dry_run=dry_run, step=step)
        self._asking.ask(question, functools.partial(self._show, dry_run, ended=True))

    def _step(self, dry_run: bool, so_far: AutomaticallyCoded) -> bool:
        """Told on the other thread; whether to go on."""
        self._stepped.emit(dry_run, so_far)
        return not self._stopped

    def _show(self, dry_run: bool, so_far: AutomaticallyCoded, *, ended: bool = False) -> None:
        self.counted.emit(so_far.state)
        if not self._stopped:
            self.sheet.put(so_far, counted=dry_run, ended=ended)

    def _stop(self) -> None:
        self._stopped = True
