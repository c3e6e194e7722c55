"""How likely each code is right: a choice among the codes that have an entry like the answer, and none of them.

A conditional logit (McFadden, 1974). Of each code speaks the entry that is most like the answer, the other entries of the code that are
like it, and what all entries say of the words.
"""

from dataclasses import dataclass

import numpy as np

from capi.classification.evidence import Floats
from capi.classification.matching import Flags, Matches, Places

WEIGHTS = {
    "same_alone": 4.444,
    "same_qualified": 2.845,
    "same": 0.673,
    "met": 1.259,
    "unqualified": -0.872,
    "more_said": 0.717,
    "unheard": -1.742,
    "default": 0.158,
    "referred": -1.037,
    "share": 0.921,
    "by_title": 0.222,
    "by_besides": 0.527,
    "none": -8.065,
    "none_like": -0.284,
}
"""Fitted: `python -m tests.benchmarks.coding_weights` prints them. Those of `none` speak for none of the codes."""

NOT_WORD_FOR_WORD = 0.87
"""No code is likelier than this, unless an entry is the answer word for word, in its order: a driver-fitter is no fitter-driver.

It is the share of right ones among the likeliest codes of answers whose entry was held out of the index, where everything else made them
nearly certain; the same script prints it.
"""

_BY_CODE = np.array([weight for name, weight in WEIGHTS.items() if not name.startswith("none")])
_BY_NONE = np.array([weight for name, weight in WEIGHTS.items() if name.startswith("none")])
_LIKE = np.array([0.0, 1.0, 0.0, 0.5, -1.0, -1.0, -1.0, 0.3, -0.5])
"""What the first nine add to how like an answer an entry is; chosen, for it decides no more than which entry speaks for its code."""
_SAME = 0.999
_NO_SUPERVISOR = 1.0
"""Against an entry for supervisors, where the respondent supervises nobody and does not call himself one. No index says how much."""


@dataclass(frozen=True, slots=True)
class Known:
    """Of the lines of an index, in columns: the number of the code, and whether there are qualifiers, a default letter, supervisors."""

    code: Places
    qualifiable: Flags
    default: Flags
    supervises: Flags


@dataclass(frozen=True, slots=True)
class Chances:
    """Codes by their number, `best` the row of the matches that speaks for each, and how likely each is right.

    `columns` and `none`: what the weights weigh. `word_for_word`: the entry has the words of the answer and no other, in whatever order.
    """

    codes: Places
    best: Places
    columns: Floats
    none: Floats
    word_for_word: Flags
    chances: Floats


def chances(
    matches: Matches, known: Known, evidence: Floats, referred: Flags, besides: bool, no_supervisor: bool
) -> Chances:
    """`evidence`: a row for each code of the index. `besides`: something was said besides the title. At least one match."""
    same, flags = _flags(matches, known, referred, besides)
    like = _like(matches, flags) + same
    # A default entry says that there are others for who says more: where more was said, it may not be the one.
    word_for_word = same & ~(known.default[matches.at] & ~known.qualifiable[matches.at] & besides)
    if no_supervisor:
        like = like - _NO_SUPERVISOR * known.supervises[matches.at]
    codes, code = np.unique(known.code[matches.at], return_inverse=True)
    best = np.zeros(len(codes), dtype=np.intp)
    order = np.argsort(-like, kind="stable")[::-1]
    best[code[order]] = order  # the last one stays: the most like, and the earlier one of equals
    columns = np.column_stack((flags[best], _shares(like, code), evidence[codes]))
    none = np.array([1.0, like.max()])
    found = _chosen(columns @ _BY_CODE, float(none @ _BY_NONE))
    return Chances(codes, best, columns, none, word_for_word[best], found)


def _flags(matches: Matches, known: Known, referred: Flags, besides: bool) -> tuple[Flags, Floats]:
    """Which entries have the words of the answer; and what is weighed of each, in the order of the weights."""
    qualifiable = known.qualifiable[matches.at]
    same = matches.met & (matches.asked > _SAME) & (matches.had > _SAME) & ~referred
    qualified = same & qualifiable & (matches.qualified > 0.9) & (matches.heard > 0.95)
    unqualified = qualifiable & (matches.qualified < 0.1)
    return qualified | (same & ~qualifiable), np.column_stack(
        (
            same & ~qualifiable & (not besides),
            qualified,
            same,
            matches.met & ~same,
            unqualified,
            ~qualifiable & besides,
            1 - matches.heard,
            unqualified & known.default[matches.at],
            referred,
        )
    ).astype(np.float64)


def _like(matches: Matches, flags: Floats) -> Floats:
    """How like the answer each entry is, as a logarithm."""
    asked, had = np.log(np.maximum(0.05, matches.asked)), np.log(np.maximum(0.05, matches.had))
    found: Floats = 4 * asked + 4 * had + 2 * matches.qualified + flags @ _LIKE
    return found


def _shares(like: Floats, code: Places) -> Floats:
    """The logarithm of each code's share of all entries that are like the answer; the more like, the more it counts."""
    found = np.bincount(code, weights=np.exp((like - like.max()) / 2))
    logs: Floats = np.log(found / found.sum() + 1e-6)
    return logs


def _chosen(utility: Floats, of_none: float) -> Floats:
    most = max(float(utility.max()), of_none)
    shares = np.exp(utility - most)
    found: Floats = shares / (shares.sum() + np.exp(of_none - most))
    return found
