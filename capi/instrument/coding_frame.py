"""A coding frame searched: by code, by words, by their beginnings, and as they are misspelt.

Found are first the code typed, then entries with all the words as typed, then words that begin so, then other
forms of them (plurals), then what was nearly typed; where no entry has all the words, those with most of them.
Within each of these, the shorter text comes first, and in the frame's own order.
"""

import itertools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from heapq import nsmallest
from typing import TypeAlias

from capi.instrument.model import CodingFrame, FrameEntry

_WORD = re.compile(r"[^\W_]+")
_Hits: TypeAlias = frozenset[int] | set[int]


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case, accents and signs.

    >>> words_of("Café-owner (self-employed)")
    ['cafe', 'owner', 'self', 'employed']
    """
    folded = text.casefold()
    if not folded.isascii():
        parted = unicodedata.normalize("NFKD", folded)
        folded = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return _WORD.findall(folded)


class FrameIndex:
    """A frame made ready to be searched; this takes a moment, and a search a few milliseconds."""

    def __init__(self, frame: CodingFrame) -> None:
        # Entries are counted in the order in which equally good ones are shown: a smaller number is a better entry.
        self._entries = sorted(frame.entries, key=lambda entry: len(entry.text))
        self._codes = sorted((_folded_code(entry.code), at) for at, entry in enumerate(self._entries))
        self._in_text: dict[str, list[int]] = {}
        self._anywhere: dict[str, list[int]] = {}
        for at, entry in enumerate(self._entries):
            words = words_of(entry.text)
            for word in words:
                self._in_text.setdefault(word, []).append(at)
            for word in words + words_of(entry.also) if entry.also else words:
                self._anywhere.setdefault(word, []).append(at)
        self._vocabulary = sorted(self._anywhere)
        self._near: dict[str, list[str]] = {}
        self._by_length: dict[int, list[tuple[int, str]]] = {}
        for word in self._vocabulary:
            self._by_length.setdefault(len(word), []).append((_letters(word), word))

    def entry(self, code: str) -> FrameEntry | None:
        """The entry with exactly this code."""
        return next(
            (self._entries[at] for at in self._with_code(_folded_code(code)) if self._entries[at].code == code), None
        )

    def search(self, text: str, most: int = 100) -> tuple[FrameEntry, ...]:
        """The best entries for what was typed, best first; () where nothing is near it."""
        found: dict[int, None] = {}
        for hits in self._tiers(text):
            fresh = nsmallest(most - len(found), (hits if not found else (at for at in hits if at not in found)))
            found.update(dict.fromkeys(fresh))
            if len(found) >= most:
                break
        if not found:
            found.update(dict.fromkeys(self._most_words(words_of(text), most)))
        return tuple(self._entries[at] for at in found)

    def _tiers(self, text: str) -> Iterator[_Hits]:
        """What is found, the best first; each tier may hold those before it once more."""
        typed = _folded_code(text)
        if typed:
            yield set(self._with_code(typed))
            yield set(self._codes_beginning(typed))
        words = words_of(text)
        if not words:
            return
        exact = [set(self._in_text.get(word, ())) for word in words]
        yield _all_of(exact)
        # The last word is still being typed: those before it stand as they are.
        yield _all_of([*exact[:-1], self._beginning(words[-1], self._in_text)])
        exact = [set(self._anywhere.get(word, ())) for word in words]
        yield _all_of(exact)
        begun = [hits | self._beginning(word, self._anywhere) for word, hits in zip(words, exact, strict=True)]
        yield _all_of([*exact[:-1], begun[-1]])
        yield _all_of(begun)
        near = [hits | self._other_forms(word) for word, hits in zip(words, begun, strict=True)]
        yield _all_of(near)
        if not all(near):
            yield _all_of([hits or self._misspelt(word) for word, hits in zip(words, near, strict=True)])

    def _with_code(self, folded: str) -> Iterator[int]:
        for at in range(bisect_left(self._codes, (folded, -1)), len(self._codes)):
            if self._codes[at][0] != folded:
                return
            yield self._codes[at][1]

    def _codes_beginning(self, folded: str) -> Iterator[int]:
        first = bisect_left(self._codes, (folded, -1))
        last = bisect_left(self._codes, (folded + "\U0010ffff", -1))
        return (at for _, at in self._codes[first:last])

    def _beginning(self, begun: str, index: Mapping[str, list[int]]) -> set[int]:
        first = bisect_left(self._vocabulary, begun)
        last = bisect_right(self._vocabulary, begun + "\U0010ffff")
        return set().union(*(index.get(word, ()) for word in self._vocabulary[first:last]))

    def _other_forms(self, word: str) -> set[int]:
        """Plural and singular: an ending more is what begins so already; here an ending less, and -ies for -y."""
        shorter = [word[:-less] for less in (1, 2) if len(word) - less >= _SHORTEST_STEM]
        if word.endswith("ies"):
            shorter.append(word[:-3] + "y")
        elif word.endswith("y"):
            shorter.append(word[:-1] + "ies")
        return self._having(form for form in shorter if form in self._anywhere)

    def _misspelt(self, word: str) -> set[int]:
        near = self._near.get(word)
        if near is None:
            near = list(self._nearly(word)) if len(word) >= _SHORTEST_MISSPELT else []
            if len(self._near) >= _KEPT:
                self._near.clear()
            self._near[word] = near
        return self._having(near)

    def _nearly(self, word: str) -> Iterator[str]:
        """Words one error away; of a long word, two, but hardly anybody mistakes its first letter as well."""
        allowed = 1 if len(word) < _LONG else 2
        letters, first = _letters(word), word[0]
        # So few errors leave one part in so many whole: looked for first, as comparing sign by sign takes long.
        whole = _cut(word, allowed + 2)
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for mask, known in self._by_length.get(length, ()):
                if (
                    (mask ^ letters).bit_count() <= 2 * allowed
                    and any(part in known for part in whole)
                    and _within(word, known, allowed if known[0] == first else 1)
                ):
                    yield known

    def _having(self, words: Iterable[str]) -> set[int]:
        return set().union(*(self._anywhere[word] for word in words))

    def _most_words(self, words: Sequence[str], most: int) -> list[int]:
        """Where no entry has all of several words: those that have the most of them."""
        counts: Counter[int] = Counter()
        for word in words if len(words) > 1 else ():
            if len(word) >= _SHORTEST_STEM:
                counts.update(self._beginning(word, self._anywhere) | self._other_forms(word) or self._misspelt(word))
        return [at for _, at in nsmallest(most, ((-count, at) for at, count in counts.items()))]


_SHORTEST_STEM = 3
_SHORTEST_MISSPELT = 4
_LONG = 7
_KEPT = 200
"""Words whose misspellings are remembered: all but the last stay the same from key to key."""


def _folded_code(code: str) -> str:
    """Codes are typed with or without their dots and blanks."""
    return "".join(sign for sign in code.casefold() if sign.isalnum())


def _all_of(hits: Sequence[_Hits]) -> _Hits:
    return reduce(lambda one, other: one & other, sorted(hits, key=len))


def _cut(word: str, parts: int) -> list[str]:
    """
    >>> _cut("plumbre", 3)
    ['pl', 'um', 'bre']
    """
    ends = [len(word) * at // parts for at in range(parts + 1)]
    return [word[start:end] for start, end in itertools.pairwise(ends)]


def _letters(word: str) -> int:
    """Which letters a word has, as bits: words that are near each other share most."""
    mask = 0
    for sign in word:
        mask |= 1 << (ord(sign) & 31)
    return mask


def _within(one: str, other: str, allowed: int) -> bool:
    """Whether so many letters left out, put in, exchanged or swapped turn one word into the other."""
    if abs(len(one) - len(other)) > allowed:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one):
        fresh = [at + 1]
        for beside, known in enumerate(other):
            cost = min(row[beside + 1] + 1, fresh[beside] + 1, row[beside] + (sign != known))
            if at and beside and sign == other[beside - 1] and one[at - 1] == known:
                cost = min(cost, before[beside - 1] + 1)
            fresh.append(cost)
        if min(fresh) > allowed:
            return False
        before, row = row, fresh
    return row[-1] <= allowed
