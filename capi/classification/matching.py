"""Which entries of an index have the words of an answer, and how much of either the other covers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from capi.classification.evidence import Floats
from capi.classification.lines import Line
from capi.classification.vocabulary import Vocabulary

Places = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]

_BY_QUALIFIER = 0.8
"""What a word of the title is worth where the entry has it as a qualifier."""
_DID, _TITLE = 0.95, 0.9
"""What a qualifier is worth that was said in what was mainly done, or in the title; in the industry 1."""
_NOWHERE = 5.0
"""The weight of a word that no entry has and that is like none: about that of one in a hundred and fifty entries."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the respondent said, in words as they are compared: the job title (each word once), what was mainly done, the industry.

    `supervises`: what was answered where it was asked whether other people's work is supervised.
    """

    title: tuple[str, ...]
    did: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    supervises: bool | None = None

    @property
    def besides(self) -> tuple[str, ...]:
        """What was said besides the title, each word once."""
        return tuple(dict.fromkeys((*self.industry, *self.did)))


@dataclass(frozen=True, slots=True)
class Matches:
    """Entries with a word of the title, a row for each; `at` is the number of its line.

    `asked`: the share of the title asked that the entry has, by weight; `had`: the share of the entry's title that was asked.
    `met`: every word of either stands for one of the other. `qualified`: the share of the entry's qualifiers that was said, 0 where it
    has none; `heard`: the share of what was said besides the title that the entry has, 1 where nothing was.
    """

    at: Places
    asked: Floats
    had: Floats
    met: Flags
    qualified: Floats
    heard: Floats


@dataclass(frozen=True, slots=True)
class _Hits:
    """The lines that have a word or what it may mean; the worth of the best meaning there, and what that weighs."""

    at: Places
    worth: Floats
    weight: Floats


class Matcher:
    def __init__(self, lines: Sequence[Line], vocabulary: Vocabulary) -> None:
        self._number = len(lines)
        self._vocabulary = vocabulary
        self._length = np.array([len(line.title) for line in lines])
        self._title_weight = _weights(vocabulary, (line.title for line in lines))
        self._qualifiers_weight = np.maximum(1e-9, _weights(vocabulary, (line.qualifiers for line in lines)))
        self._by_title = _places(line.title for line in lines)
        self._by_qualifier = _places(line.qualifiers for line in lines)
        self._in_title = _kept(lambda word: self._hits(word, self._by_title))
        self._in_qualifiers = _kept(lambda word: self._hits(word, self._by_qualifier))

    def matches(self, answer: Answer) -> Matches:
        asked, had, met = np.zeros(self._number), np.zeros(self._number), np.zeros(self._number)
        whole = 0.0
        for word in answer.title:
            weight = self._weight(word)
            whole += weight
            title, qualifiers = self._in_title(word), self._in_qualifiers(word)
            asked[qualifiers.at] += _BY_QUALIFIER * weight * qualifiers.worth
            asked[title.at] += weight * title.worth
            had[title.at] += title.worth * title.weight
            met[title.at] += 1
        at = np.flatnonzero(had)
        number = len(answer.title)
        return Matches(
            at=at,
            asked=np.minimum(1.0, asked[at] / max(whole, 1e-9)),
            had=np.minimum(1.0, had[at] / self._title_weight[at]),
            met=(met[at] == number) & (self._length[at] == number),
            qualified=self._qualified(answer)[at],
            heard=self._heard(answer.besides)[at],
        )

    def _weight(self, word: str) -> float:
        meanings = self._vocabulary.meanings(word)
        return self._vocabulary.weight(meanings[0][0]) if meanings else _NOWHERE

    def _qualified(self, answer: Answer) -> Floats:
        found = np.zeros(self._number)
        for word, worth in self._said(answer).items():
            if word in self._by_qualifier:
                found[self._by_qualifier[word]] += worth * self._vocabulary.weight(word)
        return np.minimum(1.0, found / self._qualifiers_weight)

    def _said(self, answer: Answer) -> dict[str, float]:
        """Words of the index that were said anywhere, and what each is worth as a qualifier."""
        found: dict[str, float] = {}
        for where, share in ((answer.industry, 1.0), (answer.did, _DID), (answer.title, _TITLE)):
            for word in where:
                for meaning, worth in self._vocabulary.meanings(word):
                    found[meaning] = max(found.get(meaning, 0.0), share * worth)
        return found

    def _heard(self, besides: tuple[str, ...]) -> Floats:
        if not besides:
            return np.ones(self._number)
        found, whole = np.zeros(self._number), 0.0
        for word in besides:
            weight = self._weight(word)
            whole += weight
            here = np.zeros(self._number)
            for hits in (self._in_title(word), self._in_qualifiers(word)):
                here[hits.at] = np.maximum(here[hits.at], hits.worth)
            found += weight * here
        return found / max(whole, 1e-9)

    def _hits(self, word: str, places: Mapping[str, Places]) -> _Hits:
        meanings = [each for each in self._vocabulary.meanings(word) if each[0] in places]
        if not meanings:
            return _Hits(np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0))
        found = [places[meaning] for meaning, _ in meanings]
        # The best meaning comes first, and it is the first of each line that is kept.
        at, first = np.unique(np.concatenate(found), return_index=True)
        times = [len(each) for each in found]
        worth = np.repeat([worth for _, worth in meanings], times)
        weight = np.repeat([self._vocabulary.weight(meaning) for meaning, _ in meanings], times)
        return _Hits(at, worth[first], weight[first])


def joined(each: Sequence[Matches]) -> Matches:
    """Of several ways to read an answer, one after the other."""
    if len(each) == 1:
        return each[0]
    return Matches(
        **{one.name: np.concatenate([getattr(found, one.name) for found in each]) for one in fields(Matches)}
    )


def _kept(hits: Callable[[str], _Hits]) -> Callable[[str], _Hits]:
    """The same words are said again and again; and twice of one answer."""
    return lru_cache(maxsize=512)(hits)


def _weights(vocabulary: Vocabulary, each: Iterable[tuple[str, ...]]) -> Floats:
    return np.array([sum(map(vocabulary.weight, those)) for those in each], dtype=np.float64)


def _places(each: Iterable[tuple[str, ...]]) -> dict[str, Places]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, those in enumerate(each):
        for word in those:
            found[word].append(at)
    return {word: np.array(places, dtype=np.intp) for word, places in found.items()}
