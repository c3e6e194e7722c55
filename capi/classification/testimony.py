"""What all entries of an index together say of each code, from the words of an answer."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from capi.classification.evidence import Evidence, Floats
from capi.classification.lines import Line
from capi.classification.matching import Answer
from capi.classification.vocabulary import Vocabulary
from capi.classification.words import root

_TITLE_AS_QUALIFIER, _DID_AS_TITLE, _AS_QUALIFIER = 0.3, 0.35, 0.6
"""How far a word of the title is believed to be a qualifier, one of what was done part of a title, and either of the others a qualifier."""


class Testimony:
    """In columns: what the entries of each code say of the title, and of what was said besides."""

    def __init__(
        self, lines: Sequence[Line], groups: Iterable[tuple[str, tuple[str, ...]]], codes: Sequence[str]
    ) -> None:
        """`groups`: codes with the words of their titles, which count as an entry. `codes`: all of them, in their order."""
        numbers = {code: number for number, code in enumerate(codes)}
        said = chain(
            ((numbers[line.entry.code], _of_line(line)) for line in lines),
            ((numbers[code], list(map(root, words))) for code, words in groups),
        )
        self._entries = Evidence(said, len(codes))

    def of(self, answer: Answer, vocabulary: Vocabulary) -> Floats:
        """A row for each code."""
        of = self._entries.of
        return np.column_stack((of(_of_title(answer.title, vocabulary)), of(_of_besides(answer, vocabulary))))


def _of_line(line: Line) -> list[str]:
    return [*map(root, line.title), *map(_qualifier, line.qualifiers)]


def _of_title(title: tuple[str, ...], vocabulary: Vocabulary) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in title:
        meanings = vocabulary.meanings(word)
        for meaning, worth in meanings[: 1 if word in vocabulary else 2]:
            _add(found, root(meaning), worth)
            _add(found, _qualifier(meaning), _TITLE_AS_QUALIFIER * worth)
    return found


def _of_besides(answer: Answer, vocabulary: Vocabulary) -> dict[str, float]:
    found: dict[str, float] = {}
    for word in answer.did:
        for meaning, worth in vocabulary.meanings(word)[:1]:
            _add(found, root(meaning), _DID_AS_TITLE * worth)
    for word in answer.besides:
        for meaning, worth in vocabulary.meanings(word)[:1]:
            _add(found, _qualifier(meaning), _AS_QUALIFIER * worth)
    return found


def _add(found: dict[str, float], feature: str, belief: float) -> None:
    found[feature] = max(found.get(feature, 0.0), belief)


def _qualifier(word: str) -> str:
    return f"({root(word)})"
