"""Passwords: argon2id at the cost that was set, to their last letter, and the common ones refused."""

import argon2
import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from capi.hub.errors import Unfit
from capi.hub.people.passwords import hash_again, hash_password, is_outdated, is_password

GOOD = "fjord lantern ninety"


def test_a_password_is_kept_as_argon2id_at_owasps_cost() -> None:
    kept = hash_password(GOOD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert hash_password(GOOD) != kept
    assert not is_outdated(kept)


@settings(max_examples=10, deadline=None)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_it_is_checked_to_the_last_character_however_long_and_in_whatever_script(text: str) -> None:
    kept = hash_again(text + GOOD)
    assert is_password(kept, text + GOOD)
    assert not is_password(kept, text + GOOD[:-1])


@pytest.mark.parametrize("length", [64, 72, 100, 1_000])
def test_nothing_is_cut_off(length: int) -> None:
    password = (GOOD * 60)[: length - 1]
    kept = hash_password(password + "x")
    assert is_password(kept, password + "x")
    assert not is_password(kept, password + "y")


def test_letters_that_look_the_same_are_the_same_however_the_keyboard_writes_them() -> None:
    assert is_password(hash_password("Caf\u00e9 lantern fjord"), "Cafe\u0301 lantern fjord")


@pytest.mark.parametrize(
    "password",
    [
        "password9",
        "Password1",
        "12345678",
        "qwertyuiop",
        "iloveyou1",
        "aaaaaaaaaaaaaaaa",
        "interviewer1",
        "capi2026",
        "sunshine1",
    ],
)
def test_common_ones_are_refused(password: str) -> None:
    with pytest.raises(Unfit, match="guessed") as refused:
        hash_password(password)
    assert refused.value.where == "password"
    assert password not in str(refused.value)


def test_one_made_of_the_account_itself_is_refused() -> None:
    hash_password("brzeczyszcz7", ())
    with pytest.raises(Unfit):
        hash_password("brzeczyszcz7", ("anna", "Anna Brzeczyszcz"))


@pytest.mark.parametrize("password", ["", "a9!kQ2z", "x" * 1_001, "good \0 lantern fjord", "half \ud800 lantern"])
def test_one_that_is_too_short_too_long_or_no_text_is_refused(password: str) -> None:
    with pytest.raises(Unfit) as refused:
        hash_password(password)
    assert refused.value.where == "password"


@pytest.mark.parametrize("password", ["alllowercaseletters fjord", "0457 8812 6630", "ÄÖÜß фьорд 灯"])
def test_there_is_no_rule_on_kinds_of_characters(password: str) -> None:
    assert is_password(hash_password(password), password)


def test_where_there_is_none_the_same_work_is_done_and_nothing_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = []
    verify = PasswordHasher.verify

    def noted(self: PasswordHasher, kept: str | bytes, password: str | bytes) -> bool:
        costs.append(argon2.extract_parameters(str(kept)))
        return verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", noted)
    assert is_password(hash_password(GOOD), GOOD)
    assert not is_password(None, GOOD)
    assert costs[0] == costs[1]


def test_one_hashed_at_a_lower_cost_still_fits_and_is_known_to_be_outdated() -> None:
    kept = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(GOOD)
    assert is_password(kept, GOOD)
    assert is_outdated(kept)
    assert not is_outdated(hash_again(GOOD))


@pytest.mark.parametrize("kept", ["", "plain text", "$argon2id$v=19$m=1"])
def test_a_damaged_hash_fits_nothing(kept: str) -> None:
    assert not is_password(kept, GOOD)
