"""The categories of a question or of a list, as they are offered in each mode."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from capi.instrument import reading
from capi.instrument.faults import Faults, FaultsByMode, shown
from capi.instrument.model import Category, Missing, Mode, Place
from capi.instrument.reading import Node, Refused, Scalar
from capi.instrument.shape import MODES, Shape, is_empty, is_none

MISSING = {state.value: state for state in Missing}
MOST_CATEGORIES = 2_000
MOST_OFFERED = 200_000
"""Categories of all questions together, counted in each mode: a list can be used many times."""

_BY_MODE = ("text", "number", "example", "guidance", "spontaneous")
_MORE = ("exclusive", "offered_if", "specify")
CATEGORY_KEYS = (*_BY_MODE, *_MORE, "modes", *MODES)

Written: TypeAlias = dict[str, tuple[Scalar, Node]]
"""Categories by their value, with the value and what stands below it."""


@dataclass(slots=True)
class Categories:
    """Reads categories; `lists` are the instrument's, and `defaults` its usual wording of the missing states."""

    shape: Shape
    faults: Faults
    by_mode: FaultsByMode
    modes: tuple[Mode, ...]
    lists: dict[str, Written]
    defaults: reading.Mapping
    unread: int = 0
    """How many categories, or whole lists of them, could not be read: nothing is concluded from their absence."""
    doubtful: set[str] = field(default_factory=set)
    """Lists with such categories."""
    used_lists: set[str] = field(default_factory=set)
    used_states: set[str] = field(default_factory=set)
    _offered: int = 0
    _lists_offered: dict[tuple[str, Mode], tuple[Category, ...]] = field(default_factory=dict)
    _lists_saying_more: dict[str, list[tuple[str, reading.Mapping]]] = field(default_factory=dict)
    _from_lists: dict[tuple[int, Mode, int], Category | None] = field(default_factory=dict)

    def written(self, entries: Mapping[str, Node]) -> Written:
        """The categories as written: those of the list the question names, then its own."""
        node = entries.get("categories")
        self.unread += isinstance(node, reading.Sequence)
        own = self.shape.named(node, "the categories", is_category)
        return {**self.chosen_list(entries), **own} if "list" in entries else own

    def chosen_list(self, entries: Mapping[str, Node]) -> Written:
        node = entries.get("list")
        if node is None:
            return {}
        if isinstance(node, Scalar):
            self.used_lists.add(node.text)
        chosen = self.shape.one_of(node, "a list of this instrument", self.lists)
        self.unread += chosen is None
        return chosen or {}

    def saying_more(self, entries: Mapping[str, Node]) -> list[tuple[str, reading.Mapping]]:
        """The categories, by their value, that are coded alone, are offered under a condition or ask to specify."""
        listed = entries.get("list")
        if isinstance(listed, Scalar) and "categories" not in entries:
            if listed.text not in self._lists_saying_more:
                self._lists_saying_more[listed.text] = _saying_more(self.written(entries))
            return self._lists_saying_more[listed.text]
        return _saying_more(self.written(entries)) if "categories" in entries else []

    def vary_by_mode(self, entries: Mapping[str, Node]) -> bool:
        varying = {*MODES, "modes", *(("guidance",) if mixed(self.modes) else ())}
        return any(
            value in MISSING or (isinstance(node, reading.Mapping) and not node.entries.keys().isdisjoint(varying))
            for value, (_, node) in self.written(entries).items()
        )

    def offered(self, entries: Mapping[str, Node], modes: tuple[Mode, ...], place: Place) -> tuple[Category, ...]:
        """Those offered in the first of the modes, and in the others alike, in the order of the numbers printed."""
        mode = modes[0]
        node = entries["list"] if "list" in entries and "categories" not in entries else None
        if not isinstance(node, Scalar):
            return self.build(entries, modes, place)
        if (node.text, mode) not in self._lists_offered:
            self._lists_offered[node.text, mode] = self.build(entries, modes, place)
        return self._lists_offered[node.text, mode]

    def build(self, entries: Mapping[str, Node], modes: tuple[Mode, ...], place: Place) -> tuple[Category, ...]:
        written = self.written(entries)
        self.count(len(written), place)
        listed = self.chosen_list(entries)
        built: list[tuple[Category, Place]] = []
        unread = self.unread
        for value, entry in written.items():
            before = built[-1][0].number if built else 0
            category = (
                self.listed_category(entry, modes, before)
                if listed.get(value) is entry
                else self.category(*entry, modes, before)
            )
            if category:
                built.append((category, entry[0].place))
        if self.unread > unread and isinstance(node := entries.get("list"), Scalar):
            self.doubtful.add(node.text)
        self.check(built, modes)
        return tuple(sorted((category for category, _ in built), key=lambda category: category.number))

    def count(self, categories: int, place: Place) -> None:
        if categories > MOST_CATEGORIES:
            message = f"the question has more than {MOST_CATEGORIES:,} categories"
            self.faults.add("FILE-SIZE", place, message, "Ask for a text, and code it afterwards.")
            raise Refused
        self._offered += categories
        if self._offered > MOST_OFFERED:
            message = f"the questions offer more than {MOST_OFFERED:,} categories, all together and in all modes"
            self.faults.add("FILE-SIZE", place, message, "Divide it into several instruments.")
            raise Refused

    def listed_category(self, entry: tuple[Scalar, Node], modes: tuple[Mode, ...], before: int) -> Category | None:
        """That of a list, which stays in sight while the instrument is read, is built once."""
        known = (id(entry), modes[0], before)
        if known not in self._from_lists:
            self._from_lists[known] = self.category(*entry, modes, before)
        return self._from_lists[known]

    def category(self, key: Scalar, node: Node, modes: tuple[Mode, ...], before: int) -> Category | None:
        """The category as offered in the mode; None where it is not."""
        mode = modes[0]
        value = MISSING[key.text] if key.text in MISSING else self.shape.integer(key, "the value of a category", None)
        if value is None:
            self.unread += 1
            return None
        if isinstance(value, Missing):
            self.used_states.add(key.text)
        here = self.here(key.text, node, mode)
        if "modes" in here and not self.is_offered(here["modes"], mode):
            return None
        if "text" not in here:
            remedy = "Write its text after the colon."
            self.by_mode.add("CATEGORY-TEXT", key.place, modes, f"category {shown(key.text)} has no text", remedy)
        return Category(
            value=value,
            number=self.number(here, key, value if isinstance(value, int) else before + 1),
            text=self.shape.text(here.get("text"), "the text of a category", fills=True),
            example=self.shape.text(here.get("example"), "the example", fills=True),
            guidance=self.shape.text(here.get("guidance"), "the guidance of a category", fills=True)
            if mode.has_interviewer
            else (),
            spontaneous=self.flag(here, "spontaneous"),
            exclusive=self.flag(here, "exclusive"),
            offered_if=self.shape.condition(here.get("offered_if"), "`offered_if`"),
        )

    def flag(self, here: Mapping[str, Node], key: str) -> bool:
        return key in here and self.shape.flag(here[key], f"`{key}`")

    def number(self, here: Mapping[str, Node], key: Scalar, usual: int) -> int:
        number = self.shape.integer(here["number"], "the number", usual) if "number" in here else usual
        if number < 0:
            message = f"category {shown(key.text)} is numbered {number}"
            self.faults.add("RANGE", key.place, message, "Use 0 or more; exports keep the others for missing answers.")
        return number

    def is_offered(self, node: Node, mode: Mode) -> bool:
        modes = self.shape.modes(node, "the modes of a category")
        if not any(listed in self.modes for listed in modes):
            message = "the category is offered in no mode of this instrument"
            remedy = f"Its modes: {', '.join(known.value for known in self.modes)}."
            self.faults.warn("CATEGORY-NOWHERE", node.place, message, remedy)
            return False
        for listed in modes:
            if listed not in self.modes:
                tell_unused_mode(self.faults, listed.value, node.place)
        return mode in modes

    def here(self, value: str, node: Node, mode: Mode) -> dict[str, Node]:
        """What holds in the mode: the instrument's usual wording of a missing state, below what the category says itself."""
        layers = [self.defaults.entries[value]] if value in self.defaults.entries else []
        layers += [] if is_empty(node) else [node]
        here: dict[str, Node] = {}
        for layer in layers:
            if isinstance(layer, Scalar | reading.Sequence):
                here["text"] = layer
                continue
            written = self.shape.mapping(layer, "a category", CATEGORY_KEYS)
            here |= written.entries
            own = written.entries.get(mode.value)
            if own:
                here |= self.own(own, mode)
            for other in MODES.keys() & written.entries.keys():
                if MODES[other] not in self.modes:
                    tell_unused_mode(self.faults, other, written.keys[other].place)
        return {key: entry for key, entry in here.items() if key not in MODES and not is_none(entry)}

    def own(self, node: Node, mode: Mode) -> dict[str, Node]:
        """What differs in the mode."""
        own = self.shape.mapping(node, f"what differs in {mode.value}", _BY_MODE)
        if "guidance" in own.entries and not mode.has_interviewer:
            message = "a respondent sees no guidance of a category in self_completion"
            self.faults.add("MODE-KEY", own.keys["guidance"].place, message, "Write it as an example.")
        return own.entries

    def check(self, built: list[tuple[Category, Place]], modes: tuple[Mode, ...]) -> None:
        """Tells numbers and texts that stand twice, at the second, and what nobody could code."""
        for first, second, place in _pairs(built, lambda category: category.number):
            message = f"the number {second.number} is printed twice, for {_named(first)} and {_named(second)}"
            self.by_mode.add("NUMBER-TWICE", place, modes, message, "Give one of them another `number:`.")
        self.tell_alike(built, modes)
        for category, place in built:
            if category.spontaneous and Mode.SELF_COMPLETION in modes:
                message = f"{_named(category)} is spontaneous in self_completion, where nobody could code it"
                remedy = "Write `self_completion: {spontaneous: false}`, or list the `modes:` without it."
                self.faults.add("SPONTANEOUS-MODE", place, message, remedy)

    def tell_alike(self, built: list[tuple[Category, Place]], modes: tuple[Mode, ...]) -> None:
        """Tells categories with the same words, in one of the languages at least."""
        languages = self.shape.fielded_languages
        told: set[Place] = set()
        for at, language in enumerate(languages):
            for first, second, place in _pairs(built, partial(_said, at=at)):
                if place not in told:
                    told.add(place)
                    where = f" in {language}" if len(languages) > 1 and first.text != second.text else ""
                    message = f"{shown(_words(second, at) or str(second.value))} is offered twice{where}"
                    self.by_mode.add("CATEGORY-TWICE", place, modes, message, "Remove one of the two.")

    def tell_unused(self, lists: Mapping[str, tuple[Scalar, Node]]) -> None:
        """Warns of lists and usual wordings that no question uses."""
        for name in lists.keys() - self.used_lists:
            message = f"no question uses the list {shown(name)}"
            self.faults.warn("LIST-UNUSED", lists[name][0].place, message, "Name it as `list:`, or remove it.")
        for state in (self.defaults.keys.keys() & MISSING.keys()) - self.used_states:
            message = f"no question offers `{state}`"
            self.faults.warn("MISSING-UNUSED", self.defaults.keys[state].place, message, "Offer it, or remove it.")


