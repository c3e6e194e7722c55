"""Enrolment codes: read out or copied from paper, typed by people, and still beyond guessing.

    K7QM-2XHT-9WPD-3FVR-8ZCE-6NAY-0BJS

Letters and digits of Crockford's base 32, which has no I, L, O and U; 130 bits of chance and 10 that betray a typing
mistake, in groups of four.
"""

import hashlib
import re
import secrets

_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TAKEN_FOR = str.maketrans("OILU", "011V")
_DRAWN = 26
_CHECKS = 2
_GROUP = 4
_BETWEEN = re.compile(r"[\s\-‐-―−._]+")
"""Blanks and dashes of any kind: word processors make others of them."""


def drawn_code() -> str:
    """A new one, in one piece."""
    return with_checks("".join(secrets.choice(_SYMBOLS) for _ in range(_DRAWN)))


def in_groups(code: str) -> str:
    """As it is shown."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(typed: str) -> str | None:
    """The code in one piece, however it was typed: None where a symbol is wrong, missing or too many."""
    code = _BETWEEN.sub("", typed).upper().translate(_TAKEN_FOR)
    if len(code) != _DRAWN + _CHECKS or not set(code) <= set(_SYMBOLS):
        return None
    return code if with_checks(code[:_DRAWN]) == code else None


def code_hash(code: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(f"capi enrolment 1\n{code}".encode()).hexdigest()


def with_checks(drawn: str) -> str:
    """The symbols of chance, and those that betray a typing mistake in them."""
    digest = hashlib.sha256(drawn.encode()).digest()
    return drawn + "".join(_SYMBOLS[byte % len(_SYMBOLS)] for byte in digest[:_CHECKS])
