"""What words say of each code, from all entries that have them: a barley roaster is where the other roasters are."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_OF_CODE = 0.9
"""How far the words of a code are believed to be all that it has; the rest is the words of the whole index."""


class Evidence:
    """Naive Bayes over (code, words), smoothed by the whole index (Jelinek and Mercer, 1980). Codes are numbers below `codes`."""

    def __init__(self, entries: Iterable[tuple[int, Iterable[str]]], codes: int) -> None:
        self._number: dict[str, int] = {}
        found: list[int] = []
        for code, words in entries:
            found.extend(self._number.setdefault(word, len(self._number)) * codes + code for word in words)
        each, counts = np.unique(np.array(found, dtype=np.int64), return_counts=True)
        word_of, self._code_of = np.divmod(each, max(1, codes))
        of_code = np.bincount(self._code_of, weights=counts, minlength=codes)
        of_word = np.bincount(word_of, weights=counts, minlength=len(self._number)) / max(1, len(found))
        share = counts / of_code[self._code_of] / of_word[word_of]
        self._gains = np.log1p(_OF_CODE / (1 - _OF_CODE) * share)
        self._begins = np.searchsorted(word_of, np.arange(len(self._number) + 1))
        self._codes = codes

    def of(self, words: Mapping[str, float]) -> Floats:
        """The logarithm of each code's probability, all being alike before; with each word, how far it is to be believed."""
        found = np.zeros(self._codes)
        for word, belief in words.items():
            number = self._number.get(word)
            if number is not None:
                here = slice(self._begins[number], self._begins[number + 1])
                found[self._code_of[here]] += belief * self._gains[here]
        most = found.max(initial=0.0)
        normal: Floats = found - (most + np.log(np.exp(found - most).sum()))
        return normal
