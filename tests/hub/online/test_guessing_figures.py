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


def without_a_pause(patience: Patience) -> float:
    return DAY / patience.longest


def most_a_day(patience: Patience) -> tuple[float, int]:
    """Guesses a day of who pauses until all is forgotten after each so many; the best number, and how many."""

    def a_day(guesses: int) -> float:
        waited = sum(patience.wait(failures) for failures in range(1, guesses))
        return guesses * DAY / (waited + patience.quiet)

    best = max(range(1, 1_000), key=a_day)
    return a_day(best), best


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
    a_day, at_once = most_a_day(GUESSES)
    a_year = a_day * 365
    chance = 1 - math.exp(-a_year * BOTNET * GOOD / CODES)
    assert chance < 0.02
    assert f"has {without_a_pause(GUESSES):.0f}\nguesses a day" in DOCUMENT
    assert f"after each {at_once}: {a_day:.0f} a day" in DOCUMENT
    assert f"| one address | {a_year:,.0f} | 1 in {round(CODES / GOOD / a_year, -3):,.0f} |" in DOCUMENT
    botnet = a_year * BOTNET * GOOD / CODES
    assert f"| 10,000 addresses | {power(a_year * BOTNET)} | {botnet:.1%} |".replace("%", " %") in DOCUMENT
    assert f"{round(a_day * BOTNET / 24 / 60, -2):,.0f} refused tries a minute" in DOCUMENT


def test_the_hub_lets_an_address_guess_no_oftener_than_the_figures_say(online: OnlineScene) -> None:
    """For a day, by whoever knows the rules: as many tries as are let, then a pause of a day."""
    online.invited()
    _, at_once = most_a_day(GUESSES)
    began, guesses, left = online.scene.time, codes_that_are_none(10_000), at_once
    looked_at = 0
    while online.scene.time - began < timedelta(days=1):
        if not left:
            online.later(seconds=GUESSES.quiet + 1)
            left = at_once
            continue
        try:
            online.enter(next(guesses))
        except NotThere:
            looked_at += 1
            left -= 1
        except TooManyTries as refused:
            online.later(seconds=refused.seconds)
    assert looked_at <= math.ceil(most_a_day(GUESSES)[0]) + at_once
