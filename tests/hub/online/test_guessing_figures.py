"""What an access code is worth, computed from the constants of the program, and compared with what INVITATIONS.md says of it."""

import math
from datetime import timedelta
from pathlib import Path

import pytest

import capi.hub.online
from capi.hub.errors import NotThere, TooManyTries
from capi.hub.online.access_codes import LENGTH, SYMBOLS
from capi.hub.online.visits import GUESSES
from capi.hub.people.lockout import Patience
from tests.hub.online.guessing import codes_that_are_none
from tests.hub.online.scene import OnlineScene

DOCUMENT = (Path(capi.hub.online.__file__).parent / "INVITATIONS.md").read_text(encoding="utf-8")
CODES = len(SYMBOLS) ** (LENGTH - 1)
GOOD = 100_000
BOTNET = 10_000
DAY = 86_400


def in_days(patience: Patience, days: int) -> int:
    """The most guesses of who never pauses for long, as nothing is forgotten before a day is over."""
    assert patience.quiet >= DAY
    free, passed = 0, 0.0
    while passed + patience.wait(free + 1) < patience.longest:
        passed += patience.wait(free + 1)
        free += 1
    return free + days * DAY // patience.longest


def power(number: float) -> str:
    digits = math.floor(math.log10(number))
    return f"{number / 10**digits:.1f} * 10^{digits}"


def test_a_code_has_so_many_bits() -> None:
    assert math.log2(CODES) > 51.5
    assert f"26^11 = {power(CODES)} codes, {math.log2(CODES):.1f} bits" in DOCUMENT


@pytest.mark.parametrize("good", [1_000, 10_000, 100_000])
def test_one_guess_opens_one_of_so_many(good: int) -> None:
    assert f"| {good:,} | 1 in {power(CODES / good)} |" in DOCUMENT


def test_an_address_has_so_many_guesses_and_a_botnet_so_small_a_chance() -> None:
    a_day, a_year = DAY // GUESSES.longest, in_days(GUESSES, 365)
    botnet = a_year * BOTNET * GOOD / CODES
    assert 1 - math.exp(-botnet) < 0.01
    assert f"twenty-first at the latest {GUESSES.longest // 60} minutes, {a_day} a day" in DOCUMENT
    assert f"| one address | {a_year:,} | 1 in {round(CODES / GOOD / a_year, -3):,.0f} |" in DOCUMENT
    assert f"| 10,000 addresses | {power(a_year * BOTNET)} | {botnet:.2%} |".replace("%", " %") in DOCUMENT
    assert f"{round(a_day * BOTNET / 24 / 60, -1):,.0f} refused tries a minute" in DOCUMENT


def test_the_hub_lets_an_address_guess_no_oftener_than_the_figures_say(online: OnlineScene) -> None:
    """For two days, by whoever asks again as soon as she is let."""
    online.invited()
    began, guesses = online.scene.time, codes_that_are_none(10_000)
    looked_at = 0
    while online.scene.time - began < timedelta(days=2):
        try:
            online.enter(next(guesses))
        except NotThere:
            looked_at += 1
        except TooManyTries as refused:
            online.later(seconds=refused.seconds)
    assert 2 * DAY // GUESSES.longest < looked_at <= in_days(GUESSES, 2)
