"""Somebody tries to work out what is hidden: by all solutions of what is shown, and by linear combinations of it."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from capi.derivation.operational import CATEGORIES, Classes
from capi.outputs.tables.standard_tables import FAMILIES
from capi.outputs.tables.table_counts import Counts, Everybody, members_of
from capi.outputs.tables.table_figures import FinishedTable, Treatment, finished, persons_told
from capi.outputs.tables.table_protection import Cell, hidden
from capi.outputs.tables.table_shapes import ANY_OTHER, NOT_ASKED, Family, Line, Place

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


def told(people: Sequence[int], given: Sequence[Cell], threshold: int = THRESHOLD) -> tuple[int | None, ...]:
    """What a reader sees; None where it is hidden."""
    kept_back = hidden(given, people, threshold)
    return tuple(None if at in kept_back else of(cell.groups, people) for at, cell in enumerate(given))


@settings(deadline=None, max_examples=60)
@given(st.tuples(*[st.integers(0, 4)] * 5))
def test_every_hidden_number_could_be_as_many_as_the_threshold(people: tuple[int, ...]) -> None:
    assume(sum(people) >= THRESHOLD)
    given = cells()
    seen = told(people, given)
    if all(number is None for number in seen[1:]):
        return  # too few in all: not even what is 0 is told
    # A reader knows who is nobody, and that what is hidden is somebody.
    possible = [
        one
        for one in spread(sum(people), 5)
        if [bool(number) for number in one] == [bool(number) for number in people]
        and all(number in (None, of(cell.groups, one)) for cell, number in zip(given, seen, strict=True))
    ]
    assert people in possible
    for cell, number in zip(given, seen, strict=True):
        if 0 < of(cell.groups, people) < THRESHOLD:
            assert number is None
        if number is None:
            assert len({of(cell.groups, one) for one in possible}) >= THRESHOLD


def test_who_replays_the_method_still_knows_less_the_smaller_the_number() -> None:
    """All populations of three groups are tried: those that look the same are what a reader who has the program can mean."""
    threshold, most = 5, 17
    given = [Cell(0b111, total=True, fixed=True), Cell(0b001), Cell(0b010), Cell(0b100)]
    alike: dict[tuple[int | None, ...], list[tuple[int, ...]]] = {}
    for people in itertools.product(range(most), repeat=3):
        alike.setdefault(told(people, given, threshold), []).append(people)
    tried = 0
    for seen, possible in alike.items():
        if max(max(people) for people in possible) > most - threshold or not any(seen[1:]):
            continue  # more could look the same beyond the range tried, or all is hidden
        for at, number in enumerate(seen[1:]):
            could_be = {people[at] for people in possible}
            if number is None:
                tried += 1
                assert len(could_be) >= threshold - min(could_be), (seen, could_be)
    assert tried > 100


def test_one_small_number_takes_its_smallest_neighbour_with_it_and_no_total() -> None:
    assert told((2, 30, 70, 80, 90), cells())[:6] == (272, None, None, 70, 80, 90)
    assert told((2, 30, 70, 80, 90), cells())[6:] == (32, 150, 182, 122)


def test_of_neighbours_about_as_large_the_first_is_taken_so_that_the_choice_says_nothing() -> None:
    flat = [Cell(EVERYONE, total=True, fixed=True), *(Cell(1 << at) for at in range(5))]
    assert told((2, 60, 50, 40, 33), flat) == (185, None, None, 50, 40, 33)
    assert told((2, 60, 50, 40, 31), flat) == (183, None, 60, 50, 40, None)


def test_where_all_numbers_are_large_or_nobody_nothing_is_hidden() -> None:
    assert hidden(cells(), (0, 40, 50, 60, 3), THRESHOLD) == frozenset()


def test_of_too_few_people_even_who_is_nobody_is_hidden() -> None:
    """One in each of two groups, and 0 told of the others, would say who is where."""
    assert told((1, 0, 1, 0, 0), cells()) == (2, *[None] * len(NESTED))


def test_one_group_of_all_who_were_asked_is_hidden_though_their_number_is_known() -> None:
    """Five were asked, and all five said the same."""
    asked = Cell(0b0011, total=True, fixed=True)
    given = [asked, Cell(0b0001), Cell(0b0010), Cell(0b1100, fixed=True)]
    assert told((5, 0, 300, 40), given, 10) == (5, None, None, 340)


def test_what_is_only_in_sums_cannot_be_worked_out_either() -> None:
    """A total of two groups, of which one alone is a line of the table: the other is the difference."""
    total, line, other = Cell(0b0011, total=True), Cell(0b0001), Cell(0b0010, unshown=True)
    rest = [Cell(0b0100), Cell(0b1000), Cell(0b1111, total=True, fixed=True)]
    assert told((50, 4, 60, 70), [total, line, *rest], 10)[0:2] == (54, 50)
    assert None in told((50, 4, 60, 70), [total, line, *rest, other], 10)[0:2]


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


Values = Mapping[str, str]
SCHOOL, OCCUPATION, QUALIFICATION, ECONOMIC, NSSEC = FAMILIES
NO_ANSWER = ("refused", "unanswered")


def nssec_values() -> Iterator[Values]:
    names = ("nssec8", "nssec5", "nssec3", "nssec_not_classified", "nssec_opcat")
    categories = (*CATEGORIES.items(), ("", Classes(None, None, None)))
    for each in dict.fromkeys(
        (*classes, category if category.startswith("L14") else ANY_OTHER) for category, classes in categories
    ):
        yield {name: value or NOT_ASKED for name, value in zip(names, each, strict=True)}


def school_values() -> Iterator[Values]:
    for school in ("1", "2", "3", "4", "5", *NO_ANSWER):
        asked = school not in ("3", "4", "5", "unanswered")
        for meals in ("1", "2", "not_applicable", *NO_ANSWER) if asked else (NOT_ASKED,):
            yield {"SchoolType": school, "FreeMeals": meals}
    yield {"SchoolType": NOT_ASKED, "FreeMeals": NOT_ASKED}


def occupation_values() -> Iterator[Values]:
    names = ("nssec_selfcoded5", "nssec_selfcoded3", "smc3")
    for five, three, one_step in (
        *(("1", "1", "1"), ("1", "1", "2"), ("1", "1", "3"), ("1", "1", "not_classified"), ("2", "2", "2")),
        *(("3", "2", "1"), ("3", "2", "2"), ("3", "2", "3"), ("4", "3", "3"), ("5", "3", "3")),
        *(("not_working",) * 3, ("dk_pnts",) * 3, ("dk_pnts", "3", "3"), ("not_classified",) * 3, (NOT_ASKED,) * 3),
    ):
        yield dict(zip(names, (five, three, one_step), strict=True))


def economic_values() -> Iterator[Values]:
    names = ("ilo_status", "ilo_employment", "ilo_hours", "ilo_inactive_reason")
    working = (("1", kind, hours, NOT_ASKED) for kind in ("1", "2", NOT_ASKED) for hours in ("1", "2", "dont_know"))
    inactive = (("3", NOT_ASKED, NOT_ASKED, reason) for reason in ("1", "2", "3", "4", "5", "6", "refused"))
    others = ((status, NOT_ASKED, NOT_ASKED, NOT_ASKED) for status in ("2", "not_classified", NOT_ASKED))
    for each in (*working, *inactive, *others):
        yield dict(zip(names, each, strict=True))


@dataclass(frozen=True, slots=True)
class Asked:
    """A family, with the groups of people there can be in it."""

    family: Family
    values: tuple[Values, ...]

    def counts(self, people: Sequence[int], weights: Sequence[float] | None = None) -> Counts:
        members = {key: found for table in self.family.tables for key, found in members_of(table, self.values)}
        outside = frozenset(
            at
            for at, each in enumerate(self.values)
            if all(each[name] in wanted for name, wanted in self.family.outside.items())
        )
        weighed = None if weights is None else tuple(weights)
        return Counts(self.family, self.family.tables, tuple(people), weighed, members, outside)


ASKED = {
    "school": Asked(SCHOOL, tuple(school_values())),
    "occupation": Asked(OCCUPATION, tuple(occupation_values())),
    "economic": Asked(ECONOMIC, tuple(economic_values())),
    "nssec": Asked(NSSEC, tuple(nssec_values())),
}


def peopled(asked: Asked) -> st.SearchStrategy[list[int]]:
    """Often nobody, or few, and sometimes many."""
    number = st.one_of(st.just(0), st.integers(1, 12), st.integers(1, 400))
    return st.lists(number, min_size=len(asked.values), max_size=len(asked.values))


def figures(tables: Sequence[FinishedTable], counts: Counts) -> Iterator[tuple[Line, list[int], int | None, int]]:
    """Of every line, those in sums only too: whom it counts, what is shown, and the truth."""
    for table in tables:
        for line in table.definition.lines:
            if not line.is_heading:
                groups = counts.groups(table.definition, line)
                row = [int(at in groups) for at in range(len(counts.numbers))]
                shown = table.figures.get(line.name)
                yield line, row, None if shown is None else shown.number, counts.number(groups)


@pytest.mark.parametrize("name", ASKED)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_nothing_hidden_follows_from_all_tables_of_the_same_people(name: str, data: st.DataObject) -> None:
    asked = ASKED[name]
    people = data.draw(peopled(asked))
    counts = asked.counts(people)
    seen = list(figures(finished(counts, Treatment(10), Everybody(sum(people), None)), counts))
    # Where not even a 0 is told, a reader does not know who is nobody.
    told_nothing = all(number is None for line, _, number, _ in seen if line.is_leaf and not line.never_hidden)
    occupied = [at for at, number in enumerate(people) if number or told_nothing]
    shown = {tuple(row[at] for at in occupied) for _, row, number, _ in seen if number is not None}
    follows = Span({*shown, (1,) * len(occupied)})
    for line, row, number, truth in seen:
        assert number in (None, truth)
        if line.never_hidden:
            assert number == truth or line.place is Place.UNSHOWN
        elif 0 < truth < 10 and line.name != "all":  # who was asked is known from who was not
            assert number is None
            assert tuple(row[at] for at in occupied) not in follows, line


@pytest.mark.parametrize("name", ASKED)
def test_one_refusal_more_or_less_does_not_empty_the_tables(name: str) -> None:
    """Most of what is known of many people can be told."""
    asked = ASKED[name]
    people = [3 if at % 9 == 4 else 40 + 7 * at for at in range(len(asked.values))]
    counts = asked.counts(people)
    seen = list(figures(finished(counts, Treatment(10), Everybody(sum(people), None)), counts))
    told_of = [number for line, _, number, _ in seen if line.place is not Place.UNSHOWN]
    assert sum(number is None for number in told_of) <= len(told_of) * 0.6


@pytest.mark.parametrize("name", ASKED)
@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_rounded_numbers_add_up_in_all_tables_and_nobody_stays_nobody(name: str, data: st.DataObject) -> None:
    asked = ASKED[name]
    people = data.draw(peopled(asked))
    assume(sum(people) > 0)
    counts, everybody = (
        asked.counts(people, [2.5 * number for number in people]),
        Everybody(sum(people), 2.5 * sum(people)),
    )
    treatment = Treatment(base=5)
    for table in finished(counts, treatment, everybody):
        numbers = {name: figure.number or 0 for name, figure in table.figures.items()}
        leaves = [leaf for leaf in table.definition.leaves if leaf.place is not Place.UNSHOWN]
        inside = [leaf.name for leaf in leaves if leaf.place is Place.INSIDE]
        if len(leaves) == len(table.definition.leaves):
            assert numbers["all"] == sum(numbers[each] for each in inside)
            below = [leaf.name for leaf in leaves if leaf.name not in inside]
            assert numbers["all"] + sum(numbers[each] for each in below) == persons_told(everybody, treatment)
        for line, figure in table.figures.items():
            number = figure.number
            assert number is not None
            assert number % 5 == 0
            assert figure.weighted == 2.5 * number, "equal weights say nothing that the numbers do not"
            truth = counts.number(counts.groups(table.definition, table.definition.line(line)))
            assert truth or not number


def test_who_was_asked_does_not_follow_from_how_many_there_are() -> None:
    """Four asked and four not, to the nearest 3, would be 3 and 3 of 9, which only four and four can be."""
    asked = ASKED["nssec"]
    seen: dict[tuple[int | None, int | None, int], set[tuple[int, int]]] = {}
    for inside, outside in itertools.product(range(12), repeat=2):
        if inside + outside == 0:
            continue
        people = [0] * len(asked.values)
        people[3], people[-1] = inside, outside
        counts = asked.counts(people)
        treatment, everybody = Treatment(base=3), Everybody(sum(people), None)
        table = finished(counts, treatment, everybody)[0]
        numbers = (table.figures["all"].number, table.figures[NOT_ASKED].number, persons_told(everybody, treatment))
        seen.setdefault(numbers, set()).add((inside, outside))
    for possible in seen.values():
        if max(max(one) for one in possible) < 9:
            assert len({inside for inside, _ in possible}) > 1
            assert len({outside for _, outside in possible}) > 1
