"""Phrasings: a text of the instrument once for all the modes and versions that have it, and which they are."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from capi.dataset.levels import Definition
from capi.dataset.variables import Part, Variable, categories_in, first_words
from capi.dataset.versions import Version
from capi.instrument.expression import Expression, Number, both
from capi.instrument.filter_words import written
from capi.instrument.model import ComputedVariant, Missing, Mode, Question

MODE_WORDS = {
    Mode.SELF_COMPLETION: "self-completion",
    Mode.FACE_TO_FACE: "face to face",
    Mode.TELEPHONE: "telephone",
}


MODES_BETWEEN = "+"
"""Stands between the modes of a case that was answered in several."""


def modes_joined(modes: Iterable[Mode]) -> str:
    """Each once, always in the same order: `self_completion+telephone`."""
    given = set(modes)
    return MODES_BETWEEN.join(mode.value for mode in Mode if mode in given)


def modes_in_words(joined: str) -> str:
    """`self-completion and telephone`."""
    words = [MODE_WORDS[Mode(each)] for each in joined.split(MODES_BETWEEN)]
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A text, and the modes and versions it is the text of; `where` is empty where there is no other."""

    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    version: Version
    mode: Mode


def phrasings(definitions: tuple[Definition, ...], text_of: Callable[[Definition, Mode], str]) -> tuple[Phrasing, ...]:
    """Each text once, with where it is used; that of the newest version first."""
    used: dict[str, list[_Place]] = {}
    for definition in reversed(definitions):
        for mode in definition.modes:
            text = text_of(definition, mode)
            if text:
                used.setdefault(text, []).append(_Place(definition.version, mode))
    return _told_apart(used, definitions)


def question_text(definition: Definition, mode: Mode) -> str:
    """The words as they are asked; of an item in a battery, its own words under those of all."""
    asked = definition.asked
    if not isinstance(asked, Question):
        return ""
    words = (first_words(asked.presentation(mode).text), first_words(asked.item))
    return "\n".join(dict.fromkeys(part for part in words if part))


def filter_text(definition: Definition, mode: Mode) -> str:
    """The condition under which it is asked, with those of the sections around it; empty where it always is."""
    asked = definition.asked
    if not isinstance(asked, Question):
        return ""
    filters = (*(section.asked_if for section in definition.sections), asked.presentation(mode).asked_if)
    condition = reduce(both, filters)
    return ALWAYS if condition is None else written(condition)


ALWAYS = "always"


def computed_text(definition: Definition, mode: Mode) -> str:
    """How the instrument sets the field: `1 (Working) if Work == 1; otherwise 2 (Not working)`."""
    asked = definition.asked
    if not isinstance(asked, Question) or asked.computed is None:
        return ""
    variants = asked.computed.variants
    if len(variants) == 1 and variants[0].condition is None:
        return _value_text(variants[0].value, asked, mode)
    return "; ".join(_variant_text(variant, asked, mode) for variant in variants)


def _variant_text(variant: ComputedVariant, asked: Question, mode: Mode) -> str:
    value = _value_text(variant.value, asked, mode)
    return f"otherwise {value}" if variant.condition is None else f"{value} if {written(variant.condition)}"


def _value_text(value: Expression | None, asked: Question, mode: Mode) -> str:
    if value is None:
        return "no value"
    if isinstance(value, Number):
        words = (first_words(each.text) for each in categories_in(asked, mode) if each.value == value.value)
        category = next(words, "")
        return f"{written(value)} ({category})" if category else written(value)
    return written(value)


def category_phrasings(definitions: tuple[Definition, ...]) -> dict[int | Missing, tuple[Phrasing, ...]]:
    """What each value stands for, in the order of the values, missing states last; the most used words first."""
    used: dict[int | Missing, dict[str, list[_Place]]] = {}
    for definition in reversed(definitions):
        for mode in definition.modes:
            for category in categories_in(definition.asked, mode):
                said = used.setdefault(category.value, {}).setdefault(first_words(category.text), [])
                said.append(_Place(definition.version, mode))
    return {
        value: _told_apart(dict(sorted(said.items(), key=lambda each: -len(each[1]))), definitions)
        for value, said in sorted(used.items(), key=lambda each: each[0] if isinstance(each[0], int) else float("inf"))
    }


def category_words(variable: Variable) -> str:
    """Of the column of one category, what it stands for."""
    if isinstance(variable.part, Part):
        return ""
    return next((each.text for each in category_phrasings(variable.definitions).get(variable.part, ())), "")


def _told_apart(used: Mapping[str, list[_Place]], definitions: tuple[Definition, ...]) -> tuple[Phrasing, ...]:
    if len(used) < 2:
        return tuple(Phrasing(text) for text in used)
    newest = definitions[-1].version
    return tuple(Phrasing(text, _where(places, newest)) for text, places in used.items())


def _where(places: Iterable[_Place], newest: Version) -> str:
    """`telephone`, or `version 2022.1` where the newest does not say so any more."""
    modes: dict[str, list[str]] = {}
    for place in places:
        version = "" if place.version is newest else f"version {place.version.label}: "
        modes.setdefault(version, []).append(MODE_WORDS[place.mode])
    return "; ".join(f"{version}{', '.join(said)}" for version, said in modes.items())
