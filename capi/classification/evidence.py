"""What the words of an answer say of each code, from all entries that have them: a barley roaster is where the other roasters are."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

_UNSEEN = 0.1
"""Added to each count: a word that a code has not had so far does not rule the code out."""
_PRIOR = 0.5
"""How far a code of many entries is likelier for that; an index has more titles of rare jobs than people have."""


class Evidence:
    """Naive Bayes over (code, words): the logarithm of what a word makes of each code, against what codes are without it."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]]) -> None:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        totals: Counter[str] = Counter()
        sizes: Counter[str] = Counter()
        for code, words in entries:
            sizes[code] += 1
            for word in words:
                counts[word][code] += 1
                totals[code] += 1
        number = sum(sizes.values())
        self.prior = {code: math.log(size / number) for code, size in sizes.items()}
        unseen = {code: math.log(_UNSEEN / (total + _UNSEEN * len(counts))) for code, total in totals.items()}
        self._unseen = {code: unseen.get(code, 0.0) for code in sizes}
        self._gains: dict[str, dict[str, float]] = {
            word: {code: math.log((count + _UNSEEN) / _UNSEEN) for code, count in of_word.items()}
            for word, of_word in counts.items()
        }

    def of(self, words: Mapping[str, float]) -> dict[str, float]:
        """The logarithm of each code's probability, given words and how far each is to be believed."""
        total = sum(words.values())
        found = {code: self.prior[code] * _PRIOR + total * unseen for code, unseen in self._unseen.items()}
        for word, belief in words.items():
            for code, gain in self._gains.get(word, {}).items():
                found[code] += belief * gain
        return _normal(found)


def _normal(found: dict[str, float]) -> dict[str, float]:
    most = max(found.values())
    whole = most + math.log(sum(math.exp(each - most) for each in found.values()))
    return {code: each - whole for code, each in found.items()}
