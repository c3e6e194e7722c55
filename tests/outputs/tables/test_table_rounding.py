import itertools

import pytest

from capi.outputs.tables.table_rounding import SMALLEST_BASE, nearest, rounded


@pytest.mark.parametrize("base", [SMALLEST_BASE, 5])
def test_no_number_above_0_can_be_worked_out(base: int) -> None:
    seen: dict[tuple[float, ...], list[tuple[int, ...]]] = {}
    for numbers in itertools.product(range(2 * base + 2), repeat=3):
        seen.setdefault(rounded(numbers, base), []).append(numbers)
    for told, possible in seen.items():
        if max(max(numbers) for numbers in possible) > 2 * base - 2:
            continue  # more could follow beyond the range tried
        for at in range(3):
            could_be = {numbers[at] for numbers in possible}
            assert len(could_be) > 1 or could_be == {0}, (told, could_be)


def test_a_base_of_2_would_say_exact_numbers() -> None:
    possible = [one for one in itertools.product(range(6), repeat=2) if rounded(one, 2) == rounded((0, 1), 2)]
    assert {first for first, _ in possible} == {0}


def test_sums_over_neighbours_are_less_than_the_base_from_the_truth() -> None:
    numbers = (2, 2, 2, 2, 13, 0, 7)
    told = rounded(numbers, 5)
    assert told[5] == 0
    for first, last in itertools.combinations(range(len(numbers) + 1), 2):
        assert abs(sum(told[first:last]) - sum(numbers[first:last])) < 5


@pytest.mark.parametrize(("number", "told"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10)])
def test_the_nearest_multiple(number: int, told: int) -> None:
    assert nearest(number, 5) == told
