"""What may stand in an outcome frame: labels, codes, lengths of time, hours; told where it is something else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from capi.fieldwork.calls import Medium
from capi.instrument.faults import Faults, shown
from capi.instrument.model import Text
from capi.instrument.reading import Node, Sequence
from capi.instrument.shape import Shape
from capi.outcomes.frame import Hours
from capi.outcomes.frame_times import Unreadable, duration, hours

MEDIA = {each.value: each for each in Medium}

MOST_LANGUAGES = 20
MOST_HOURS = 14
"""Lines of hours of one list."""
LONGEST_LABEL = 120
LONGEST_DURATION = timedelta(days=60)

CODE = re.compile(r"[1-7][0-9]{2}", re.ASCII)
_CHOOSES = re.compile(r"[a-z0-9]", re.ASCII)

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class FrameShape:
    """Reads values out of nodes for one frame; each method tells a fault and returns a harmless value where it must."""

    shape: Shape
    faults: Faults

    def languages(self, node: Node | None) -> None:
        languages: dict[str, None] = {}
        before = self.faults.told
        for item in self.shape.items(node, "the languages"):
            code = self.shape.words(item, "a language")
            if not code or len(code) > 20 or not all(part.isalnum() and part.isascii() for part in code.split("-")):
                remedy = "Use its code, such as en, cy or en-GB."
                self.faults.add("LANGUAGE-UNKNOWN", item.place, f"{shown(code)} is not a language", remedy)
            languages[code or "en"] = None
        if node is not None and len(languages) > MOST_LANGUAGES:
            message = f"there are {len(languages)} languages, and at most {MOST_LANGUAGES} fit"
            self.faults.add("LIMIT", node.place, message, "Make two frames of it.")
        self.shape.knows_languages = self.faults.told == before
        self.shape.languages = tuple(languages)[:MOST_LANGUAGES] or ("en",)

    def hours(self, node: Node | None, what: str) -> tuple[Hours, ...]:
        items = self.shape.items(node, what)
        if isinstance(node, Sequence) and not 0 < len(items) <= MOST_HOURS:
            message = f"{what} has {len(items)} lines, not 1 to {MOST_HOURS}"
            self.faults.add("LIMIT", node.place, message, "Write them as - mon-fri 09:00-21:00.")
        found = []
        for item in items[:MOST_HOURS]:
            text = self.shape.scalar(item, what)
            try:
                found += [hours(text)] if text is not None else []
            except Unreadable as error:
                remedy = "Write it as mon-fri 09:00-21:00, the latest end as 23:59."
                self.faults.add("HOURS", item.place, f"{shown(text or '')}: {error}", remedy)
        return tuple(found)

    def media(self, node: Node | None, name: str) -> tuple[Medium, ...]:
        items = self.shape.items(node, "`media`")
        if isinstance(node, Sequence) and not items:
            message = f"{name} can be the result of no call"
            self.faults.add("SHAPE", node.place, message, f"Write some of {', '.join(MEDIA)}.")
        media = (self.shape.one_of(item, "a medium", MEDIA) for item in items)
        return tuple(dict.fromkeys(medium for medium in media if medium))

    def label(self, node: Node | None, what: str, longest: int = LONGEST_LABEL) -> Text:
        """A text that is not empty where it is there."""
        before = self.faults.told
        text = self.shape.text(node, what)
        if node is not None and not any(text) and self.faults.told == before:
            self.faults.add("TEXT-EMPTY", node.place, f"{what} is empty", "Write the text.")
        for words in text:
            if node is not None and len(words) > longest:
                message = f"{what} {shown(words)} has {len(words):,} characters, and at most {longest} fit"
                self.faults.add("TEXT-LONG", node.place, message, "Shorten it.")
        return text

    def short(self, node: Node | None, what: str, longest: int) -> str:
        """Words in no language that are needed."""
        before = self.faults.told
        words = self.shape.words(node, what)
        if node is not None and self.faults.told == before and not 0 < len(words) <= longest:
            code, message = ("TEXT-LONG", "too long") if words else ("TEXT-EMPTY", "empty")
            self.faults.add(code, node.place, f"{what} is {message}", f"Write 1 to {longest} characters.")
        return words

    def code(self, entries: Mapping[str, Node], key: str) -> str:
        """An outcome code that is named elsewhere, with quotes or without."""
        if key not in entries:
            return ""
        text = self.shape.scalar(entries[key], f"`{key}`")
        if text is not None and not CODE.fullmatch(text):
            message = f"`{key}` is {shown(text)}, not an outcome code"
            self.faults.add("CODE", entries[key].place, message, "Write three digits, such as 310.")
        return text or ""

    def chooses(self, node: Node | None) -> str:
        if node is None:
            return ""
        key = self.shape.label(node, "`key`")
        if not _CHOOSES.fullmatch(key):
            message = f"`key` is {shown(key)}, not one key of the keyboard"
            self.faults.add("KEY", node.place, message, "Write one small letter, a to z, or one digit.")
        return key

    def number(self, entries: Mapping[str, Node], key: str, bounds: tuple[int, int], otherwise: int) -> int:
        if key not in entries:
            return otherwise
        number = self.shape.integer(entries[key], f"`{key}`", None)
        if number is not None and not bounds[0] <= number <= bounds[1]:
            message = f"`{key}` is {number}, not {bounds[0]} to {bounds[1]:,}"
            self.faults.add("RANGE", entries[key].place, message, "Write a number within these.")
        return otherwise if number is None else number

    def duration(self, entries: Mapping[str, Node], key: str, otherwise: V) -> timedelta | V:
        text = self.shape.scalar(entries[key], f"`{key}`") if key in entries else None
        if text is None:
            return otherwise
        found = duration(text)
        if found is None:
            message = f"`{key}` is {shown(text)}, not a length of time"
            self.faults.add("DURATION", entries[key].place, message, "Write it as 30 min, 3 h or 2 days.")
            return otherwise
        if found > LONGEST_DURATION:
            message = f"`{key}` is {shown(text)}, longer than {LONGEST_DURATION.days} days"
            self.faults.add("RANGE", entries[key].place, message, "Write a shorter time.")
        return found

    def flag(self, entries: Mapping[str, Node], key: str) -> bool:
        return key in entries and self.shape.flag(entries[key], f"`{key}`")
