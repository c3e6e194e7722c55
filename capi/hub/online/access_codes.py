"""Access codes: what a letter carries, and a respondent types to answer online.

    code = access_code(hub, case_id, serial=1)      # 7QK4M2XD9H3X, in the letter 7QK4-M2XD-9H3X
    read_access_code("7qk4 m2xd 9h3x")              # the code, however it was typed; None where it is mistyped
    access_code_hash(hub, code)                     # what the hub keeps

Eleven symbols are as good as drawn, out of 26 that are not taken for each other and spell no words: almost 52 bits. The twelfth betrays
every single wrong symbol, and in 299 of 300 cases two neighbours that changed places. A code follows from the hub's key, so that a reminder
can carry the same one, and whoever has the database alone has no codes.
"""

import hmac

from capi.hub.hub import Hub

SYMBOLS = "23456789CDFGHJKMNPQRTVWXYZ"
"""Without 0, 1, I, L and O, without S and B, which are taken for 5 and 8, and without vowels. An even number, as the check needs it."""
LENGTH = 12
_GROUP = 4
_BASE = len(SYMBOLS)
_BETWEEN = str.maketrans("", "", " -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212._\t\r\n")


def access_code(hub: Hub, case_id: str, serial: int) -> str:
    """The case's code of that number, in one piece."""
    number = int.from_bytes(_keyed(hub, f"code\n{serial}\n{case_id}"), "big")
    drawn = ""
    for _ in range(LENGTH - 1):
        number, at = divmod(number, _BASE)
        drawn += SYMBOLS[at]
    return drawn + _check(drawn)


def in_groups(code: str) -> str:
    """As it is printed."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_access_code(typed: str) -> str | None:
    """The code in one piece, however it was typed: None where a symbol is wrong, missing or too many."""
    code = typed.translate(_BETWEEN).upper()
    if len(code) != LENGTH or not set(code) <= set(SYMBOLS):
        return None
    return code if _check(code[:-1]) == code[-1] else None


def access_code_hash(hub: Hub, code: str) -> str:
    """What is kept of it: without the hub's key nobody can try codes against a copy of the database."""
    return _keyed(hub, f"hash\n{code}").hex()


def _keyed(hub: Hub, text: str) -> bytes:
    key = hmac.digest(hub.keys.audit, b"capi access codes 1", "sha256")
    return hmac.digest(key, text.encode(), "sha256")


def _check(drawn: str) -> str:
    """The hybrid system of ISO 7064, MOD 27,26."""
    rest = _BASE
    for symbol in drawn:
        rest = (rest + SYMBOLS.index(symbol)) % _BASE or _BASE
        rest = rest * 2 % (_BASE + 1)
    return SYMBOLS[(1 - rest) % _BASE]
