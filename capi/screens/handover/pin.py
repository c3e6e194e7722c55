"""The PIN: four to eight digits that bring the interviewer back, kept in the case file as an argon2id hash.

The passphrase of the case file does the same. After a wrong one there is a wait, which grows, and is over when the right one is given.
"""

import contextlib

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from capi.sitting import Clock
from capi.store import encryption
from capi.store.case_file import CaseFile
from capi.store.errors import CaseFileError
from capi.wording import Wording

KEPT = "hand_over_pin"
"""The name under which the case file keeps the hash."""
SHORTEST, LONGEST = 4, 8
FREE_TRIES = 2
FIRST_WAIT_S, LONGEST_WAIT_S = 5, 300
_HASHER = PasswordHasher(time_cost=3, memory_cost=32_768, parallelism=1)


class UnfitPin(ValueError):
    """It cannot be a PIN; the message says what can."""


class Pin:
    """One for an open case file: who waits goes on waiting in the next window."""

    def __init__(self, case_file: CaseFile, clock: Clock) -> None:
        self._case_file = case_file
        self._clock = clock
        self._wrong = 0
        self._free_at_ms = 0

    @property
    def is_chosen(self) -> bool:
        return self._case_file.kept(KEPT) is not None

    @property
    def has_passphrase(self) -> bool:
        """Whether the case file has one; a practice file has none."""
        return not self._case_file.practice

    def choose(self, pin: str, again: str) -> None:
        """From now on it is this one. Raises UnfitPin, NotSaved."""
        if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
            told = Wording("Pin", "A PIN has {shortest} to {longest} digits.")
            raise UnfitPin(told.filled(shortest=SHORTEST, longest=LONGEST))
        if len(set(pin)) == 1 or pin in "01234567890" or pin in "09876543210":
            raise UnfitPin(Wording("Pin", "That PIN would be guessed at once. Choose another one."))
        if pin != again:
            raise UnfitPin(Wording("Pin", "The two PINs are not the same. Type them again."))
        self._case_file.keep(KEPT, _HASHER.hash(pin))

    @property
    def seconds_to_wait(self) -> int:
        """Until something may be tried again."""
        return max(0, -((self._clock().monotonic_ms - self._free_at_ms) // 1000))

    def opens(self, tried: str) -> bool:
        """Whether it is the PIN or the passphrase. Nothing is looked at while there is a wait."""
        if self.seconds_to_wait:
            return False
        if self._is_pin(tried) or self._is_passphrase(tried):
            self._wrong = 0
            return True
        self._wrong += 1
        over = self._wrong - FREE_TRIES
        if over >= 0:
            wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(over, 10))
            self._free_at_ms = self._clock().monotonic_ms + wait * 1000
        return False

    def _is_pin(self, tried: str) -> bool:
        kept = self._case_file.kept(KEPT)
        if kept is None or not tried.isdigit():
            return False
        try:
            return _HASHER.verify(kept, tried)
        except (VerificationError, InvalidHashError):
            return False

    def _is_passphrase(self, tried: str) -> bool:
        if not self.has_passphrase or len(tried) < encryption.SHORTEST_PASSPHRASE:
            return False
        with contextlib.suppress(CaseFileError):
            encryption.unwrap(encryption.read_keys(self._case_file.path), tried)
            return True
        return False
