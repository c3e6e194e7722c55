"""The calls of a case as the office reads them: each with when, by whom, what came of it, and the note."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QListWidget

from capi.screens.calls.call_words import MEDIUM_NAMES, lasted
from capi.screens.language import local_time, said
from capi.screens.look import Look
from capi.sync.office_messages import CallAttempt


class CallsList(QListWidget):
    """The latest first."""

    def __init__(self, look: Look, calls: Sequence[CallAttempt]) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Call attempts, the latest first"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setWordWrap(True)
        self.setSpacing(look.px(3))
        for call in sorted(calls, key=lambda each: (each.began, each.entry), reverse=True):
            self.addItem(_words(call))
        if calls:
            self.setCurrentRow(0)


def _words(call: CallAttempt) -> str:
    facts = [local_time(call.began), said(MEDIUM_NAMES[call.medium]), call.label, lasted(call.seconds), call.who]
    return "   ".join(each for each in facts if each) + (f"\n✎ {call.note}" if call.note else "")
