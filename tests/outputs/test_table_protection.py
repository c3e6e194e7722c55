"""Somebody tries to work out what is hidden: by all solutions of what is shown, and by linear combinations of it."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from capi.outputs.standard_tables import FAMILIES
from capi.outputs.table_counts import Counts, Everybody, members_of
from capi.outputs.table_figures import FinishedTable, Treatment, finished
from capi.outputs.table_protection import Cell, hidden
from capi.outputs.table_shapes import NOT_ASKED, Place

THRESHOLD = 3
EVERYONE = 0b11111
NESTED = (0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b00011, 0b01100, 0b01111, 0b10011)
"""Five groups by themselves, in pairs, and in two ways of putting them together that cross."""


def spread(total: int, groups: int) -> Iterator[tuple[int, ...]]:
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in spread(total - first, groups - 1):
            yield first, *rest


def of(cell: int, people: Sequence[int]) -> int:
    return sum(number for at, number in enumerate(people) if cell >> at & 1)


def cells(*fixed: int) -> list[Cell]:
    return [Cell(EVERYONE, total=True, fixed=True), *(Cell(each, fixed=each in fixed) for each in NESTED)]


@settings(deadline=None, max_examples=60)
@given(st.tuples(*[st.integers(0, 4)] * 5))
def test_every_hidden_number_could_be_anything_within_the_threshold(people: tuple[int, ...]) -> None:
    assume(sum(people) >= THRESHOLD)
    kept_back = hidden(cells(), people, THRESHOLD)
    shown = [each for each in (*NESTED, EVERYONE) if each not in kept_back]
    told = [of(each, people) for each in shown]
    possible = [one for one in spread(sum(people), 5) if [of(each, one) for each in shown] == told]
    assert people in possible
    for each in NESTED:
        if 0 < of(each, people) < THRESHOLD:
            assert each in kept_back
    for each in kept_back:
        could_be = {of(each, one) for one in possible}
        assert max(could_be) - min(could_be) >= THRESHOLD


def test_one_small_number_takes_its_smallest_neighbour_with_it_and_no_total() -> None:
    assert hidden(cells(), (2, 40, 50, 60, 70), THRESHOLD) == {0b00001, 0b00010}


def test_where_all_numbers_are_large_or_nobody_nothing_is_hidden() -> None:
    assert hidden(cells(), (0, 40, 50, 60, 3), THRESHOLD) == frozenset()


def test_fewer_people_than_the_threshold_cannot_hide_so_all_their_numbers_are() -> None:
    assert hidden(cells(), (1, 0, 1, 0, 0), THRESHOLD) == {0b00001, 0b00011, 0b00100, 0b01100, 0b10011}


class Span:
    """All sums of multiples of rows: what is in it follows from their figures."""

    def __init__(self, rows: Iterable[Sequence[int]]) -> None:
        self._reduced: list[tuple[int, list[Fraction]]] = []
        for row in rows:
            left = self._rest(row)
            pivot = next((at for at, each in enumerate(left) if each), None)
            if pivot is not None:
                self._reduced.append((pivot, [each / left[pivot] for each in left]))

    def __contains__(self, row: object) -> bool:
        assert isinstance(row, tuple)
        return not any(self._rest(row))

    def _rest(self, row: Sequence[int]) -> list[Fraction]:
        left = [Fraction(each) for each in row]
        for pivot, one in self._reduced:
            if left[pivot]:
                left = [a - left[pivot] * b for a, b in zip(left, one, strict=True)]
        return left


NSSEC = FAMILIES[-1]
OPERATIONAL = (
    ("1.1", "1", "1"),
    ("1.2", "1", "1"),
    ("2", "1", "1"),
    ("3", "2", "2"),
    ("4", "3", "2"),
    ("5", "4", "3"),
    ("6", "5", "3"),
    ("7", "5", "3"),
    ("8", "NWLTU", "NWLTU"),
)
VALUES = [
    *(
        {"nssec8": eight, "nssec5": five, "nssec3": three, "nssec_not_classified": NOT_ASKED}
        for eight, five, three in OPERATIONAL
    ),
    *(
        {"nssec8": NOT_ASKED, "nssec5": NOT_ASKED, "nssec3": NOT_ASKED, "nssec_not_classified": why}
        for why in ("student", "inadequate", "other", NOT_ASKED)
    ),
]


def nssec_counts(people: Sequence[int], weights: Sequence[float] | None = None) -> Counts:
    members = {key: found for table in NSSEC.tables for key, found in members_of(table, VALUES)}
    weighed = None if weights is None else tuple(weights)
    return Counts(NSSEC, NSSEC.tables, tuple(people), weighed, members, frozenset({len(VALUES) - 1}))


def figures(tables: Sequence[FinishedTable], counts: Counts) -> Iterator[tuple[list[int], int | None, int]]:
    """Of every line: whom it counts, what is shown, and the truth."""
    for table in tables:
        for line in table.definition.lines:
            if line.name in table.figures and line.place is not Place.UNSHOWN:
                groups = counts.groups(table.definition, line)
                row = [int(at in groups) for at in range(len(VALUES))]
                yield row, table.figures[line.name].number, counts.number(groups)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, 25), min_size=len(VALUES), max_size=len(VALUES)))
def test_nothing_hidden_follows_from_the_other_tables_of_the_same_people(people: list[int]) -> None:
    counts = nssec_counts(people)
    told = list(figures(finished(counts, Treatment(10), Everybody(sum(people), None)), counts))
    occupied = [at for at, number in enumerate(people) if number]
    shown = {tuple(row[at] for at in occupied) for row, number, _ in told if number is not None}
    follows = Span({*shown, (1,) * len(occupied)})
    assert all(number in (None, truth) for _, number, truth in told)
    for row, number, truth in told:
        if number is None:
            assert tuple(row[at] for at in occupied) not in follows
        elif row[-1] == 0:
            assert truth == 0 or truth >= 10


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(0, 25), min_size=len(VALUES), max_size=len(VALUES)))
def test_rounded_numbers_add_up_in_all_tables_and_nobody_stays_nobody(people: list[int]) -> None:
    assume(sum(people) > 0)
    counts = nssec_counts(people, [2.5 * number for number in people])
    for table in finished(counts, Treatment(base=5), Everybody(sum(people), 2.5 * sum(people))):
        numbers = {name: figure.number for name, figure in table.figures.items()}
        leaves = [leaf.name for leaf in table.definition.leaves if leaf.place is Place.INSIDE]
        assert numbers["all"] == sum(numbers[name] or 0 for name in leaves)
        assert abs((numbers["all"] or 0) - sum(people[:-1])) < 5
        for name, figure in table.figures.items():
            number = figure.number
            assert number is not None
            assert number % 5 == 0
            assert figure.weighted == 2.5 * number, "equal weights say nothing that the numbers do not"
            truth = counts.number(counts.groups(table.definition, table.definition.line(name)))
            assert truth or not number
