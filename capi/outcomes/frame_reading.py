"""From a file to an outcome frame, and to the snapshot of it that a case file and a hub keep.

    frame = load_frame(find_frame("uk", settings.questionnaires)).frame

The same two gates as for an instrument: first the shape of each part, then the sense of the whole.
"""

import contextlib
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from capi.instrument.faults import Fault, Faults, TooManyFaults
from capi.instrument.model import Place
from capi.outcomes.frame import OutcomeFrame

FRAME_FILE = "frame.yaml"
FRAMES_FOLDER = "outcome-frames"
"""Beside the instruments that ship."""
USUAL = "uk"
"""The one that is worked with where none was chosen."""
LARGEST_FRAME = 200_000
"""In bytes."""
COMPILED_FORMAT = 1
"""Raised whenever the objects of `frame` change shape: an older compiled form is then read anew from the text."""

_REMEDIES = {
    "FILE-EMPTY": "Begin an outcome frame with `frame:` and its name.",
    "FILE-SIZE": "Keep what belongs to an outcome frame, and write it shorter.",
    "YAML-ALIAS": "Write the text out.",
    "YAML-DOCUMENTS": "One file holds one outcome frame.",
}
"""What the reader of instruments would advise otherwise."""


class UnfitFrame(Exception):
    """The outcome frame has faults and cannot be worked with."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults if not fault.warning))
        self.faults = faults


class NoSuchFrame(Exception):
    """There is no outcome frame of that name or at that path."""


@dataclass(frozen=True, slots=True)
class FrameReading:
    """What reading gave: a frame where no fault (but perhaps warnings) was found."""

    frame: OutcomeFrame | None
    faults: tuple[Fault, ...]

    def fit(self) -> OutcomeFrame:
        """The frame; raises UnfitFrame with all faults where it cannot be worked with."""
        if self.frame is None:
            raise UnfitFrame(self.faults)
        return self.frame


@dataclass(frozen=True, slots=True)
class FrameSnapshot:
    """A frame as it is kept and sent: its file to the letter, known by the SHA-256 of these bytes, and what they say."""

    sha256: str
    text: bytes
    frame: OutcomeFrame

    @property
    def compiled(self) -> str:
        """What is opened in no time: no laptop reads YAML to show its cases."""
        return f"{_heading(self.sha256)}\n{msgspec.json.encode(self.frame).decode()}"


def from_compiled(compiled: str, text: bytes) -> FrameSnapshot | None:
    """The frame of this text from its compiled form; None where that is of another text, or this program cannot read it."""
    sha256 = frame_sha256(text)
    heading, _, body = compiled.partition("\n")
    if heading == _heading(sha256):
        with contextlib.suppress(msgspec.MsgspecError):
            return FrameSnapshot(sha256, text, msgspec.json.decode(body, type=OutcomeFrame))
    return None


def _heading(sha256: str) -> str:
    return f"{COMPILED_FORMAT} {sha256}"


def read_frame(content: bytes, file: str) -> FrameReading:
    """Reads and checks the file; `file` is its name in the faults. Never raises, whatever is in it."""
    faults = Faults()
    frame = None
    with contextlib.suppress(TooManyFaults):
        frame = _frame(content, file, faults)
    told = tuple(_of_a_frame(fault) for fault in faults.in_order())
    return FrameReading(frame if all(fault.warning for fault in told) else None, told)


def read_frame_file(path: Path) -> FrameReading:
    """The same of the file at `path`. Raises OSError where it cannot be opened."""
    content = _content(path)
    if content is None:
        message = f"{path.name} is a folder or a device, not a file"
        return FrameReading(None, (Fault("FILE-KIND", message, "Name a file of text.", Place(path.name, 1)),))
    return read_frame(content, path.name)


def snapshot(text: bytes, file: str = FRAME_FILE) -> FrameSnapshot:
    """What is kept of the frame of this text. Raises UnfitFrame."""
    return FrameSnapshot(frame_sha256(text), text, read_frame(text, file).fit())


def frame_sha256(text: bytes) -> str:
    """The identity of a frame: two texts that differ in a blank are two frames."""
    return hashlib.sha256(text).hexdigest()


def load_frame(path: Path) -> FrameSnapshot:
    """The frame of the file at `path`. Raises OSError, and UnfitFrame."""
    content = _content(path)
    if content is None:
        raise UnfitFrame(read_frame_file(path).faults)
    return snapshot(content, path.name)


def find_frame(given: str, questionnaires: Path) -> Path:
    """The file of a frame given by path, by its folder, or by the name of one that ships. Raises NoSuchFrame."""
    path = Path(given)
    shipped = questionnaires / FRAMES_FOLDER
    for candidate in (path, path / FRAME_FILE, shipped / given / FRAME_FILE):
        if candidate.is_file():
            return candidate
    there = ", ".join(frames_that_ship(questionnaires)) or "(none installed)"
    raise NoSuchFrame(
        f"There is no outcome frame {given!r}. Give the path of its file, or one of these names: {there}."
    )


def frames_that_ship(questionnaires: Path) -> tuple[str, ...]:
    """Their names."""
    return tuple(sorted(found.parent.name for found in (questionnaires / FRAMES_FOLDER).glob(f"*/{FRAME_FILE}")))


def _content(path: Path) -> bytes | None:
    """The file, or a little more than is read of it; None where it is something else."""
    if path.exists() and not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(LARGEST_FRAME + 1)


def _frame(content: bytes, file: str, faults: Faults) -> OutcomeFrame | None:
    # A laptop that only shows its cases reads no YAML: the reader stays out of its start.
    from capi.instrument.reading import read_nodes
    from capi.outcomes.frame_parts import read_parts
    from capi.outcomes.frame_sense import check

    if len(content) > LARGEST_FRAME:
        message = f"the outcome frame is larger than {LARGEST_FRAME:,} bytes"
        faults.add("FILE-SIZE", Place(file, 1), message, _REMEDIES["FILE-SIZE"])
        return None
    root = read_nodes(content, file, faults)
    if root is None:
        return None
    parts = read_parts(root, faults)
    check(parts, faults)
    return parts.frame


def _of_a_frame(fault: Fault) -> Fault:
    """The fault in the words of a frame: its file is read as an instrument's is, and only the nouns differ."""
    if not fault.code.startswith(("FILE-", "YAML-", "LANGUAGE-")):
        return fault
    message = fault.message
    for words in ("an instrument", "the instrument", "this instrument"):
        message = message.replace(words, words.replace("instrument", "outcome frame"))
    return replace(fault, message=message, remedy=_REMEDIES.get(fault.code, fault.remedy))
