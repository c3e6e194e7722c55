"""The words of an index, and which of them a word of an answer may mean: itself, a relative, another word for it, or what was misspelt."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from capi.classification.said_words import ALIKE, SELDOM_CODES
from capi.classification.words import root

RELATIVE = 0.8
OTHER_WORD = 0.7
"""What a match by the root, and one by another word for it, is worth; the word itself is 1."""

_LIKE_ENOUGH = 0.7
_SHORTEST_MISSPELT = 4
_MOST_MISSPELT = 4
_SELDOM = 0.25
"""What a word that seldom codes weighs against another as frequent."""


class Vocabulary:
    """Of documents, each the words of one entry. `weight`: how much a word says; a rare word more than a frequent one."""

    def __init__(self, documents: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for document in documents:
            number += 1
            counts.update(document)
        self._weights = {word: _weight(word, count, number) for word, count in counts.items()}
        self._listed = sorted(self._weights)
        self._roots: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._listed:
            self._roots[root(word)].append(word)
        self._alike = _alike(self._weights)
        self.meanings = lru_cache(maxsize=20_000)(self._meanings)

    def __contains__(self, word: str) -> bool:
        return word in self._weights

    def weight(self, word: str) -> float:
        """Of a word of an entry."""
        return self._weights[word]

    def together(self, in_order: tuple[str, ...]) -> tuple[str, ...]:
        """Words written apart where the index writes them together, and the other way round: `hair dresser`, `machinesetter`."""
        found: list[str] = []
        for word in in_order:
            if found and found[-1] + word in self and not (found[-1] in self and word in self):
                found[-1] += word
            elif word in self:
                found.append(word)
            else:
                found.extend(self._parted(word))
        return tuple(found)

    def _parted(self, word: str) -> tuple[str, ...]:
        for at in range(4, len(word) - 3):
            if word[:at] in self and word[at:] in self:
                return word[:at], word[at:]
        return (word,)

    def _meanings(self, word: str) -> tuple[tuple[str, float], ...]:
        """Words of this vocabulary, and what a match by each is worth, the best first."""
        found: dict[str, float] = {}
        if word in self:
            found[word] = 1.0
        for relative in self._roots.get(root(word), ()):
            found.setdefault(relative, RELATIVE)
        for other in self._alike.get(word, ()):
            found.setdefault(other, OTHER_WORD)
        if not found and len(word) >= _SHORTEST_MISSPELT:
            # A word that has a relative or another word here is a word; what has none was perhaps misspelt.
            found.update(self._misspelt(word))
        return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def _misspelt(self, word: str) -> list[tuple[str, float]]:
        found = process.extract(
            word, self._listed, scorer=OSA.normalized_similarity, score_cutoff=_LIKE_ENOUGH, limit=4 * _MOST_MISSPELT
        )
        return [(like, _belief(closeness, like[0] == word[0])) for like, closeness, _ in found][:_MOST_MISSPELT]


def _belief(closeness: float, same_first_letter: bool) -> float:
    """How far to believe that one word was meant by another: the first letter is seldom mistyped."""
    return closeness if same_first_letter else closeness * 0.9


def _weight(word: str, count: int, number: int) -> float:
    return math.log1p(number / count) * (_SELDOM if word in SELDOM_CODES or word.isdigit() else 1.0)


def _alike(known: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for group in ALIKE:
        for word in group:
            found[word].update((other, None) for other in group if other != word and other in known)
    return {word: tuple(others) for word, others in found.items()}
