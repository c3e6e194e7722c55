"""How a sampled person is found: telephone numbers, postcodes and e-mail addresses, in the forms of the United Kingdom."""

import re

from capi.sample.cells import Cell, line_in, refuse_shortened
from capi.sample.flaws import Flaw, Unfit

LONGEST_TELEPHONE = 60
LONGEST_EMAIL = 254
"""RFC 5321, as corrected by erratum 1690 of RFC 3696."""
_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|x)\s*([0-9]{1,6})\Z", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"\+?[0-9 ()./-]+", re.ASCII)
_GROUPING = str.maketrans("", "", " ()./-")
_NATIONAL = re.compile(r"0[1-9][0-9]{9}|0[18][0-9]{8}", re.ASCII)
"""Ofcom, National Telephone Numbering Plan: ten digits after the 0; nine in a few areas, and of some free numbers."""
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
"""ITU-T E.164: 15 digits at most, and no country code begins with 0; the shortest numbers have 8."""
_OUTWARD = "[A-Z][0-9]|[A-Z][0-9][0-9A-Z]|[A-Z]{2}[0-9]|[A-Z]{2}[0-9][0-9A-Z]|GIR"
_OVERSEAS = "ASCN|BBND|BIQQ|FIQQ|PCRN|SIQQ|STHL|TDCU|TKCA"
_POSTCODE = re.compile(f"({_OUTWARD}|{_OVERSEAS})([0-9][ABD-HJLNP-UW-Z]{{2}})")
"""BS 7666-5; the second part has none of C, I, K, M, O and V."""
_EMAIL = re.compile(r"[^\s@,;<>()\"]+@[^\s@,;<>()\".]+(?:\.[^\s@,;<>()\".]+)+")


def telephone_in(cell: Cell) -> str:
    """The number as it is dialled: its digits, a + in front kept, an extension after a space. Raises Unfit.

    >>> telephone_in("+44 (0)20 7946-0000 ext. 12"), telephone_in("")
    ('+442079460000 ext 12', '')
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        raise Unfit(Flaw.TELEPHONE_NUMBER)
    text = line_in(cell, LONGEST_TELEPHONE)
    if not text:
        return ""
    refuse_shortened(text)
    extension = _EXTENSION.search(text)
    number = text[: extension.start()] if extension else text
    if not _NUMBER.fullmatch(number):
        raise Unfit(Flaw.TELEPHONE_SIGNS)
    if number[0] == "+":
        number = number.replace("(0)", "")
    plain = number.translate(_GROUPING)
    if plain.startswith("00"):
        plain = f"+{plain[2:]}"
    _refuse_length(plain)
    return f"{plain} ext {extension[1]}" if extension else plain


def _refuse_length(number: str) -> None:
    if number[:1] not in ("+", "0"):
        raise Unfit(Flaw.TELEPHONE_START)
    if not (_INTERNATIONAL if number[0] == "+" else _NATIONAL).fullmatch(number):
        raise Unfit(Flaw.TELEPHONE_LENGTH, digits=len(number.removeprefix("+")))


def postcode_in(cell: Cell) -> str:
    """In capitals, with one space in the middle. Raises Unfit.

    >>> postcode_in("sw1a1aa")
    'SW1A 1AA'
    """
    text = line_in(cell, 40)
    if not text:
        return ""
    signs = re.sub(r"[\s.-]", "", text).upper()
    found = _POSTCODE.fullmatch(signs)
    if found is None:
        raise Unfit(Flaw.POSTCODE, remedy=_meant(signs))
    return f"{found[1]} {found[2]}"


def _meant(signs: str) -> str:
    """O and 0, I and 1 are often taken for each other."""
    for outward in (signs[:-3], _with_digits(signs[:-3], slice(-1, None)), _with_digits(signs[:-3], slice(1, None))):
        meant = f"{outward}{_with_digits(signs[-3:], slice(0, 1))}"
        found = _POSTCODE.fullmatch(meant)
        if found is not None:
            return f"Is {found[1]} {found[2]} meant?"
    return "Correct it, or leave it empty."


def _with_digits(signs: str, where: slice) -> str:
    letters = list(signs)
    letters[where] = [{"O": "0", "I": "1", "L": "1"}.get(sign, sign) for sign in letters[where]]
    return "".join(letters)


def email_in(cell: Cell) -> str:
    """Raises Unfit."""
    text = line_in(cell, LONGEST_EMAIL)
    if text and not _EMAIL.fullmatch(text):
        raise Unfit(Flaw.EMAIL)
    return text
