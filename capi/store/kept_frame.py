"""The outcome frame that a case file keeps, to the letter: that of its project, from the hub; until one comes, the one that ships."""

from pathlib import Path

from capi.outcomes.frame_reading import USUAL, FrameSnapshot, find_frame, load_frame, snapshot
from capi.store.case_file import CaseFile

_KEPT = "outcome_frame"


def kept_frame(case_file: CaseFile, questionnaires: Path) -> FrameSnapshot:
    """Raises UnfitFrame where what is kept is not a frame of this version of capi; NoSuchFrame where none ships."""
    text = case_file.kept(_KEPT)
    return load_frame(find_frame(USUAL, questionnaires)) if text is None else snapshot(text.encode())


def keep_frame(case_file: CaseFile, frame: FrameSnapshot) -> None:
    """In place of the one before. Raises NotSaved."""
    case_file.keep(_KEPT, frame.text.decode())
