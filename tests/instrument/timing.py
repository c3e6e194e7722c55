"""How long something may take, held so that a slow or busy machine does not fail a test."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

USUAL = 0.05
"""Seconds that a million additions take an ordinary machine."""
TRIES = 3


def _yardstick() -> float:
    began = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - began


def within(seconds: float, work: Callable[[], T]) -> T:
    """What the work gives, done in so many seconds of an ordinary machine's processor in one of three tries."""
    taken = []
    for _ in range(TRIES):
        began = time.process_time()
        done = work()
        spent = time.process_time() - began
        if spent < seconds:
            return done
        taken.append(spent / max(1.0, _yardstick() / USUAL))
        if taken[-1] < seconds:
            return done
    raise AssertionError(f"took {min(taken):.2f} s, more than {seconds} s")
