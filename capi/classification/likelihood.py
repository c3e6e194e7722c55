"""How likely a suggested code is right, from how it came about: a share of 1 between codes is worth little if no title is like the one asked."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """`share` of the belief in all codes; `evidence`: what all entries with these words say of it, as a probability.

    `title`: how like the titles are. `spelt`: 1 for the same words, less for misspelt ones, 0 where a word is another.
    `qualified`: the share of the entry's qualifiers that was said; None where it has none. `heard`: the share of what was said besides
    the title that the entry has; None where nothing was. `words_...`: in the title asked, in the entry's, and in both.
    """

    share: float
    evidence: float
    title: float
    spelt: float
    qualified: float | None
    heard: float | None
    words_asked: int
    words_had: int
    words_met: int
    default: bool


def likelihood(standing: Standing) -> float:
    """Between 0 and 1; of suggestions with 0.9, about nine in ten are right.

    A logistic regression for each of three cases, fitted to the first three suggestions for some 3,900 titles of the SOC2020 index (version 12)
    that were taken out of it and as many that were not, changed as the quality benchmark changes them, but other ones.
    """
    if standing.spelt == 1:
        log_odds = _same_words(standing)
    elif standing.spelt:
        log_odds = _misspelt(standing)
    else:
        log_odds = _other_words(standing)
    return 1 / (1 + math.exp(-log_odds - 0.193 * _log_odds(standing.evidence)))


def _same_words(standing: Standing) -> float:
    if standing.qualified is None and standing.heard is None:
        known = 2.291 - 0.047 * _log_odds(standing.share)
    else:
        known = 2.676 * ((standing.qualified or 0.0) > 0.95 and _unheard(standing) < 0.05)
    return (
        known
        - 0.488
        + 0.353 * _log_odds(standing.share)
        + 2.284 * (standing.qualified or 0.0)
        + 0.89 * _unqualified(standing)
        + 0.916 * _more_than_it_has(standing)
        - 1.133 * _unheard(standing)
        - 0.399 * (standing.words_asked == 1)
        - 1.585 * standing.default
    )


def _misspelt(standing: Standing) -> float:
    return (
        0.357
        + 0.567 * _log_odds(standing.share)
        + 0.84 * standing.spelt
        + 0.35 * max(0.0, standing.spelt - 0.8)
        + 0.601 * (standing.qualified or 0.0)
        - 0.272 * _unqualified(standing)
        + 0.226 * _more_than_it_has(standing)
        - 2.089 * _unheard(standing)
        - 0.727 * (standing.words_asked == 1)
    )


def _other_words(standing: Standing) -> float:
    return (
        0.216
        + 0.48 * _log_odds(standing.share)
        - 1.051 * standing.title
        + 0.838 * max(0.0, standing.title - 0.9)
        + 0.766 * _unqualified(standing)
        + 0.586 * _more_than_it_has(standing)
        - 0.61 * _unheard(standing)
        + 0.238 * (standing.words_asked == 1)
        - 0.116 * (standing.words_met < standing.words_asked)
        + 0.154 * (standing.words_met < standing.words_had)
    )


def _unqualified(standing: Standing) -> bool:
    """It has qualifiers, and none of them was said."""
    return standing.qualified is not None and standing.qualified < 0.1


def _more_than_it_has(standing: Standing) -> bool:
    """More was said than the title, and it has no qualifiers."""
    return standing.qualified is None and standing.heard is not None


def _unheard(standing: Standing) -> float:
    return 0.0 if standing.heard is None else 1 - standing.heard


def _log_odds(share: float) -> float:
    """Within 8 of nought: no share is certain."""
    return max(-8.0, min(8.0, math.log(max(share, 1e-12)) - math.log(max(1 - share, 1e-12))))
