"""Suggesting a code: the entries of a coding index that a job title, or an industry in words, may be, the likeliest first."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from capi.classification.classification import Classification, IndexEntry, SeeAlso
from capi.classification.evidence import Evidence
from capi.classification.likelihood import Standing, likelihood
from capi.classification.matching import NOWHERE, Answer, Line, Match, Matcher
from capi.classification.words import root, words

DEFAULT_THRESHOLD = 0.95
"""Where half of the titles asked are in the index and half are not, about two automatic codes in a hundred are wrong: see the quality
benchmark (`python -m tests.benchmarks coding`). Lower codes more without a person, and more of it wrongly."""

_OF_FIT, _OF_EVIDENCE = 14.0, 0.9
"""How the fit of the best entry and the evidence of all entries count towards a code, as logarithms."""
_REFERRED = 0.98
"""What a match by a `see` reference is worth."""


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
class _Reference:
    see: SeeAlso
    title: frozenset[str]
    to: tuple[str, ...]
    qualifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    match: Match
    answer: Answer
    see: str
    fit: float


class Suggester:
    """Built once from an index; the same answer always gets the same suggestions."""

    def __init__(self, index: Classification) -> None:
        self._matcher = Matcher(index.entries)
        self._vocabulary = self._matcher.vocabulary
        length = max((len(entry.code) for entry in index.entries), default=0)
        titles = ((group.code, map(root, words(group.title))) for group in index.groups if len(group.code) == length)
        self._evidence = Evidence([*map(_said_of, self._matcher.lines), *titles])
        self._references = [_reference(see) for see in index.see if see.to]

    def suggest(
        self, title: str, did: str = "", industry: str = "", supervises: bool | None = None, most: int = 10
    ) -> tuple[Suggestion, ...]:
        """One of each code, the likeliest first. `did`: what was mainly done in the job; `industry`: what the firm makes or does."""
        together = self._vocabulary.together
        asked = tuple(dict.fromkeys(together(words(title))))
        answer = Answer(asked, together(words(did)), together(words(industry)), supervises)
        found = self._found(answer)
        if not found:
            return ()
        evidence = self._evidence.of(self._features(answer))
        ranked = _ranked(found, evidence)
        return tuple(self._suggestion(found[code], share, evidence[code]) for code, share in ranked[:most])

    def _found(self, answer: Answer) -> dict[str, _Found]:
        """The best match of each code, references followed."""
        best = {
            code: _Found(match, answer, "", match.fit)
            for code, match in self._matcher.best_of_each_code(answer).items()
        }
        said = frozenset(answer.title)
        for reference in self._references:
            if reference.title <= said:
                other = _followed(answer, reference)
                for code, match in self._matcher.best_of_each_code(other).items():
                    fit = _REFERRED * match.fit
                    if code not in best or fit > best[code].fit:
                        best[code] = _Found(match, other, reference.see.title, fit)
        return best

    def _features(self, answer: Answer) -> dict[str, float]:
        found: dict[str, float] = {}

        def add(feature: str, belief: float) -> None:
            found[feature] = max(found.get(feature, 0.0), belief)

        meanings = self._vocabulary.meanings
        for word in answer.title:
            there = meanings(word)
            for meaning, worth in there[: 1 if there and there[0][1] == 1 else 2]:
                add(root(meaning), worth)
                add(_qualifier(meaning), 0.3 * worth)
        for word in answer.did:
            for meaning, worth in meanings(word)[:1]:
                add(root(meaning), 0.35 * worth)
                add(_qualifier(meaning), 0.6 * worth)
        for word in answer.industry:
            for meaning, worth in meanings(word)[:1]:
                add(_qualifier(meaning), 0.6 * worth)
        return found

    def _suggestion(self, found: _Found, share: float, evidence: float) -> Suggestion:
        line, answer = found.match.line, found.answer
        spelt = self._spelt(answer.title, line.title)
        exact = spelt == 1 and not found.see and {*answer.did, *answer.industry}.issuperset(line.qualifiers)
        why = self._why(found)
        standing = Standing(
            share=share,
            evidence=math.exp(evidence),
            title=found.match.title,
            spelt=spelt,
            qualified=found.match.qualified if line.qualifiers else None,
            heard=self._heard(line, answer),
            words_asked=len(answer.title),
            words_had=len(line.title),
            words_met=len(why.words),
            default=bool(line.entry.default),
        )
        return Suggestion(line.entry, likelihood(standing), exact, why)

    def _heard(self, line: Line, answer: Answer) -> float | None:
        """The share of what was said besides the title that the entry has, in its qualifiers or its title; None where nothing was."""
        there = {*line.title, *line.qualifiers}
        said = heard = 0.0
        for word in dict.fromkeys((*answer.industry, *answer.did)):
            meanings = self._vocabulary.meanings(word)
            weight = self._vocabulary.weight(meanings[0][0]) if meanings else NOWHERE
            said += weight
            heard += weight * next((worth for meaning, worth in meanings if meaning in there), 0.0)
        return heard / said if said else None

    def _spelt(self, asked: tuple[str, ...], title: tuple[str, ...]) -> float:
        """1 where both are the same words; less where some were misspelt, by how much; 0 where a word is another one or missing."""
        least, rest = 1.0, set(title)
        for word in asked:
            for meaning, worth in self._vocabulary.meanings(word):
                if meaning in rest and (
                    meaning == word or (word not in self._vocabulary and root(word) != root(meaning))
                ):
                    rest.remove(meaning)
                    least = min(least, worth)
                    break
            else:
                return 0.0
        return 0.0 if rest else least

    def _why(self, found: _Found) -> Why:
        line, answer = found.match.line, found.answer
        read_as = {word: self._meant(word, line.title) for word in answer.title}
        qualifiers = {self._meant(word, line.qualifiers) for word in (*answer.industry, *answer.did, *answer.title)}
        default = line.entry.default if line.qualifiers and not found.match.qualified else ""
        return Why(
            words=tuple(word for word, meant in read_as.items() if meant),
            read_as=tuple((word, meant) for word, meant in read_as.items() if meant and meant != word),
            qualifiers=tuple(word for word in line.qualifiers if word in qualifiers),
            default=default or ("" if answer.did or answer.industry else line.entry.default),
            see=found.see,
        )

    def _meant(self, word: str, of: tuple[str, ...]) -> str:
        return next((meaning for meaning, _ in self._vocabulary.meanings(word) if meaning in of), "")


def automatic(suggestions: tuple[Suggestion, ...], threshold: float = DEFAULT_THRESHOLD) -> Suggestion | None:
    """What may be coded without a person: the first suggestion, if it is likely enough."""
    return suggestions[0] if suggestions and suggestions[0].score >= threshold else None


def _said_of(line: Line) -> tuple[str, list[str]]:
    return line.entry.code, [*map(root, line.title), *map(_qualifier, line.qualifiers)]


def _qualifier(word: str) -> str:
    return f"({root(word)})"


def _reference(see: SeeAlso) -> _Reference:
    qualifiers = "" if see.same_qualifier else see.with_qualifier
    return _Reference(see, frozenset(words(see.title)), words(see.to), words(qualifiers))


def _followed(answer: Answer, reference: _Reference) -> Answer:
    rest = (word for word in answer.title if word not in reference.title)
    return replace(
        answer,
        title=tuple(dict.fromkeys((*rest, *reference.to))),
        industry=(*answer.industry, *reference.qualifiers),
    )


def _ranked(found: Mapping[str, _Found], evidence: Mapping[str, float]) -> list[tuple[str, float]]:
    """Each code with its share of the belief in all of them."""
    belief = {code: _OF_FIT * each.fit + _OF_EVIDENCE * evidence[code] for code, each in found.items()}
    most = max(belief.values())
    shares = {code: math.exp(each - most) for code, each in belief.items()}
    whole = sum(shares.values())
    return sorted(((code, share / whole) for code, share in shares.items()), key=lambda each: (-each[1], each[0]))
