"""Coding frames: long lists of codes with their texts, each in a CSV file beside the instrument."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from capi.instrument.faults import Faults, shown
from capi.instrument.model import CodingFrame, FrameEntry, Place
from capi.instrument.reading import LONGEST_TEXT, Node, Scalar
from capi.instrument.shape import Shape

FRAME_KEYS = ("title", "file")
COLUMNS = ("code", "text", "also")
LONGEST_CODE = 40
MOST_ENTRIES = 100_000
"""Of one frame."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./_-]*")

Table = Callable[[Scalar], tuple[str, str] | None]
"""Reads a table beside the instrument: how the file is named in faults, and its text. None when it cannot, the fault being told."""


@dataclass(frozen=True, slots=True)
class Frames:
    shape: Shape
    faults: Faults
    table: Table

    def frame(self, key: Scalar, node: Node) -> CodingFrame:
        entries = self.shape.mapping(node, "a frame", FRAME_KEYS, ("file",)).entries
        path = entries.get("file")
        if path is not None:
            self.shape.scalar(path, "`file`")
        return CodingFrame(
            name=self.shape.name(key, "a frame"),
            title=self.shape.text(entries.get("title"), "the title"),
            entries=self.entries(path) if isinstance(path, Scalar) else (),
            place=key.place,
        )

    def entries(self, path: Scalar) -> tuple[FrameEntry, ...]:
        table = self.table(path)
        if table is None:
            return ()
        file, text = table
        found: dict[str, FrameEntry] = {}
        for entry, line in self.rows(file, text):
            place = Place(file, line)
            if entry.code in found:
                self.tell(place, f"the code {shown(entry.code)} stands a second time", "Give each code one line.")
            elif len(found) == MOST_ENTRIES:
                message = f"the frame has more than {MOST_ENTRIES:,} codes"
                self.faults.add("FILE-SIZE", place, message, "Leave out what nobody is coded to.")
                break
            elif self.is_sound(entry, place):
                found[entry.code] = entry
        if len(found) < 2:
            self.tell(Place(file, 1), "the frame has fewer than two codes", "Write each on a line of its own.")
        return tuple(found.values())

    def rows(self, file: str, text: str) -> Iterator[tuple[FrameEntry, int]]:
        """Each line that has a code, with the number of the line it ends on."""
        reader = csv.reader(text.splitlines(keepends=True), strict=True)
        try:
            heading = tuple(cell.strip().lower() for cell in next(reader, []))
            if heading not in (COLUMNS[:2], COLUMNS):
                remedy = f"Begin the file with `{','.join(COLUMNS[:2])}` or `{','.join(COLUMNS)}`."
                self.tell(Place(file, 1), "the first line does not name the columns", remedy)
                return
            for cells in reader:
                if len(cells) == len(heading):
                    yield FrameEntry(*(cell.strip() for cell in cells)), reader.line_num
                elif cells:
                    message = f"the line has {len(cells)} columns, and not {len(heading)}"
                    remedy = "Put a text with a comma in it in quotes."
                    self.tell(Place(file, reader.line_num), message, remedy)
        except csv.Error as error:
            message = f"the table cannot be read from here on: {error}"
            self.tell(Place(file, max(reader.line_num, 1)), message, "Check the quotes, here and just above.")

    def is_sound(self, entry: FrameEntry, place: Place) -> bool:
        if not _CODE.fullmatch(entry.code) or len(entry.code) > LONGEST_CODE:
            remedy = f"Use letters, digits and . / _ -, at most {LONGEST_CODE}."
            self.tell(place, f"{shown(entry.code)} cannot be a code", remedy)
        elif not entry.text:
            self.tell(place, f"the code {entry.code} has no text", "Write it beside the code.")
        elif len(entry.text) > LONGEST_TEXT or len(entry.also) > LONGEST_TEXT:
            message = f"a text is longer than {LONGEST_TEXT:,} characters"
            self.faults.add("FILE-SIZE", place, message, "Shorten it.")
        else:
            return True
        return False

    def tell(self, place: Place, message: str, remedy: str) -> None:
        self.faults.add("FRAME", place, message, remedy)
