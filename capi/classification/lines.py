"""The entries of an index in words as they are compared."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from capi.classification.abbreviations import ABBREVIATIONS
from capi.classification.classification import Abbreviation, IndexEntry
from capi.classification.said_words import EMPTY
from capi.classification.words import words

SUPERVISORS = frozenset(("supervisor", "foreman", "chargehand", "overseer", "superintendent", "ganger"))
Words = Callable[[str], tuple[str, ...]]

_BRACKETS = re.compile(r"\(([^()]*)\)")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_SHORT = re.compile(r"[A-Za-z]{3,6}")
_WORDS = re.compile(r"[A-Za-z][A-Za-z' /-]*[a-z]")


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, each of its words once; `qualifiers` those of both kinds. `supervises`: it is for supervisors and foremen."""

    entry: IndexEntry
    title: tuple[str, ...]
    qualifiers: tuple[str, ...]
    supervises: bool


def lines(entries: Iterable[IndexEntry], read: Words) -> list[Line]:
    return [_line(entry, read) for entry in entries]


def _line(entry: IndexEntry, read: Words) -> Line:
    """An entry without qualifiers of its own may have them in brackets, as those of SIC do: `Abattoir (manufacture)`."""
    title, more = entry.title, f"{entry.additional} {entry.industry}"
    if not more.strip() and "(" in title:
        more = " ".join(_BRACKETS.findall(title))
        title = _BRACKETS.sub(" ", title)
    found = _once((*_initials(title), *(read(title) or read(entry.title))))
    return Line(entry, found, _once(read(more)), entry.supervises or not SUPERVISORS.isdisjoint(found))


def _initials(title: str) -> Iterable[str]:
    """Of a name: an IN engineer is not any engineer, though what is in something is."""
    return (each.lower() for each in _CAPITALS.findall(title) if each.lower() in EMPTY)


def _once(each: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each))


def reading(abbreviations: Sequence[Abbreviation]) -> Words:
    """How to read texts beside an index that prints these abbreviations: one with one meaning is written out, on both sides.

    Two letters are left as they are: they mean too much. So is what stands for a grade.
    """
    meanings: dict[str, set[str]] = {}
    for each in abbreviations:
        if _SHORT.fullmatch(each.short):
            meanings.setdefault(each.short.lower(), set()).add(each.meaning)
    table = {
        short: words(meaning)
        for short, (meaning, *others) in meanings.items()
        if not others and short not in ABBREVIATIONS and _WORDS.fullmatch(meaning)
    }

    def read(text: str) -> tuple[str, ...]:
        return tuple(word for each in words(text) for word in table.get(each, (each,)))

    return read if table else words
