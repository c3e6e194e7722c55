"""Suggesting a code: the entries of a coding index that a job title, or an industry in words, may be, the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from capi.classification.classification import Classification, IndexEntry, SeeAlso
from capi.classification.evidence import Floats
from capi.classification.likelihood import NOT_WORD_FOR_WORD, Chances, Known, chances
from capi.classification.lines import SUPERVISORS, Line, lines, reading
from capi.classification.matching import Answer, Matcher, joined
from capi.classification.testimony import Testimony
from capi.classification.vocabulary import Vocabulary

_LONGEST, _MOST_WORDS = 600, 24
"""Characters, and words, of each part of an answer that are read: nobody says more of one job."""
_MOST_UNKNOWN = 6
"""Words of a part that may be misspelt; to look up each takes its time, and where there are more it is not a job title."""
_MOST_REFERENCES = 3


@dataclass(frozen=True, slots=True)
class Why:
    """What a suggestion rests on. `read_as`: words of the answer, and the words of the index they were taken for, where they differ.

    `default`: the office's letter, where the entry serves because a qualifier was not said. `see`: the title whose reference was followed.
    """

    words: tuple[str, ...]
    read_as: tuple[tuple[str, str], ...] = ()
    qualifiers: tuple[str, ...] = ()
    default: str = ""
    see: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`score`: how likely the code is the one an expert would give, 0 to 1. `exact`: the answer is this entry, word for word."""

    entry: IndexEntry
    score: float
    exact: bool
    why: Why

    @property
    def code(self) -> str:
        return self.entry.code

    @property
    def title(self) -> str:
        return self.entry.shown


@dataclass(frozen=True, slots=True)
class Candidates:
    """All codes with an entry like the answer: each with its line, the answer as it was read for it, and the reference followed."""

    codes: tuple[str, ...]
    lines: tuple[Line, ...]
    read: tuple[tuple[Answer, str], ...]
    chances: Chances

    @property
    def scores(self) -> Floats:
        """How likely each code is right."""
        found = self.chances.chances
        top = int(found.argmax())
        said_so = self.chances.word_for_word[top] and self.lines[top].title == self.read[top][0].title
        return found if said_so else np.minimum(found, NOT_WORD_FOR_WORD)


@dataclass(frozen=True, slots=True)
class _Reference:
    see: SeeAlso
    title: frozenset[str]
    to: tuple[str, ...]
    qualifiers: tuple[str, ...]


