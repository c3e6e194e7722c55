"""Which entries of an index have the words of an answer, and how much of either the other covers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from capi.classification.classification import IndexEntry
from capi.classification.vocabulary import Vocabulary
from capi.classification.words import words

_BRACKETS = re.compile(r"\(([^()]*)\)")
_BY_QUALIFIER = 0.8
"""What a word of the title is worth where the entry has it as a qualifier."""
_DID, _TITLE = 0.95, 0.9
"""What a qualifier is worth that was said in what was mainly done, or in the title; in the industry 1."""
NOWHERE = 5.0
"""The weight of a word that no entry has and that is like none: about that of one in a hundred and fifty entries."""
_OF_ASKED, _OF_HAD = 0.4, 0.5
"""How strongly words asked and not had, and words had and not asked, count against an entry."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the respondent said, in words as they are compared: the job title, what was mainly done, the industry.

    `supervises`: what was answered where it was asked whether other people's work is supervised.
    """

    title: tuple[str, ...]
    did: tuple[str, ...] = ()
    industry: tuple[str, ...] = ()
    supervises: bool | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words as they are compared, each once; `qualifiers` those of both kinds."""

    entry: IndexEntry
    title: tuple[str, ...]
    qualifiers: tuple[str, ...]
    title_weight: float
    qualifiers_weight: float
    supervises: bool


@dataclass(frozen=True, slots=True)
class Match:
    """`title`: how like the titles are, 0 to 1; `qualified`: which share of the entry's qualifiers was said;
    `fit`: both together, with what the default letter says."""

    line: Line
    title: float
    qualified: float
    fit: float


_SUPERVISORS = frozenset(("supervisor", "foreman", "chargehand", "overseer", "superintendent", "ganger"))


class Matcher:
    def __init__(self, entries: Iterable[IndexEntry]) -> None:
        worded = [(entry, *_worded(entry)) for entry in entries]
        self.vocabulary = Vocabulary(frozenset((*title, *qualifiers)) for _, title, qualifiers in worded)
        self.lines = [self._line(*each) for each in worded]
        self._by_title: defaultdict[str, list[int]] = defaultdict(list)
        self._by_qualifier: defaultdict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(self.lines):
            for word in line.title:
                self._by_title[word].append(at)
            for word in line.qualifiers:
                self._by_qualifier[word].append(at)

    def _line(self, entry: IndexEntry, title: tuple[str, ...], qualifiers: tuple[str, ...]) -> Line:
        weigh = self.vocabulary.weight
        supervises = entry.supervises or not _SUPERVISORS.isdisjoint(title)
        return Line(entry, title, qualifiers, sum(map(weigh, title)), sum(map(weigh, qualifiers)), supervises)

    def best_of_each_code(self, answer: Answer) -> dict[str, Match]:
        """Of every code with an entry that has a word of the title, the entry that fits best; the earlier one of equals."""
        said = self._said(answer)
        best: dict[str, Match] = {}
        for at, title in self._by_titles(answer.title):
            line = self.lines[at]
            there = best.get(line.entry.code)
            if there is None or title > there.fit:
                match = self._match(line, title, said, answer)
                if there is None or match.fit > there.fit:
                    best[line.entry.code] = match
        return best

    def _by_titles(self, title: tuple[str, ...]) -> Iterator[tuple[int, float]]:
        """The place of each entry with a word of the title, and how like the titles are."""
        asked: defaultdict[int, float] = defaultdict(float)
        had: defaultdict[int, float] = defaultdict(float)
        weigh, whole = self.vocabulary.weight, 0.0
        found = []
        for word in title:
            meanings = self.vocabulary.meanings(word)
            weight = weigh(meanings[0][0]) if meanings else NOWHERE
            whole += weight
            seen: set[int] = set()
            for meaning, worth in meanings:
                new = [at for at in self._by_title.get(meaning, ()) if at not in seen]
                seen.update(new)
                of_asked, of_had = worth * weight, worth * weigh(meaning)
                for at in new:
                    asked[at] += of_asked
                    had[at] += of_had
            found.append((meanings, weight, seen))
        for meanings, weight, seen in found:
            for meaning, worth in meanings:
                of_asked = _BY_QUALIFIER * worth * weight
                for at in self._by_qualifier.get(meaning, ()):
                    if at in had and at not in seen:
                        seen.add(at)
                        asked[at] += of_asked
        lines = self.lines
        for at, weight in asked.items():
            yield at, min(1.0, weight / whole) ** _OF_ASKED * min(1.0, had[at] / lines[at].title_weight) ** _OF_HAD

    def _said(self, answer: Answer) -> dict[str, float]:
        """Words of the index that were said anywhere, and what each is worth as a qualifier."""
        found: dict[str, float] = {}
        for where, share in ((answer.industry, 1.0), (answer.did, _DID), (answer.title, _TITLE)):
            for word in where:
                for meaning, worth in self.vocabulary.meanings(word):
                    found[meaning] = max(found.get(meaning, 0.0), share * worth)
        return found

    def _match(self, line: Line, title: float, said: Mapping[str, float], answer: Answer) -> Match:
        weigh = self.vocabulary.weight
        qualified = sum(weigh(word) * said[word] for word in line.qualifiers if word in said)
        qualified = qualified / line.qualifiers_weight if line.qualifiers else 0.0
        fit = (
            title * _by_qualifiers(line, qualified, bool(answer.did or answer.industry)) * _by_supervising(line, answer)
        )
        return Match(line, title, qualified, fit)


_UNSAID, _UNSAID_DEFAULT = 0.6, 0.75
"""What is left of an entry none of whose qualifiers was said; more where it is the office's default."""
_UNQUALIFIED = 0.6
"""What is left of an entry without qualifiers where more was said than its title: one with a qualifier that was said comes first."""


def _by_qualifiers(line: Line, qualified: float, more_was_said: bool) -> float:
    default = line.entry.default
    if line.qualifiers:
        least = _UNSAID_DEFAULT if default and default != "O" else _UNSAID
        return least + (1 - least) * qualified
    return _UNQUALIFIED if more_was_said else 1.0


def _by_supervising(line: Line, answer: Answer) -> float:
    """Who does not supervise is hardly a foreman, unless the title says so. Who does may be anything."""
    if answer.supervises is None or not _SUPERVISORS.isdisjoint(answer.title):
        return 1.0
    return 0.9 if line.supervises and not answer.supervises else 1.0


def _worded(entry: IndexEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An entry without qualifiers of its own may have them in brackets, as those of SIC do: `Abattoir (manufacture)`."""
    title, more = entry.title, f"{entry.additional} {entry.industry}"
    if not more.strip() and "(" in title:
        more = " ".join(_BRACKETS.findall(title))
        title = _BRACKETS.sub(" ", title)
    return _once(words(title) or words(entry.title)), _once(words(more))


def _once(each: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each))
