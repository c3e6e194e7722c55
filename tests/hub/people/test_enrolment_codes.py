"""Enrolment codes: read as they are meant, however they are typed."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.hub.people.enrolment_codes import code_hash, drawn_code, in_groups, read_code, with_checks

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

CODES = st.text(SYMBOLS, min_size=26, max_size=26).map(with_checks)


def test_a_code_has_at_least_128_bits_of_chance_and_is_shown_in_groups() -> None:
    code = drawn_code()
    assert (len(code) - 2) * math.log2(32) >= 128
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}", in_groups(code))


def test_no_two_codes_are_alike() -> None:
    assert len({drawn_code() for _ in range(1_000)}) == 1_000


@given(CODES, st.data())
def test_case_blanks_hyphens_and_letters_taken_for_digits_do_not_matter(code: str, data: st.DataObject) -> None:
    misread = {"0": "0Oo", "1": "1IiLl", "V": "VvUu"}
    between = st.sampled_from(["", "", "", " ", "-", "--", "\u2013", "\u2011", "\n", " - ", "."])
    typed = "".join(
        data.draw(between) + data.draw(st.sampled_from(misread.get(symbol, symbol + symbol.lower()))) for symbol in code
    )
    assert read_code(typed) == code
    assert read_code(f"  {in_groups(code)}\t") == code


@given(CODES, st.integers(0, 27), st.sampled_from(SYMBOLS))
def test_a_wrong_symbol_hardly_ever_passes(code: str, at: int, symbol: str) -> None:
    typed = code[:at] + symbol + code[at + 1 :]
    read = read_code(typed)
    # Two symbols can betray all but one mistake in 1,024; a mistake that passes is another code, and opens nothing.
    assert read is None or read == typed
    if at >= 26 and symbol != code[at]:
        assert read is None


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    assert read_code(typed) is None or len(read_code(typed) or "") == 28


@pytest.mark.parametrize("cut", [slice(0, 27), slice(1, 28), slice(0, 0)])
def test_a_symbol_too_few_or_too_many_is_refused(cut: slice) -> None:
    code = drawn_code()
    assert read_code(code[cut]) is None
    assert read_code(code + "0") is None


def test_what_is_kept_is_not_the_code() -> None:
    code = drawn_code()
    assert code not in code_hash(code).upper()
    assert re.fullmatch("[0-9a-f]{64}", code_hash(code))
