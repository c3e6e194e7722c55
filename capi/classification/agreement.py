"""Double coding: how far two coders who coded the same answers agree, digit by digit, and beyond what chance would give."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with its interval. None of them where chance alone would give full agreement: all answers of one code.

    `error`: the standard error for a kappa that is not nought (Fleiss, Cohen and Everitt, 1969).
    """

    kappa: float | None
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """At so many digits: pairs compared, pairs that agree, and kappa."""

    digits: int
    pairs: int
    agreed: int
    kappa: Kappa

    @property
    def per_cent(self) -> float:
        return 100 * self.agreed / self.pairs


def agreement(
    pairs: Iterable[tuple[str, str]], digits: Sequence[int] = (4, 3, 2, 1), confidence: float = 0.95
) -> tuple[Agreement, ...]:
    """One for each number of digits; none without a pair. A code shorter than the digits (one could code no further) is compared as it is.

    agreement([("2136", "2136"), ("2136", "2139")])[1].per_cent == 100.0  # both are 213
    """
    both = list(pairs)
    if not both:
        return ()
    return tuple(_at(each, [(one[:each], other[:each]) for one, other in both], confidence) for each in digits)


def _at(digits: int, pairs: list[tuple[str, str]], confidence: float) -> Agreement:
    agreed = sum(one == other for one, other in pairs)
    return Agreement(digits, len(pairs), agreed, kappa(pairs, confidence))


def kappa(pairs: Sequence[tuple[str, str]], confidence: float = 0.95) -> Kappa:
    """Cohen (1960) with the large-sample error of Fleiss, Cohen and Everitt (1969), as in Fleiss, Levin and Paik, formulas 18.13 to 18.16.

    Raises ValueError without a pair.
    """
    if not pairs:
        raise ValueError("Agreement needs at least one answer that both coders coded.")
    number = len(pairs)
    cells = Counter(pairs)
    first = {code: count / number for code, count in Counter(one for one, _ in pairs).items()}
    second = {code: count / number for code, count in Counter(other for _, other in pairs).items()}
    observed = sum(count for (one, other), count in cells.items() if one == other) / number
    expected = math.fsum(share * second.get(code, 0.0) for code, share in first.items())
    if 1 - expected < 1e-12:
        return Kappa(None, None, None, None)
    found = (observed - expected) / (1 - expected)
    error = math.sqrt(_variance(cells, first, second, found, expected))
    width = NormalDist().inv_cdf(0.5 + confidence / 2) * error
    return Kappa(found, error, max(-1.0, found - width), min(1.0, found + width))


def _variance(
    cells: Counter[tuple[str, str]], first: dict[str, float], second: dict[str, float], found: float, expected: float
) -> float:
    number = cells.total()
    on = math.fsum(
        count / number * (1 - (first[one] + second[one]) * (1 - found)) ** 2
        for (one, other), count in cells.items()
        if one == other
    )
    off = (1 - found) ** 2 * math.fsum(
        count / number * (second.get(one, 0.0) + first.get(other, 0.0)) ** 2
        for (one, other), count in cells.items()
        if one != other
    )
    rest = (found - expected * (1 - found)) ** 2
    return max(0.0, on + off - rest) / (number * (1 - expected) ** 2)