def is_category(key: str) -> bool:
    """Whether a category can begin so."""
    return key in MISSING or key.removeprefix("-").isdecimal()


def _said(category: Category, at: int) -> str | int | Missing:
    return _words(category, at) or category.value


def _words(category: Category, at: int) -> str:
    return category.text[at] if at < len(category.text) else ""


def _saying_more(written: Written) -> list[tuple[str, reading.Mapping]]:
    return [
        (value, node)
        for value, (_, node) in written.items()
        if isinstance(node, reading.Mapping) and not node.entries.keys().isdisjoint(_MORE)
    ]


def mixed(modes: tuple[Mode, ...]) -> bool:
    """Whether some are held by an interviewer, who sees more than a respondent, and some are not."""
    return len({mode.has_interviewer for mode in modes}) == 2


def tell_unused_mode(faults: Faults, mode: str, place: Place) -> None:
    message = f"{mode} is not among the modes of this instrument, and what is said for it is not used"
    faults.warn("MODE-UNUSED", place, message, "Add it to `modes:`, or remove it here.")


def _named(category: Category) -> str:
    return shown(next((words for words in category.text if words), str(category.value)))


def _pairs(
    built: Iterable[tuple[Category, Place]], key: Callable[[Category], object]
) -> Iterator[tuple[Category, Category, Place]]:
    """Each category that agrees with an earlier one in `key`, after that one, with its place."""
    first: dict[object, Category] = {}
    for category, place in built:
        before = first.setdefault(key(category), category)
        if before is not category:
            yield before, category, place