class Suggester:
    """Built once from an index; the same answer always gets the same suggestions. The likeliest first, and none twice."""

    def __init__(self, index: Classification) -> None:
        self._words = reading(index.abbreviations)
        self._lines = lines(index.entries, self._words)
        self._vocabulary = Vocabulary(frozenset((*line.title, *line.qualifiers)) for line in self._lines)
        self._matcher = Matcher(self._lines, self._vocabulary)
        self._codes = sorted({line.entry.code for line in self._lines})
        numbers = {code: number for number, code in enumerate(self._codes)}
        groups = [(group.code, self._words(group.title)) for group in index.groups if group.code in numbers]
        self._testimony = Testimony(self._lines, groups, self._codes)
        self._known = Known(
            np.array([numbers[line.entry.code] for line in self._lines], dtype=np.intp),
            np.array([bool(line.qualifiers) for line in self._lines], dtype=np.bool_),
            np.array([bool(line.entry.default) for line in self._lines], dtype=np.bool_),
            np.array([line.supervises for line in self._lines], dtype=np.bool_),
        )
        self._references = [self._reference(see) for see in index.see if see.to]

    def suggest(
        self, title: str, did: str = "", industry: str = "", supervises: bool | None = None, most: int = 10
    ) -> tuple[Suggestion, ...]:
        """One of each code, the likeliest first. `did`: what was mainly done in the job; `industry`: what the firm makes or does."""
        found = self.candidates(title, did, industry, supervises)
        if found is None:
            return ()
        scores = found.scores
        order = np.argsort(-found.chances.chances, kind="stable")[:most]
        return tuple(self._suggestion(found.lines[at], float(scores[at]), *found.read[at]) for at in order.tolist())

    def candidates(
        self, title: str, did: str = "", industry: str = "", supervises: bool | None = None
    ) -> Candidates | None:
        """None where no entry has a word of the title."""
        asked = tuple(dict.fromkeys(self._read(title)))
        answer = Answer(asked, self._read(did), self._read(industry), supervises)
        ways = [(answer, ""), *self._followed(answer)]
        each = [self._matcher.matches(way) for way, _ in ways]
        matches = joined(each)
        if not len(matches.at):
            return None
        way = np.repeat(np.arange(len(ways)), [len(one.at) for one in each])
        no_supervisor = supervises is False and SUPERVISORS.isdisjoint(asked)
        evidence = self._testimony.of(answer, self._vocabulary)
        found = chances(matches, self._known, evidence, way > 0, bool(answer.besides), no_supervisor)
        return Candidates(
            tuple(self._codes[code] for code in found.codes.tolist()),
            tuple(self._lines[at] for at in matches.at[found.best].tolist()),
            tuple(ways[at] for at in way[found.best].tolist()),
            found,
        )

    def _read(self, text: str) -> tuple[str, ...]:
        found: list[str] = []
        unknown = 0
        for word in self._vocabulary.together(self._words(text[:_LONGEST])[:_MOST_WORDS]):
            unknown += word not in self._vocabulary
            if word in self._vocabulary or unknown <= _MOST_UNKNOWN:
                found.append(word)
        return tuple(found)

    def _followed(self, answer: Answer) -> list[tuple[Answer, str]]:
        """The answer with other words, as references of the index say, and the titles of these."""
        said = frozenset(answer.title)
        found = [each for each in self._references if each.title <= said][:_MOST_REFERENCES]
        return [(_instead(answer, each), each.see.title) for each in found]

    def _reference(self, see: SeeAlso) -> _Reference:
        qualifiers = "" if see.same_qualifier else see.with_qualifier
        return _Reference(see, frozenset(self._words(see.title)), self._words(see.to), self._words(qualifiers))

    def _suggestion(self, line: Line, score: float, answer: Answer, see: str) -> Suggestion:
        same = not see and set(answer.title) == set(line.title)
        exact = same and {*answer.did, *answer.industry}.issuperset(line.qualifiers)
        return Suggestion(line.entry, score, exact, self._why(line, answer, see))

    def _why(self, line: Line, answer: Answer, see: str) -> Why:
        read_as = {word: self._meant(word, line.title) for word in answer.title}
        heard = {self._meant(word, line.qualifiers) for word in (*answer.besides, *answer.title)}
        qualifiers = tuple(word for word in line.qualifiers if word in heard)
        served = not qualifiers and (line.qualifiers or not answer.besides)
        return Why(
            words=tuple(word for word, meant in read_as.items() if meant),
            read_as=tuple((word, meant) for word, meant in read_as.items() if meant and meant != word),
            qualifiers=qualifiers,
            default=line.entry.default if served else "",
            see=see,
        )

    def _meant(self, word: str, of: tuple[str, ...]) -> str:
        return next((meaning for meaning, _ in self._vocabulary.meanings(word) if meaning in of), "")


def automatic(suggestions: Sequence[Suggestion], threshold: float) -> Suggestion | None:
    """What may be coded without a person: the first suggestion, if it is likely enough."""
    return suggestions[0] if suggestions and suggestions[0].score >= threshold else None


def _instead(answer: Answer, reference: _Reference) -> Answer:
    rest = (word for word in answer.title if word not in reference.title)
    return replace(
        answer,
        title=tuple(dict.fromkeys((*rest, *reference.to))),
        industry=(*answer.industry, *reference.qualifiers),
    )
