"""Rounding instead of hiding: the numbers are rounded so that they still add up, and never say an exact number.

Each number is what the rounded running sum rises by. So every sum over neighbours, whatever table it stands in, is less than
the base from the truth; a group without people stays at 0; and each running sum is known to within the base only, so that
nothing more can be worked out from tables with the same people in them.
"""

import itertools
import math
from collections.abc import Sequence

SMALLEST_BASE = 3
"""With a base of 2 the first number could be known exactly."""
_NOISE = 1e-9
"""Weights that are all the same must be rounded as the people are, whatever the last digit of their sum."""


def rounded(numbers: Sequence[float], base: float) -> tuple[float, ...]:
    """In the order given."""
    steps = [0, *(_steps(math.fsum(numbers[: at + 1]), base) for at in range(len(numbers)))]
    return tuple((after - before) * base for before, after in itertools.pairwise(steps))


def nearest(number: float, base: float) -> float:
    return _steps(number, base) * base


def _steps(number: float, base: float) -> int:
    return math.floor(number / base + 0.5 + _NOISE)
