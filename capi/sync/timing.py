"""When a laptop calls: each at its own minute of the evening, and after a refusal later and later, by chance.

A thousand laptops that all call at six would be turned away and come again together. So each has its own delay in a
window, always the same one, and waits for a random time before it tries again.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TypeAlias

Chance: TypeAlias = Callable[[], float]
"""Gives a number from 0 up to 1, as random.random does."""

WINDOW = timedelta(minutes=15)
FIRST_BOUND = 1.0
LONGEST_BOUND = 300.0
"""Seconds."""


def delay_of_day(device: str, window: timedelta = WINDOW) -> timedelta:
    """How long after the common time this laptop calls: from 0 up to the window, the same every day."""
    drawn = int.from_bytes(hashlib.sha256(device.encode()).digest()[:8], "big")
    return window * (drawn / 2**64)


def back_off(attempt: int, chance: Chance, retry_after: float | None = None) -> float:
    """Seconds to wait before trying again, after `attempt` failures (from 1). Never less than the hub asked for."""
    bound = min(LONGEST_BOUND, FIRST_BOUND * 2.0 ** min(attempt - 1, 32))
    return (retry_after or 0.0) + chance() * bound
