"""The coding frames of an interview, made ready to be searched before anybody waits for it."""

import functools
import threading
from collections.abc import Sequence

from capi.instrument.coding_frame import FrameIndex
from capi.instrument.model import CodingFrame
from capi.screens.background import ahead

LONG = 1_000
"""Entries from which a frame is made ready before its question comes."""


class FrameIndexes:
    """The frames of an instrument, each made ready once: when it is first searched, or before, on another thread."""

    def __init__(self) -> None:
        self._ready: dict[str, FrameIndex] = {}
        self._one_at_a_time = threading.Lock()

    def ahead(self, frames: Sequence[CodingFrame]) -> None:
        """A long frame takes a moment, which nobody is to wait for at its question."""
        for frame in frames:
            if len(frame.entries) >= LONG:
                ahead(functools.partial(self.of, frame))

    def of(self, frame: CodingFrame) -> FrameIndex:
        index = self._ready.get(frame.name)
        if index is None:
            with self._one_at_a_time:
                index = self._ready.get(frame.name)
                if index is None:
                    index = self._ready[frame.name] = FrameIndex(frame)
        return index
