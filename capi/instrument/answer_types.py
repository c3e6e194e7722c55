"""How a question is answered, or a fact is given: the types, and the keys that say more of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from capi.instrument.faults import Faults
from capi.instrument.model import (
    Choice,
    CodeAll,
    Coded,
    Date,
    DecimalNumber,
    Information,
    PartialDate,
    Place,
    QuestionType,
    RowChoice,
    Time,
    Verbatim,
    WholeNumber,
)
from capi.instrument.reading import Node
from capi.instrument.shape import Shape

LARGEST_ANSWER = 10**12
LONGEST_ANSWER = 100_000
MOST_PLACES = 6
USUAL_LONGEST = 2_000
USUAL_PLACES = 2
USUAL_MONTH, USUAL_DAY = 6, 15
ALL_CODED = 0
"""Of a code-all question that does not say how many may be coded."""

_FITTING: dict[str, tuple[str, ...]] = {
    "choice": ("categories", "list"),
    "code_all": ("categories", "list", "most"),
    "whole_number": ("categories", "list", "minimum", "maximum", "unit"),
    "decimal": ("categories", "list", "minimum", "maximum", "places", "unit"),
    "text": ("categories", "list", "longest"),
    "date": ("categories", "list", "earliest", "latest"),
    "partial_date": ("categories", "list", "earliest", "latest", "unknown_month", "unknown_day"),
    "time": ("categories", "list"),
    "coded": ("categories", "list", "frame"),
    "row": ("categories", "list", "of", "where"),
    "information": (),
}
"""The keys that say how a question of the type is answered. Categories of most types are missing states only."""
TYPES = tuple(_FITTING)
TYPE_KEYS = tuple(dict.fromkeys(("type", *(key for keys in _FITTING.values() for key in keys))))
FACT_TYPES = ("whole_number", "decimal", "text", "date", "choice")

Entries: TypeAlias = Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class AnswerTypes:
    """Reads types; `frames` are the coding frames of the instrument, by their name."""

    shape: Shape
    faults: Faults
    frames: Mapping[str, object]

    def read(self, entries: Entries, place: Place) -> QuestionType | None:
        """How the question is answered; None where a fault had to be told."""
        kind = self.kind(entries, place, TYPES)
        match kind:
            case "choice":
                return Choice()
            case "code_all":
                return CodeAll(self.most(entries))
            case "whole_number":
                return self.whole_number(entries, place)
            case "decimal":
                return self.decimal(entries, place)
            case "text":
                return Verbatim(self.longest(entries))
            case "date":
                return Date(*self.days(entries))
            case "partial_date":
                month = self.bounded(entries, "unknown_month", USUAL_MONTH, (1, 12))
                day = self.bounded(entries, "unknown_day", USUAL_DAY, (1, 31))
                return PartialDate(month, day, *self.days(entries))
            case "time":
                return Time()
            case "coded":
                return self.coded(entries, place)
            case "row":
                return self.row(entries, place)
            case "information":
                return Information()
        return None

    def kind(self, entries: Entries, place: Place, known: tuple[str, ...]) -> str:
        """The name of the type; empty where a fault had to be told."""
        node = entries.get("type")
        usual = "choice" if "categories" in entries or "list" in entries else ""
        kind = (self.shape.scalar(node, "the type") or "") if node else usual
        if kind not in known:
            remedy = f"Give it `categories:`, or `type:` {', '.join(known[:-1])} or {known[-1]}."
            self.faults.add("TYPE", node.place if node else place, "nothing says how this is answered", remedy)
            return ""
        for key in TYPE_KEYS[1:]:
            if key in entries and key not in _FITTING[kind]:
                self.faults.add("TYPE", entries[key].place, f"type {kind} has no `{key}`", f"Remove `{key}`.")
        return kind

    def longest(self, entries: Entries) -> int:
        return self.bounded(entries, "longest", USUAL_LONGEST, (1, LONGEST_ANSWER))

    def most(self, entries: Entries) -> int:
        return self.bounded(entries, "most", 1, (1, LARGEST_ANSWER)) if "most" in entries else ALL_CODED

    def whole_number(self, entries: Entries, place: Place) -> WholeNumber:
        minimum = self.bounded(entries, "minimum", 0, (-LARGEST_ANSWER, LARGEST_ANSWER))
        maximum = self.bounded(entries, "maximum", LARGEST_ANSWER, (-LARGEST_ANSWER, LARGEST_ANSWER))
        self.tell_crossed(entries, place, minimum, maximum)
        return WholeNumber(minimum, maximum, self.shape.text(entries.get("unit"), "the unit"))

    def decimal(self, entries: Entries, place: Place) -> DecimalNumber:
        minimum = self.bounded_decimal(entries, "minimum", 0)
        maximum = self.bounded_decimal(entries, "maximum", LARGEST_ANSWER)
        self.tell_crossed(entries, place, minimum, maximum)
        places = self.bounded(entries, "places", USUAL_PLACES, (1, MOST_PLACES))
        return DecimalNumber(minimum, maximum, places, self.shape.text(entries.get("unit"), "the unit"))

    def tell_crossed(self, entries: Entries, place: Place, minimum: int | Decimal, maximum: int | Decimal) -> None:
        if minimum > maximum:
            where = entries["minimum"].place if "minimum" in entries else place
            self.faults.add("RANGE", where, f"the minimum {minimum} is above the maximum {maximum}", "Exchange them.")

    def bounded(self, entries: Entries, key: str, usual: int, bounds: tuple[int, int]) -> int:
        value = self.shape.integer(entries[key], f"`{key}`", usual) if key in entries else usual
        least, most = bounds
        if not least <= value <= most:
            remedy = f"Choose one from {least:,} to {most:,}."
            self.faults.add("RANGE", entries[key].place, f"`{key}` is {value:,}", remedy)
        return min(max(value, least), most)

    def bounded_decimal(self, entries: Entries, key: str, usual: int) -> Decimal:
        value = self.shape.decimal(entries[key], f"`{key}`", Decimal(usual)) if key in entries else Decimal(usual)
        if abs(value) > LARGEST_ANSWER:
            remedy = f"Choose one from {-LARGEST_ANSWER:,} to {LARGEST_ANSWER:,}."
            self.faults.add("RANGE", entries[key].place, f"`{key}` is {value:,}", remedy)
        return value

    def days(self, entries: Entries) -> tuple[str, str]:
        earliest = self.shape.date(entries.get("earliest"), "`earliest`")
        latest = self.shape.date(entries.get("latest"), "`latest`")
        if earliest and latest and earliest > latest:
            message = f"the earliest date {earliest} is after the latest, {latest}"
            self.faults.add("RANGE", entries["earliest"].place, message, "Exchange them.")
        return earliest, latest

    def coded(self, entries: Entries, place: Place) -> Coded | None:
        node = entries.get("frame")
        if node is None:
            remedy = "Name one of the `frames:` as `frame:`."
            self.faults.add("TYPE", place, "nothing says what this is coded to", remedy)
            return None
        frame = self.shape.one_of(node, "a frame of this instrument", {name: name for name in self.frames})
        return None if frame is None else Coded(frame)

    def row(self, entries: Entries, place: Place) -> RowChoice | None:
        node = entries.get("of")
        if node is None:
            self.faults.add("TYPE", place, "nothing says which rows are chosen from", "Name a roster as `of:`.")
            return None
        roster = self.shape.scalar(node, "`of`")
        condition = self.shape.condition(entries.get("where"), "`where`")
        return None if roster is None else RowChoice(roster, condition)
