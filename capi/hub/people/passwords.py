"""Passwords of the office: kept as argon2id, refused where they are easily guessed, and never made to be changed.

There is no rule on kinds of characters, and no greatest age: both make passwords worse (NCSC, Password policy).
"""

import functools
import secrets
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from capi.fieldwork.values import UnfitForJournal, fit_text
from capi.hub.errors import Unfit

SHORTEST = 8
LONGEST = 1_000
FEWEST_GUESSES = 10**6
"""Below it zxcvbn calls a password very guessable: it is a common one, a name, a year, keys side by side, or mostly that."""
_LOOKED_AT = 72
"""Characters that zxcvbn looks at; it takes much longer over more, and they only add to what must be guessed."""

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's minimum. More memory would let a few sign-ins at once take all of a small machine's."""


def hash_password(password: str, about: Iterable[str] = ()) -> str:
    """What is kept of it. `about`: words an attacker would try first, such as the account's name. Raises Unfit."""
    try:
        password = fit_text(password, "the password")
    except UnfitForJournal as error:
        raise Unfit("unfit", str(error), where="password") from error
    if not SHORTEST <= len(password) <= LONGEST:
        raise Unfit(
            "unfit",
            f"A password has {SHORTEST} to {LONGEST} characters. Three or four words that have nothing to do with each other are good.",
            where="password",
        )
    if _guesses(password, about) < FEWEST_GUESSES:
        raise Unfit(
            "unfit",
            "This password would be guessed among the first. Three or four words that have nothing to do with each other are good.",
            where="password",
        )
    return _HASHER.hash(password)


def is_password(kept: str | None, password: str) -> bool:
    """Whether it is the one. It takes the same time where none is kept, or there is no such account."""
    try:
        _HASHER.verify(kept or _nobodys(), unicodedata.normalize("NFC", password).encode(errors="surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was hashed at another cost than today's, and is to be hashed anew when it is next given."""
    return _HASHER.check_needs_rehash(kept)


def hash_again(password: str) -> str:
    """The hash at today's cost of a password that was right; it was judged when it was chosen."""
    return _HASHER.hash(unicodedata.normalize("NFC", password))


@functools.cache
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def _guesses(password: str, about: Iterable[str]) -> int:
    from zxcvbn import zxcvbn  # its lists take a twentieth of a second to read

    words = [word for text in about for word in (text, *text.split()) if word]
    found = zxcvbn(password[:_LOOKED_AT], user_inputs=[*words, "capi", "interview", "interviewer", "survey"])
    return int(found["guesses"])
