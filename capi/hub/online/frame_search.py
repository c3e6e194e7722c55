"""Searching the list of a coding frame for a respondent: the index of a frame is made once in a process."""

import threading
from collections import OrderedDict

from capi.instrument.coding_frame import FrameIndex
from capi.instrument.model import CodingFrame, FrameEntry

MOST_FOUND = 20
"""More are no help on a page; other words are."""
_KEPT = 8


class FrameSearch:
    """Used from several threads. A frame is known by its identity: plans keep theirs."""

    def __init__(self) -> None:
        self._indexes: OrderedDict[int, tuple[CodingFrame, FrameIndex]] = OrderedDict()
        self._turn = threading.Lock()

    def search(self, frame: CodingFrame, typed: str) -> tuple[FrameEntry, ...]:
        """The best entries, best first."""
        with self._turn:
            return self._index(frame).search(typed[:200], MOST_FOUND) if typed.strip() else ()

    def _index(self, frame: CodingFrame) -> FrameIndex:
        # The frame is kept beside its index, or another could come to have its identity.
        kept = self._indexes.get(id(frame))
        if kept is None:
            kept = self._indexes[id(frame)] = frame, FrameIndex(frame)
            while len(self._indexes) > _KEPT:
                self._indexes.popitem(last=False)
        return kept[1]


FRAMES = FrameSearch()
