"""Access codes: told apart from slips of the fingers, drawn as if by chance, and not to be had from the database."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capi.hub.database import HubDatabase
from capi.hub.hub import Hub, HubKeys
from capi.hub.online.access_codes import (
    LENGTH,
    SYMBOLS,
    access_code,
    access_code_hash,
    in_groups,
    read_access_code,
)

HUB = Hub(HubDatabase("sqlite:////nowhere"), HubKeys.new())
codes = st.builds(lambda number: access_code(HUB, f"case-{number}", 1), st.integers(0, 10_000))


@given(codes)
def test_a_code_is_read_as_it_is_printed_and_as_people_type_it(code: str) -> None:
    assert len(code) == LENGTH
    assert set(code) <= set(SYMBOLS)
    for typed in (
        code,
        in_groups(code),
        in_groups(code).lower(),
        f" {in_groups(code).replace('-', ' ')}\t",
        "–".join(code),
    ):
        assert read_access_code(typed) == code


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(SYMBOLS))
def test_every_single_wrong_symbol_is_noticed(code: str, at: int, symbol: str) -> None:
    assert read_access_code(code[:at] + symbol + code[at + 1 :]) == (code if code[at] == symbol else None)


def test_two_neighbours_that_changed_places_are_nearly_always_noticed() -> None:
    swapped = [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for code in (access_code(HUB, f"case-{number}", 1) for number in range(2_000))
        for at in range(LENGTH - 1)
        if code[at] != code[at + 1]
    ]
    overlooked = sum(read_access_code(each) is not None for each in swapped)
    assert overlooked / len(swapped) < 1 / 200


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_none(typed: str) -> None:
    read = read_access_code(typed)
    assert read is None or set(read) <= set(SYMBOLS)


@pytest.mark.parametrize("symbol", "01OILSAEUaé٣")
def test_symbols_that_are_taken_for_others_stand_in_no_code(symbol: str) -> None:
    assert read_access_code(symbol * LENGTH) is None


def test_a_code_is_made_again_from_the_key_and_from_nothing_less() -> None:
    again = Hub(HUB.database, HUB.keys)
    other = Hub(HUB.database, HubKeys.new())

    code = access_code(HUB, "case-1", 1)

    assert access_code(again, "case-1", 1) == code
    assert (
        len({code, access_code(HUB, "case-1", 2), access_code(HUB, "case-2", 1), access_code(other, "case-1", 1)}) == 4
    )
    assert access_code_hash(HUB, code) == access_code_hash(again, code) != access_code_hash(other, code)
    assert code not in access_code_hash(HUB, code)


def test_codes_are_as_good_as_drawn() -> None:
    drawn = [access_code(HUB, f"case-{number}", 1)[:-1] for number in range(5_000)]

    assert len(set(drawn)) == len(drawn)
    for at in range(LENGTH - 1):
        counted = Counter(code[at] for code in drawn)
        expected = len(drawn) / len(SYMBOLS)
        # Of a fair draw this is above 70 once in some 200,000 times.
        assert sum((counted[symbol] - expected) ** 2 / expected for symbol in SYMBOLS) < 70
    assert all(one[0] != two[0] or one[1:] != two[1:] for one, two in pairwise(drawn))
