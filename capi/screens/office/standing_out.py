"""Who stands out: whether an interviewer's share is further from that of all than chance would bring once in a hundred.

    compared(Part(12, 90), 0.34)    # Side.BELOW

Wilson's interval (JASA 22, 1927) holds also for few calls and for shares near 0 and 1. The calls of one interviewer are not drawn by
lot, so it is a reason to look, and no verdict.
"""

import enum
from dataclasses import dataclass
from math import sqrt

_QUANTILE = 2.5758
"""Of the normal distribution, for 99 % on two sides."""


class Side(enum.Enum):
    BELOW = "below"
    LIKE_ALL = "like_all"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        """None of none."""
        return self.count / self.of if self.of else None


def interval(part: Part) -> tuple[float, float]:
    """Between which the share lies, at 99 %; of none it may be anything."""
    if not part.of:
        return 0.0, 1.0
    share, square = part.count / part.of, _QUANTILE**2
    middle = (share + square / (2 * part.of)) / (1 + square / part.of)
    reach = _QUANTILE / (1 + square / part.of) * sqrt(share * (1 - share) / part.of + square / (4 * part.of**2))
    return max(0.0, middle - reach), min(1.0, middle + reach)


def compared(part: Part, share_of_all: float | None) -> Side:
    low, high = interval(part)
    if share_of_all is None or low <= share_of_all <= high:
        return Side.LIKE_ALL
    return Side.BELOW if share_of_all > high else Side.ABOVE
