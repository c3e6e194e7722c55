from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from capi.sync.timing import LONGEST_BOUND, WINDOW, back_off, delay_of_day


@given(st.text(min_size=1))
def test_a_laptop_has_always_the_same_delay_within_the_window(device: str) -> None:
    delay = delay_of_day(device)
    assert timedelta(0) <= delay < WINDOW
    assert delay == delay_of_day(device)


def test_a_thousand_laptops_are_spread_over_the_whole_window() -> None:
    minutes = [int(delay_of_day(f"L-{number:016x}") / timedelta(minutes=1)) for number in range(1000)]
    calls = [minutes.count(minute) for minute in range(15)]
    assert min(calls) > 40
    assert max(calls) < 100


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True), st.none() | st.floats(0, 3600))
def test_a_wait_is_never_shorter_than_the_hub_asked_and_never_much_longer(
    attempt: int, drawn: float, asked: float | None
) -> None:
    wait = back_off(attempt, lambda: drawn, asked)
    assert (asked or 0) <= wait <= (asked or 0) + LONGEST_BOUND


def test_the_bound_doubles_from_a_second_to_five_minutes() -> None:
    bounds = [back_off(attempt, lambda: 1.0) for attempt in range(1, 12)]
    assert bounds == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
