"""The desk of tables and exports: ordered at the hub, watched while they are made, looked at, and saved."""

import functools
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QFileDialog

from capi.screens.office.asking import Asking
from capi.screens.office.outputs import OutputsPage
from capi.sync.errors import HubRefused
from capi.sync.output_messages import Output, OutputOrder, Outputs, OutputShown, OutputState

POLL_MS = 700
"""While something is being made."""
_ENDING = ".zip"


class OutputsDesk(QObject):
    def __init__(self, asking: Asking) -> None:
        super().__init__(asking)
        self._asking = asking
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.page = OutputsPage(asking.look)
        self.page.order_wanted.connect(self._order)
        self.page.output_chosen.connect(self._show)
        self.page.save_wanted.connect(self._save)
        self.page.removal_wanted.connect(self._remove)
        self._watching = QTimer(self)
        self._watching.setInterval(POLL_MS)
        self._watching.setSingleShot(True)  # the next look waits for the answer to this one
        self._watching.timeout.connect(self._look)

    def refresh(self) -> None:
        self._asking.ask(self._asking.client.outputs.all, self._put)

    def focus(self) -> None:
        self.page.focus()

    def _put(self, outputs: Outputs) -> None:
        self._asking.came()
        self.page.put(outputs)
        self._watch()

    def _order(self, order: OutputOrder) -> None:
        self._asking.ask(functools.partial(self._asking.client.outputs.order, order), self._ordered)

    def _ordered(self, output: Output) -> None:
        self._asking.came()
        self.page.put_one(output)
        self._watch()

    # Watching

    def _watch(self) -> None:
        if self.page.making:
            self._watching.start()

    def _look(self) -> None:
        ids = self.page.making
        if ids:
            self._asking.ask(functools.partial(self._all_of, ids), self._looked, self._lost)

    def _all_of(self, ids: list[str]) -> list[Output]:
        return [self._asking.client.outputs.one(each) for each in ids]

    def _looked(self, outputs: list[Output]) -> None:
        for output in outputs:
            self.page.put_one(output)
            if output.state is OutputState.READY:
                self._asking.tell(self.tr("Ready to be saved"))
        self._watch()

    def _lost(self, error: Exception) -> None:
        """One was taken away in the meantime, from another window perhaps; or the hub is."""
        if isinstance(error, HubRefused):
            self.refresh()
            return
        self._asking.fail(error)
        self._watch()

    def _show(self, output_id: str) -> None:
        self._asking.ask(functools.partial(self._asking.client.outputs.shown, output_id), self._shown)

    def _shown(self, shown: OutputShown) -> None:
        self.page.put_shown(shown)

    # Saving, and taking away

    def _save(self, output: Output) -> None:
        order = output.order
        name = f"{order.kind.value}-{order.instrument or 'all'}-{output.asked.astimezone():%Y-%m-%d-%H%M}{_ENDING}"
        chosen, _ = QFileDialog.getSaveFileName(
            self._asking.over, self.tr("Save as ZIP"), str(Path(self._folder) / name), self.tr("ZIP files (*.zip)")
        )
        if not chosen:
            return
        path = Path(chosen)
        # The dialog has asked about the name it gave; not about one with another ending.
        asked = path.suffix.lower() == _ENDING
        path = path if asked else path.with_name(f"{path.name}{_ENDING}")
        self._folder = str(path.parent)
        saving = functools.partial(self._asking.client.outputs.save, output, path, replace=asked)
        self._asking.tell(self.tr("Saving …"))
        self._asking.ask(saving, self._saved)

    def _saved(self, path: Path) -> None:
        self._asking.came()
        self._asking.tell(self.tr("Saved: {file}").format(file=path.name))

    def _remove(self, output_id: str) -> None:
        self._asking.ask(functools.partial(self._asking.client.outputs.remove, output_id), self._removed)

    def _removed(self, _result: object) -> None:
        self.refresh()
