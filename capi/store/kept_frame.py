"""The outcome frame that a case file keeps, to the letter: that of its project, from the hub; until one comes, the one that ships.

Beside it lies its compiled form, also that of the one that ships, so that a window opens without reading it.
"""

import contextlib
from pathlib import Path

from capi.outcomes.frame_reading import USUAL, FrameSnapshot, find_frame, from_compiled, snapshot
from capi.store.case_file import CaseFile
from capi.store.errors import NotSaved

_KEPT = "outcome_frame"
_COMPILED = "outcome_frame_compiled"


def kept_frame(case_file: CaseFile, questionnaires: Path) -> FrameSnapshot:
    """Raises UnfitFrame where what is kept is not a frame of this version of capi; NoSuchFrame where none ships."""
    kept, compiled = case_file.kept(_KEPT), case_file.kept(_COMPILED)
    text = find_frame(USUAL, questionnaires).read_bytes() if kept is None else kept.encode()
    found = None if compiled is None else from_compiled(compiled, text)
    if found is None:
        found = snapshot(text)
        with contextlib.suppress(NotSaved):  # it is read again the next time
            case_file.keep(_COMPILED, found.compiled)
    return found


def keep_frame(case_file: CaseFile, frame: FrameSnapshot) -> None:
    """In place of the one before. Raises NotSaved."""
    case_file.keep(_KEPT, frame.text.decode())
    case_file.keep(_COMPILED, frame.compiled)
