"""The numbers of the fieldwork page: who stands out, what stands behind a rate, and what can be read on each shade."""

from itertools import pairwise
from math import sqrt

import pytest

from capi.screens.look import Look
from capi.screens.office.caller_columns import Everybody, callers, hours_said
from capi.screens.office.fieldwork_outcomes import share_said
from capi.screens.office.rate_in_numbers import LETTERS, all_counts, e_in_numbers, in_numbers
from capi.screens.office.slot_shades import Measure, Shade, ground, ink, shade_of, shades, value_of
from capi.screens.office.standing_out import Part, Side, compared, interval
from capi.sync.calling_messages import SlotCount
from tests.screens.office.made_up_fieldwork import made_up
from tests.screens.test_look import _contrast as contrast


def test_an_interval_is_wilsons() -> None:
    """Its ends are the shares from which what was seen is 2.5758 standard errors away."""
    low, high = interval(Part(12, 90))
    for end in (low, high):
        assert abs(abs(12 / 90 - end) - 2.5758 * sqrt(end * (1 - end) / 90)) < 1e-12
    assert low < 12 / 90 < high
    assert interval(Part(0, 0)) == (0.0, 1.0)
    assert interval(Part(5, 5))[1] == 1.0


def test_a_few_calls_never_make_somebody_stand_out() -> None:
    assert compared(Part(0, 3), 0.34) is Side.LIKE_ALL
    assert compared(Part(0, 0), 0.34) is Side.LIKE_ALL
    assert compared(Part(0, 90), 0.34) is Side.BELOW
    assert compared(Part(80, 90), 0.34) is Side.ABOVE
    assert compared(Part(80, 90), None) is Side.LIKE_ALL


def test_who_reaches_hardly_anybody_stands_out_among_a_hundred() -> None:
    lines = made_up().callers
    every = callers(lines)
    out = {each.name for each in every if each.contact_side is Side.BELOW}
    assert out == {f"interviewer.{at:03}" for at in range(3, 100, 10)}
    assert [each.name for each in every][: len(out)] == sorted(out)
    assert every[0].everybody == Everybody.of(lines)
    assert every[0].everybody.contact == Part(sum(each.contacts for each in lines), sum(each.calls for each in lines))


def test_each_rate_can_be_worked_out_from_the_numbers_it_shows() -> None:
    fieldwork = made_up()
    assert len(fieldwork.rates) == 16
    for rate in fieldwork.rates:
        assert rate.percent is not None
        worked = in_numbers(rate).partition(" = ")[2].replace("×", "*").replace(",", "")
        assert abs(eval(worked) * 100 - float(rate.percent)) < 0.06, rate.name  # noqa: S307 - made here of numbers


def test_e_can_be_worked_out_too_with_those_that_are_not_eligible() -> None:
    fieldwork = made_up()
    counts = all_counts(fieldwork)
    assert counts["NE"] == 75
    assert sum(counts.values()) == fieldwork.cases
    (third,) = [rate for rate in fieldwork.rates if rate.name == "RR3"]
    worked = e_in_numbers(third, counts).split(" = ")[1].replace(",", "")
    assert round(eval(worked), 3) == float(third.e or "0")  # noqa: S307 - made here of numbers
    assert set(counts) == {letter.value for letter in LETTERS}


def test_there_are_counts_of_no_cases() -> None:
    fieldwork = made_up(callers=0, not_final=0)
    assert all_counts(fieldwork)["UH"] == sum(each.cases for each in fieldwork.outcomes if each.code.startswith("6"))


@pytest.mark.parametrize("most", [1, 2, 4, 5, 153, 10_000])
def test_every_count_has_its_shade_and_no_two_shades_overlap(most: int) -> None:
    slots = {(1, 9): SlotCount(day=1, hour=9, calls=most, contacts=0, interviews=0)}
    every = shades(slots, Measure.CALLS)
    covered = [number for shade in every for number in range(shade.low, shade.high + 1)]
    assert covered == list(range(1, most + 1))
    assert shade_of(most, every) == every[-1]
    assert shade_of(0, every) is None


def test_an_hour_in_which_nobody_called_has_no_rate() -> None:
    assert value_of(None, Measure.RATE) is None
    assert value_of(SlotCount(day=1, hour=9, calls=0, contacts=0, interviews=0), Measure.CALLS) is None
    assert value_of(SlotCount(day=1, hour=9, calls=3, contacts=1, interviews=0), Measure.RATE) == 33


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_number_in_an_hour_can_be_read_on_every_shade(look: Look, theme: str) -> None:
    look.set_theme("dark" if theme == "dark" else "light")
    for shade in (None, *(Shade(at, at, at) for at in range(1, 6))):
        assert contrast(ink(shade, look).name(), ground(shade, look).name()) >= 4.5, shade


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_shade_is_further_from_the_ground_than_the_one_before(look: Look, theme: str) -> None:
    """In lightness, which those see who do not tell colours."""
    look.set_theme("dark" if theme == "dark" else "light")
    surface = look.colour("surface").name()
    steps = [contrast(surface, ground(Shade(at, at, at), look).name()) for at in range(1, 6)]
    assert steps == sorted(steps)
    assert all(after / before > 1.09 for before, after in pairwise(steps))


@pytest.mark.parametrize(("share", "words"), [(0.0, "0 %"), (0.004, "<1 %"), (0.336, "34 %"), (1.0, "100 %")])
def test_a_small_share_is_not_said_to_be_none(share: float, words: str) -> None:
    assert share_said(share) == words


def test_hours_are_told_as_hours_and_minutes() -> None:
    assert [hours_said(seconds) for seconds in (0, 59, 3_660, 43_500)] == ["0:00", "0:00", "1:01", "12:05"]
