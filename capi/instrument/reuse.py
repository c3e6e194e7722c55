"""Reuse: what an instrument brings to the one that uses it as a section, and how the two become one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from capi.instrument.faults import Faults, nearest, shown
from capi.instrument.lines import Lines
from capi.instrument.model import (
    CodingFrame,
    Fact,
    Fill,
    Place,
    PromptInstruction,
    Roster,
    Section,
    Showcard,
    Source,
    Text,
)

DEEPEST_USE = 5
"""Instruments that use each other in turn."""

_NOWHERE = Place("", 0)
K = TypeVar("K")
T = TypeVar("T")


@dataclass(slots=True)
class Parts:
    """All that one instrument has; `facts` are by the name they have in it, which may not be that of the fact in the end."""

    sections: tuple[Section, ...]
    title: Text
    source: Source
    facts: dict[str, Fact]
    fills: dict[str, Fill]
    showcards: dict[str, Showcard]
    prompts: dict[PromptInstruction, Text]
    rosters: list[Roster]
    frames: dict[str, CodingFrame]
    dates: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Used:
    """An instrument that is used, as a section, and what it brings.

    `bound` says what facts of it are by their own names, each with what it is in the instrument that is fielded.
    """

    name: str
    place: Place
    section: Section
    parts: Parts
    bound: Mapping[str, tuple[str, Place]]


class Reuse:
    """Joins what used instruments bring to what ours has, and tells where two things have the same name."""

    def __init__(self, ours: Parts, faults: Faults, lines: Lines) -> None:
        self.ours = ours
        self.faults = faults
        self.lines = lines
        self.names = {question.name for section in ours.sections for question in section.questions}
        self.names |= {fact.name for fact in ours.facts.values()}
        self.brought: dict[str, Fact] = {}

    def join(self, used: Used) -> None:
        self.tell_unknown(used)
        self.facts(used)
        self.same(used, "fill", self.ours.fills, used.parts.fills)
        self.same(used, "showcard", self.ours.showcards, used.parts.showcards)
        self.same(used, "frame", self.ours.frames, used.parts.frames)
        self.same(used, "prompt instruction", self.ours.prompts, used.parts.prompts)
        self.same(used, "way of saying dates", self.ours.dates, used.parts.dates)
        self.ours.rosters += used.parts.rosters

    def tell_unknown(self, used: Used) -> None:
        for theirs, (bound, place) in used.bound.items():
            if theirs not in used.parts.facts and bound not in self.lines.lost:
                message = f"{used.name} has no fact {shown(theirs)}"
                self.faults.add("USE-FACT", place, message, nearest(theirs, used.parts.facts))
            elif bound not in self.names and bound not in self.lines.lost:
                message = f"{shown(bound)} is neither a question nor a fact of this instrument"
                self.faults.add("USE-FACT", place, message, nearest(bound, self.names))
                self.lines.lost.add(bound)

    def facts(self, used: Used) -> None:
        """A fact of theirs that is a field or a fact of ours is that one; any other becomes a fact of ours."""
        own = {question.name for question in used.section.questions}
        for name, fact in used.parts.facts.items():
            if name in used.bound:
                continue
            if fact.name in self.names - own:
                before = self.brought.get(fact.name, fact)
                if _plain(before) != _plain(fact):
                    self.tell_twice(used, "fact", fact.name, fact.place)
            else:
                self.ours.facts[name] = self.brought[fact.name] = fact
                self.names.add(fact.name)

    def same(self, used: Used, kind: str, ours: dict[K, T], theirs: Mapping[K, T]) -> None:
        """What is the same in both is there once."""
        for name, thing in theirs.items():
            if _plain(ours.setdefault(name, thing)) != _plain(thing):
                place = getattr(thing, "place", used.place)
                self.tell_twice(used, kind, name.value if isinstance(name, PromptInstruction) else str(name), place)

    def tell_twice(self, used: Used, kind: str, name: str, place: Place) -> None:
        message = f"the {kind} {name[:64]} of {used.name} is not what has this name elsewhere"
        self.faults.add("NAME-TWICE", place, message, "Write both alike, or give one of them another name.")


def _plain(thing: object) -> object:
    """A thing without where it is written and, for a fact, without its label."""
    if isinstance(thing, Fact):
        return msgspec.structs.replace(thing, place=_NOWHERE, label=())
    if isinstance(thing, Fill | Showcard | CodingFrame):
        return msgspec.structs.replace(thing, place=_NOWHERE)
    return thing
